import * as z from 'zod/mini'
import { searchValue } from '../../format/search-value.ts'
import { text } from '../../text/text.ts'

const address = /^0x[0-9a-fA-F]{40}$/

/** Filters of the list of events as they stand in the page's address; what does not fit is as if it were not there. */
export const filtersSchema = z.object({
  /** A contract, or an event of it: `bondingManager`, `bondingManager.Bond`. */
  type: searchValue(z.string().check(z.regex(/^\w{1,40}(\.\w{1,60})?$/))),
  account: searchValue(z.string().check(z.regex(address))),
  round: searchValue(z.int().check(z.nonnegative())),
  block: searchValue(z.int().check(z.nonnegative())),
})

export type Filters = z.output<typeof filtersSchema>

/** The indexer's parameters that the filters stand for. */
export function queryOf({ type, account, round, block }: Filters): Readonly<Record<string, string>> {
  const [contract, name] = type?.split('.') ?? []
  const known = {
    contract,
    name,
    account,
    round: round?.toString(),
    fromBlock: block?.toString(),
    toBlock: block?.toString(),
  }
  return Object.fromEntries(Object.entries(known).filter((entry): entry is [string, string] => !!entry[1]))
}

/** Types to choose from: each contract, and each event that has a sentence. */
export function typesOf(contract: string): readonly string[] {
  const names = Object.keys(text.events.sentences[contract] ?? {}).map((name) => name.replace(/\..*/, ''))
  return [...new Set(names)]
}

/** An account as somebody wrote it: undefined for none, null for what is none. */
export function readAccount(written: string): string | null | undefined {
  const trimmed = written.trim()
  if (trimmed === '') return undefined
  return address.test(trimmed) ? trimmed.toLowerCase() : null
}

/** A round as somebody wrote it: undefined for none, null for what is none. */
export function readRound(written: string): number | null | undefined {
  const trimmed = written.trim()
  if (trimmed === '') return undefined
  return /^\d{1,15}$/.test(trimmed) ? Number(trimmed) : null
}
