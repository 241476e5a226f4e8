import type { SenderFacts } from './funds.ts'
import type { RedemptionFacts } from './redemption.ts'
import type { WinningTicket } from './ticket.ts'

/** Urgency is told in thousandths: 0 has all the time there is, this has none. */
export const mostUrgent = 1_000n

/** When the present round began and how long rounds are, in the blocks they count in. */
export interface RoundSpan {
  readonly startBlock: bigint
  readonly lengthBlocks: bigint
}

/** How much above its average gas may cost for a ticket that is one step short of the most urgent, in averages. */
const mostPatience = 4n
/** This last part of a ticket's validity is kept for redeeming it whatever gas costs, in percent of a round. */
const lastPartPercent = 20n

/**
 * How urgent it is to redeem a winner: the greatest of
 * - the part of the time between expired parameters and expired ticket that is over, the last fifth of a round counting
 *   as over;
 * - the part of what the sender owes this recipient that a third of its deposit does not cover;
 * - all, when the sender unlocks its funds or the reserve is being claimed in this round: who comes last gets nothing.
 * @param owedWei - face values of all winners of this sender that are not paid yet.
 */
export function redemptionUrgency(
  winner: WinningTicket,
  chain: Pick<RedemptionFacts, 'latestBlock' | 'currentRound' | 'ticketValidityRounds'> & RoundSpan,
  sender: SenderFacts & { readonly owedWei: bigint },
): bigint {
  if (sender.withdrawRound !== 0n || sender.reserveClaimedInRoundWei > 0n) return mostUrgent
  const byTime = timeUrgency(winner, chain)
  const uncoveredWei = sender.owedWei - sender.depositWei / 3n
  const byFunds = sender.owedWei === 0n ? 0n : (uncoveredWei * mostUrgent) / sender.owedWei
  return byTime > byFunds ? byTime : byFunds
}

function timeUrgency(
  { ticket, paramsExpirationBlock }: WinningTicket,
  chain: Pick<RedemptionFacts, 'latestBlock' | 'currentRound' | 'ticketValidityRounds'> & RoundSpan,
): bigint {
  const { latestBlock, currentRound, startBlock, lengthBlocks } = chain
  const roundsLeft = ticket.creationRound + chain.ticketValidityRounds - currentRound
  const endBlock = startBlock + roundsLeft * lengthBlocks - (lengthBlocks * lastPartPercent) / 100n
  if (latestBlock >= endBlock) return mostUrgent
  if (latestBlock <= paramsExpirationBlock) return 0n
  return ((latestBlock - paramsExpirationBlock) * mostUrgent) / (endBlock - paramsExpirationBlock)
}

/**
 * The gas price up to which a winner is redeemed now; undefined is any. Without urgency that is the average, so that
 * a spike is waited out; it rises with the square of the urgency to five averages.
 */
export function gasPriceLimitWei(averageGasPriceWei: bigint, urgency: bigint): bigint | undefined {
  if (urgency >= mostUrgent) return undefined
  const least = urgency < 0n ? 0n : urgency
  const thousandths = mostUrgent ** 2n + mostPatience * least ** 2n
  return (averageGasPriceWei * thousandths) / mostUrgent ** 2n
}
