/** Kinds of values that all roles answer with; amounts are decimal text. */
import type { WinnerTotals } from '../../redemption/winner-store.ts'
import { z } from './route.ts'

export const amountSchema = z
  .string()
  .regex(/^\d{1,78}$/)
  .openapi({ example: '1000000000' })
export const addressSchema = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
export const countSchema = z.int().nonnegative()
export const timeSchema = z.number().describe('Unix time in milliseconds.')

export const priceAnswerSchema = z
  .object({ wei: amountSchema.describe('Wei for `pixels` pixels.'), pixels: amountSchema })
  .openapi('Price')

/** Sums over all winning tickets since the data folder was made. */
export const winnerTotalsShape = {
  ticketsWon: countSchema.describe('Winning tickets ever.'),
  ticketsWaiting: countSchema.describe('Those not redeemed yet.'),
  ticketsRedeemed: countSchema,
  ticketsLost: countSchema.describe('Those that can never be redeemed.'),
  waitingWei: amountSchema.describe('Face value of those that wait.'),
  redeemedWei: amountSchema.describe('What was paid for those that are redeemed.'),
} satisfies Record<keyof WinnerTotals, z.ZodType>

export const endpointSchema = z
  .object({
    host: z.string().describe('Without path and query, which may hold a key.'),
    isUp: z.boolean().describe('Whether its last request was answered.'),
    head: amountSchema.optional().describe('Its latest block as it said last.'),
    faults: countSchema.describe('Requests that it did not answer.'),
  })
  .openapi('Endpoint')
