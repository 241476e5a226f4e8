import { delegators } from './en/delegators.ts'
import { shell } from './en/shell.ts'
import { table } from './en/table.ts'

/** All that the pages say in English, by the part that says it. */
export const en = { delegators, shell, table }
