import { delegators } from './en/delegators.ts'
import { forecast } from './en/forecast.ts'
import { gateways } from './en/gateways.ts'
import { orchestrator } from './en/orchestrator.ts'
import { orchestrators } from './en/orchestrators.ts'
import { shell } from './en/shell.ts'
import { table } from './en/table.ts'

/** All that the pages say in English, by the part that says it. */
export const en = { delegators, forecast, gateways, orchestrator, orchestrators, shell, table }
