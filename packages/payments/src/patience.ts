import type { SenderFacts } from './funds.ts'
import type { WinningTicket } from './ticket.ts'

/** The time that redeeming depends on. Blocks are those that rounds count in. */
export interface RedemptionTime {
  readonly latestBlock: bigint
  /** The last initialised round. */
  readonly currentRound: bigint
  readonly roundStartBlock: bigint
  readonly roundLengthBlocks: bigint
  readonly ticketValidityRounds: bigint
}

/** Up to here a winner waits for others to share a transaction with. */
const batchUntil = 0.25
/** From here on any gas price is paid that the ticket is worth. */
const anyGasFrom = 0.75
/** Price paid just before that, in usual gas prices; at the beginning it is one. */
const mostPatientMultiple = 3
/** A deposit of so many times what is to be redeemed from it is safe, by the network's own measure (wire.md 1.9). */
const safeDepositMultiple = 3n

/** The last round in which the contract takes a ticket. */
export function lastValidRound(
  { ticket }: Pick<WinningTicket, 'ticket'>,
  { ticketValidityRounds }: Pick<RedemptionTime, 'ticketValidityRounds'>,
): bigint {
  return ticket.creationRound + ticketValidityRounds - 1n
}

/** How much of a winner's time is over: 0 when its secret number may become public, 1 when its last round ends. */
export function urgencyOf(winner: WinningTicket, time: RedemptionTime): number {
  const roundsLeft = lastValidRound(winner, time) - time.currentRound + 1n
  const endBlock = time.roundStartBlock + roundsLeft * time.roundLengthBlocks
  const span = endBlock - winner.paramsExpirationBlock
  if (span <= 0n) return 1
  const passed = Number(time.latestBlock - winner.paramsExpirationBlock) / Number(span)
  return Math.min(1, Math.max(0, passed))
}

/**
 * Whether the sender's deposit may be gone before a winner is redeemed: then waiting would save gas and risk the ticket.
 */
export function isAtRisk(
  { depositWei, pendingWei, withdrawRound }: SenderFacts,
  faceValueWei: bigint,
): boolean {
  return withdrawRound !== 0n || depositWei < safeDepositMultiple * (pendingWei + faceValueWei)
}

export function waitsForBatch(urgency: number): boolean {
  return urgency < batchUntil
}

/**
 * Whether a gas price is worth paying: up to the usual one at first, rising evenly to three times that, and any at last.
 */
export function isGasWorthIt(
  urgency: number,
  { gasPriceWei, usualGasPriceWei }: { gasPriceWei: bigint; usualGasPriceWei: bigint },
): boolean {
  if (urgency >= anyGasFrom) return true
  const multiple = 1 + ((mostPatientMultiple - 1) * urgency) / anyGasFrom
  // In thousandths, for wei have no fractions.
  return gasPriceWei * 1000n <= usualGasPriceWei * BigInt(Math.round(multiple * 1000))
}
