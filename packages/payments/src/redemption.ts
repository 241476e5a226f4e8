import type { Address } from '@millrace/crypto'
import { availableFundsWei, type SenderFacts } from './funds.ts'
import type { WinningTicket } from './ticket.ts'

/** The chain and the setting that redeeming depends on. */
export interface RedemptionFacts {
  readonly latestBlock: bigint
  /** The last initialised round. */
  readonly currentRound: bigint
  readonly ticketValidityRounds: bigint
  readonly isRecipientActive: boolean
  readonly txCostWei: bigint
}

/** Why a winner has to wait. */
export type WaitReason =
  | 'params-not-expired'
  | 'recipient-inactive'
  | 'sender-unlocked'
  | 'tx-cost'
  | 'sender-funds'

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
  const lastValidRound = ticket.creationRound + chain.ticketValidityRounds - 1n
  if (chain.currentRound > lastValidRound) return { action: 'drop', reason: 'ticket-expired' }
  if (chain.latestBlock <= paramsExpirationBlock) return wait('params-not-expired')
  if (!chain.isRecipientActive) return wait('recipient-inactive')
  if (sender.withdrawRound !== 0n && chain.currentRound >= sender.withdrawRound)
    return wait('sender-unlocked')
  if (ticket.faceValueWei <= chain.txCostWei) return wait('tx-cost')

  const availableWei = availableFundsWei(sender)
  if (availableWei <= chain.txCostWei) return wait('sender-funds')
  const contractFundsWei = sender.depositWei + sender.reserveRemainingWei - sender.pendingWei
  if (contractFundsWei < ticket.faceValueWei) return wait('sender-funds')
  const isLastChance = chain.currentRound === lastValidRound
  if (availableWei < ticket.faceValueWei && !isLastChance) return wait('sender-funds')
  return { action: 'redeem' }
}

export interface PlannedRedemption {
  readonly winner: WinningTicket
  readonly decision: RedemptionDecision
}

/**
 * Decides for many winners at once, those whose validity ends first at the front. Each one to be redeemed counts as
 * pending for the next of the same sender.
 */
export function planRedemptions(
  winners: readonly WinningTicket[],
  chain: RedemptionFacts,
  senderFacts: (sender: Address) => SenderFacts,
): readonly PlannedRedemption[] {
  const plannedWei = new Map<string, bigint>()
  return [...winners].sort(byValidity).map((winner) => {
    const { sender, faceValueWei } = winner.ticket
    const key = sender.toLowerCase()
    const facts = senderFacts(sender)
    const planned = plannedWei.get(key) ?? 0n
    const decision = decideRedemption(winner, chain, { ...facts, pendingWei: facts.pendingWei + planned })
    if (decision.action === 'redeem') plannedWei.set(key, planned + faceValueWei)
    return { winner, decision }
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
