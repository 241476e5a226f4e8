import type { Address } from '@millrace/crypto'
import { availableFundsWei, type SenderFacts } from './funds.ts'
import {
  isAtRisk,
  isGasWorthIt,
  lastValidRound,
  type RedemptionTime,
  urgencyOf,
  waitsForBatch,
} from './patience.ts'
import type { WinningTicket } from './ticket.ts'

/** The chain and the settings that redeeming depends on. */
export interface RedemptionFacts extends RedemptionTime {
  readonly isRecipientActive: boolean
  /** What one redemption costs now. */
  readonly txCostWei: bigint
  readonly gasPriceWei: bigint
  /** Averaged over a long time. */
  readonly usualGasPriceWei: bigint
  /** So many winners fill a transaction. */
  readonly batchSize: number
}

/** Why a winner has to wait. */
export type WaitReason =
  | 'params-not-expired'
  | 'recipient-inactive'
  | 'sender-unlocked'
  | 'tx-cost'
  | 'sender-funds'
  | 'gas-price'
  | 'batch'

/** What to do with a winner now. `drop` means that it can never be redeemed any more. */
export type RedemptionDecision =
  | { readonly action: 'redeem' }
  | { readonly action: 'wait'; readonly reason: WaitReason }
  | { readonly action: 'drop'; readonly reason: 'ticket-expired' }

/**
 * Whether a winner should be redeemed now. Not before its params expired, since redeeming makes the secret number
 * public; not while it would cost more than it brings. A ticket that the sender's funds cover in part waits for more
 * until the last round in which it is valid: the contract refuses what deposit and reserve cannot pay together, but
 * pays less when only this recipient's share of the reserve is too small.
 */
export function decideRedemption(
  { ticket, paramsExpirationBlock }: WinningTicket,
  chain: RedemptionFacts,
  sender: SenderFacts,
): RedemptionDecision {
  const lastRound = lastValidRound({ ticket }, chain)
  if (chain.currentRound > lastRound) return { action: 'drop', reason: 'ticket-expired' }
  if (chain.latestBlock <= paramsExpirationBlock) return wait('params-not-expired')
  if (!chain.isRecipientActive) return wait('recipient-inactive')
  if (sender.withdrawRound !== 0n && chain.currentRound >= sender.withdrawRound)
    return wait('sender-unlocked')
  if (ticket.faceValueWei <= chain.txCostWei) return wait('tx-cost')

  const availableWei = availableFundsWei(sender)
  if (availableWei <= chain.txCostWei) return wait('sender-funds')
  const contractFundsWei = sender.depositWei + sender.reserveRemainingWei - sender.pendingWei
  if (contractFundsWei < ticket.faceValueWei) return wait('sender-funds')
  const isLastChance = chain.currentRound === lastRound
  if (availableWei < ticket.faceValueWei && !isLastChance) return wait('sender-funds')
  return { action: 'redeem' }
}

export interface PlannedRedemption {
  readonly winner: WinningTicket
  readonly decision: RedemptionDecision
}

/**
 * Decides for many winners at once, those whose validity ends first at the front. Each one to be redeemed counts as
 * pending for the next of the same sender. Those that can be redeemed wait for a usual gas price, and for each other,
 * for as long as that risks nothing.
 */
export function planRedemptions(
  winners: readonly WinningTicket[],
  chain: RedemptionFacts,
  senderFacts: (sender: Address) => SenderFacts,
): readonly PlannedRedemption[] {
  const plannedWei = new Map<string, bigint>()
  const decided = [...winners].sort(byValidity).map((winner) => {
    const { sender, faceValueWei } = winner.ticket
    const key = sender.toLowerCase()
    const facts = senderFacts(sender)
    const planned = plannedWei.get(key) ?? 0n
    const decision = decideRedemption(winner, chain, { ...facts, pendingWei: facts.pendingWei + planned })
    if (decision.action === 'redeem') plannedWei.set(key, planned + faceValueWei)
    const urgency = isAtRisk({ ...facts, pendingWei: facts.pendingWei + planned }, faceValueWei)
      ? 1
      : urgencyOf(winner, chain)
    return { winner, decision, urgency }
  })
  return withPatience(decided, chain)
}

interface Decided extends PlannedRedemption {
  readonly urgency: number
}

function withPatience(decided: readonly Decided[], chain: RedemptionFacts): readonly PlannedRedemption[] {
  const isReady = ({ decision, urgency }: Decided) =>
    decision.action === 'redeem' && isGasWorthIt(urgency, chain)
  const ready = decided.filter(isReady)
  // One that cannot wait takes the others along.
  const isTime = ready.length >= chain.batchSize || ready.some(({ urgency }) => !waitsForBatch(urgency))
  return decided.map((one) => {
    const { winner, decision } = one
    if (decision.action !== 'redeem') return { winner, decision }
    if (!isReady(one)) return { winner, decision: wait('gas-price') }
    return { winner, decision: isTime ? decision : wait('batch') }
  })
}

function byValidity(a: WinningTicket, b: WinningTicket): number {
  const byRound = compare(a.ticket.creationRound, b.ticket.creationRound)
  return byRound !== 0 ? byRound : compare(a.paramsExpirationBlock, b.paramsExpirationBlock)
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function wait(reason: WaitReason): RedemptionDecision {
  return { action: 'wait', reason }
}
