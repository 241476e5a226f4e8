import { parseUnits } from 'viem'
import * as z from 'zod/mini'

/** Prices are kept with so many places. */
const places = 18
const mostPlaces = 12

const price = z.pipe(
  z.union([
    z.string().check(z.regex(/^\d{1,12}(\.\d{1,18})?$/)),
    z.number().check(z.minimum(0), z.maximum(1e12)),
  ]),
  z.transform((value) => parseUnits(typeof value === 'string' ? value : value.toFixed(mostPlaces), places)),
)

const historySchema = z.object({
  currency: z.string().check(z.regex(/^[A-Z]{3,5}$/, 'must be a code such as EUR')),
  /** By day in UTC, `2026-11-27`. */
  days: z.record(z.iso.date(), z.object({ token: z.optional(price), ether: z.optional(price) })),
})

/** What tokens and ether cost on each day, in parts of 10¹⁸ of the currency's unit. */
export type PriceHistory = z.output<typeof historySchema>

/** @throws {Error} when the source cannot be reached, or does not tell prices as expected. */
export async function fetchPrices(url: string, signal: AbortSignal): Promise<PriceHistory> {
  const response = await fetch(url, { signal })
  if (!response.ok) throw new Error(`The price source answered ${response.status}.`)
  return readPrices(await response.json())
}

/** @throws {Error} when these are no prices. */
export function readPrices(told: unknown): PriceHistory {
  const { data, error } = historySchema.safeParse(told)
  if (data) return data
  const [issue] = error.issues
  throw new Error(
    `The price source tells no prices by day: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
  )
}

/** The prices of a day. @param timeMs since the Unix epoch */
export function pricesOn({ days }: PriceHistory, timeMs: number): PriceHistory['days'][string] | undefined {
  return days[new Date(timeMs).toISOString().slice(0, 10)]
}

/** What an amount was worth, in parts of 10¹⁸ of the currency's unit, cut. */
export function worth(wei: bigint, pricePerUnit: bigint): bigint {
  return (wei * pricePerUnit) / 10n ** BigInt(places)
}
