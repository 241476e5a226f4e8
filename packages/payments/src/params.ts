import { createHmac, type KeyObject } from 'node:crypto'
import { type Address, addressToBytes, bigintToBytes32, bytesToBigint, hexToBytes } from '@millrace/crypto'
import { minBigint } from './bigint.ts'
import { Fraction } from './fraction.ts'
import type { Price } from './price.ts'
import {
  FaceValueBelowTxCostError,
  type FaceValueBound,
  InsufficientReserveError,
  MaxFaceValueTooLowError,
} from './recipient-errors.ts'
import { maxUint256, type TicketParams } from './ticket.ts'
import type { TicketScheme } from './ticket-scheme.ts'

/** How a recipient sizes its tickets. Tickets per win are faceValue / ticketEvWei. */
export interface TicketSettings {
  /** Expected value of one ticket: lower means more tickets to check, higher means more paid ahead. */
  readonly ticketEvWei: bigint
  /** Face value as a multiple of the cost of redeeming (whole number from 1); 100 makes redeeming cost about 1 %. */
  readonly txCostMultiplier: number
  /** Gas of one redemption. */
  readonly redeemGas: bigint
  /** A usual gas price: a short spike above it does not refuse work. */
  readonly averageGasPriceWei: bigint
  /** Limit on face values; 0 is none. */
  readonly maxFaceValueWei: bigint
  /** How long params can be used, in the blocks that rounds count in. */
  readonly ticketExpiryBlocks: bigint
}

/** faceValue · winProb / (2^256 − 1), exact, in wei. */
export function expectedValueWei({
  faceValueWei,
  winProb,
}: Pick<TicketParams, 'faceValueWei' | 'winProb'>): Fraction {
  return Fraction.of(faceValueWei * winProb, maxUint256)
}

/** How many tickets are written for one that wins, on average; nothing for tickets that never win. */
export function ticketsPerWin({ winProb }: Pick<TicketParams, 'winProb'>): number | undefined {
  return winProb === 0n ? undefined : Fraction.of(maxUint256, winProb).toNumber()
}

/** The probability that gives tickets of this face value at least the wanted expected value (uint256). */
export function winProbFor(faceValueWei: bigint, ticketEvWei: bigint): bigint {
  if (faceValueWei === 0n) return 0n
  if (faceValueWei === ticketEvWei) return maxUint256
  const quotient = Fraction.of(maxUint256, faceValueWei).ceil()
  return minBigint(ticketEvWei * quotient, maxUint256)
}

/**
 * Face value of the tickets of a sender: txCostMultiplier times what redeeming costs, or that many expected values if
 * this is more, within the sender's max float and the recipient's own limit. Always above one expected value: no sender
 * takes tickets that always win.
 * @throws {InsufficientReserveError} when the max float is not
 * @throws {MaxFaceValueTooLowError} when the own limit is
 * @throws {FaceValueBelowTxCostError} when it would cost more to redeem than it pays, now and at the usual gas price
 */
export function faceValueFor(
  settings: TicketSettings,
  { maxFloatWei, gasPriceWei }: { maxFloatWei: bigint; gasPriceWei: bigint },
): bigint {
  const { ticketEvWei, maxFaceValueWei, redeemGas } = settings
  const multiplier = BigInt(settings.txCostMultiplier)
  const byCost = redeemGas * gasPriceWei * multiplier
  const byValue = byCost < ticketEvWei ? ticketEvWei * multiplier : byCost
  const wanted = byValue === ticketEvWei && ticketEvWei > 0n ? ticketEvWei + 1n : byValue
  const faceValueWei = minBigint(wanted, maxFloatWei, ...(maxFaceValueWei > 0n ? [maxFaceValueWei] : []))
  const bound = boundOf(faceValueWei, { wanted, maxFloatWei })

  if (faceValueWei <= ticketEvWei && ticketEvWei > 0n) {
    if (bound === 'maxFaceValueWei') throw new MaxFaceValueTooLowError({ maxFaceValueWei, ticketEvWei })
    throw new InsufficientReserveError({ maxFloatWei, ticketEvWei })
  }
  const txCostWei = redeemGas * minBigint(gasPriceWei, settings.averageGasPriceWei)
  if (faceValueWei < txCostWei) throw new FaceValueBelowTxCostError({ faceValueWei, txCostWei, bound })
  return faceValueWei
}

function boundOf(
  faceValueWei: bigint,
  { wanted, maxFloatWei }: { wanted: bigint; maxFloatWei: bigint },
): FaceValueBound {
  if (faceValueWei === wanted) return 'txCostMultiplier'
  return faceValueWei === maxFloatWei ? 'sender-reserve' : 'maxFaceValueWei'
}

/**
 * The recipient's secret number of some params: HMAC-SHA256 under its secret over all that the params promise, so that
 * nothing has to be remembered for each of them, and nothing in them can be changed. Each field has a fixed width:
 * packed at minimal width, digits could move from one field to its neighbour without changing the number.
 */
export function deriveRecipientRand(
  { scheme, secret }: { scheme: TicketScheme; secret: KeyObject | Uint8Array },
  {
    params,
    sender,
    price,
  }: { params: Omit<TicketParams, 'recipientRandHash'>; sender: Address; price: Price },
): bigint {
  const hmac = createHmac('sha256', secret)
  hmac.update(bigintToBytes32(scheme.chainId)).update(addressToBytes(scheme.contract))
  hmac.update(bigintToBytes32(BigInt(params.seed.length))).update(params.seed)
  hmac.update(addressToBytes(sender)).update(addressToBytes(params.recipient))
  for (const value of [params.faceValueWei, params.winProb, params.expirationBlock]) {
    hmac.update(bigintToBytes32(value))
  }
  hmac.update(bigintToBytes32(price.weiPerUnit)).update(bigintToBytes32(price.pixelsPerUnit))
  hmac.update(bigintToBytes32(params.creationRound)).update(hexToBytes(params.creationRoundBlockHash))
  return bytesToBigint(hmac.digest())
}
