import { price, wei } from '@millrace/daemon'
import { z } from 'zod'

/** What may be spent, and when more is put behind tickets. */
export const spendingSettings = {
  streamLimits: z
    .record(
      z.string(),
      z.strictObject({ maxPricePerPixel: price.optional(), dailySpendCapWei: wei.optional() }),
    )
    .default({})
    .describe('Limits of single streams, by name: highest price, and most that is spent in a day (UTC).'),
  streamDailySpendCapWei: wei
    .optional()
    .describe('Most that is spent on one stream in a day (UTC); above it only its source plays. Unset: any.'),
  dailySpendCapWei: wei
    .optional()
    .describe('Most that is spent on all streams together in a day (UTC). Unset: any.'),
  depositFloorWei: wei
    .optional()
    .describe('A deposit below this is called low: in the status, by an event, in the log.'),
  reserveFloorWei: wei.optional().describe('The same for the reserve.'),
  depositTopUpWei: wei
    .refine((amount) => amount > 0n, 'must be above 0')
    .optional()
    .describe('What is added from the account to a deposit below its floor. Unset: nothing.'),
  depositTopUpMaxPerDayWei: wei
    .optional()
    .describe('Most that is added to the deposit in a day (UTC); depositTopUpWei needs it.'),
}
