/** Settings of redeeming, which the orchestrator has and a redeemer of its own. */

import { wei } from '@millrace/daemon'
import { z } from 'zod'

export const redemptionSettings = {
  redeemGas: wei
    .refine((gas) => gas > 0n, 'must be at least 1')
    .default(350_000n)
    .describe('Gas assumed for one redemption.'),
  redeemBatchTicketGas: wei
    .refine((gas) => gas > 0n, 'must be at least 1')
    .default(60_000n)
    .describe('Gas assumed for each further ticket that is redeemed in the same transaction.'),
  redeemBatchGasLimit: wei
    .default(5_000_000n)
    .describe('Gas of a transaction that redeems, at the most; as many tickets go into one as fit.'),
  redeemMaxGasPriceWei: wei
    .default(0n)
    .describe(
      'Gas dearer than this is waited out, unless a ticket is about to expire; 0 means no limit but its value.',
    ),
  redeemReplaceAfterMs: z
    .int()
    .min(1_000)
    .max(86_400_000)
    .default(120_000)
    .describe('A redemption that was not mined for so long is sent again with higher fees.'),
  redeemConfirmations: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe(
      'Blocks that must hold a redemption before it counts as final; by default 1 on development chains, 40 on Arbitrum, 12 elsewhere.',
    ),
} as const

export type RedemptionConfig = z.output<z.ZodObject<typeof redemptionSettings>>

const arbitrumConfirmations = 40n
const usualConfirmations = 12n
const confirmationsByChain: ReadonlyMap<number, bigint> = new Map([
  [1_337, 1n],
  [31_337, 1n],
  [42_161, arbitrumConfirmations],
  [42_170, arbitrumConfirmations],
  [421_614, arbitrumConfirmations],
])

/** How deep a redemption must be to count as final. */
export function confirmationsOf(
  { redeemConfirmations }: Pick<RedemptionConfig, 'redeemConfirmations'>,
  chainId: number,
): bigint {
  if (redeemConfirmations !== undefined) return BigInt(redeemConfirmations)
  return confirmationsByChain.get(chainId) ?? usualConfirmations
}
