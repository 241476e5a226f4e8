import { Fraction, freePrice, type Price, priceFraction } from '@millrace/payments'

/** What is asked for one segment, and what it was worth. */
export interface Bill {
  readonly advertised: Price | undefined
  readonly asked: Price | undefined
  readonly claimedPixels: bigint
  readonly countedPixels: bigint
}

/** Prices follow the cost of redeeming from block to block: no more than this is somebody's doing. */
const tolerance = Fraction.of(102n, 100n)

/**
 * Advertised price × pixels that were made, as a part of asked price × pixels that are claimed: 1 for who asks what it
 * said or less, 0.5 for who asks twice as much, 0 for who said that it costs nothing and asks for something.
 */
export function honestyOf({ advertised, asked, claimedPixels, countedPixels }: Bill): number {
  // Where nothing is paid, pixels that are made up are still a lie.
  const isFree = [advertised, asked].every((price) => priceFraction(price ?? freePrice).isZero())
  const due = isFree ? Fraction.of(1n) : priceFraction(advertised ?? freePrice)
  const wanted = isFree ? Fraction.of(1n) : priceFraction(asked ?? freePrice)
  const owed = due.times(tolerance).times(countedPixels)
  const bill = wanted.times(claimedPixels)
  if (!owed.isLessThan(bill)) return claimedPixels > countedPixels ? shareOf(countedPixels, claimedPixels) : 1
  return due.times(countedPixels).dividedBy(bill).toNumber()
}

function shareOf(part: bigint, whole: bigint): number {
  return Fraction.of(part, whole).toNumber()
}

/** The dearer of two. */
export function dearer(a: Price | undefined, b: Price | undefined): Price | undefined {
  if (!a || !b) return a ?? b
  return priceFraction(a).isLessThan(priceFraction(b)) ? b : a
}
