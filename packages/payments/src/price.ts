import { InvalidPriceError, PriceDoubledError, PriceTooHighError } from './errors.ts'
import { Fraction } from './fraction.ts'

const maxInt64 = (1n << 63n) - 1n

/** Wei for a number of pixels, in lowest terms; both fit an int64, as on the wire. */
export interface Price {
  readonly weiPerUnit: bigint
  /** At least 1. */
  readonly pixelsPerUnit: bigint
}

export const freePrice: Price = { weiPerUnit: 0n, pixelsPerUnit: 1n }

/**
 * The price in lowest terms: 2/4 and 1/2 are one price, and hashes are made over this form.
 * @throws {InvalidPriceError} when negative, over no pixels, or beyond int64
 */
export function createPrice(weiPerUnit: bigint, pixelsPerUnit: bigint): Price {
  const isPrice =
    weiPerUnit >= 0n && pixelsPerUnit > 0n && weiPerUnit <= maxInt64 && pixelsPerUnit <= maxInt64
  if (!isPrice) throw new InvalidPriceError({ weiPerUnit, pixelsPerUnit })
  const { numerator, denominator } = Fraction.of(weiPerUnit, pixelsPerUnit).reduced()
  return { weiPerUnit: numerator, pixelsPerUnit: denominator }
}

/** Wei per pixel. */
export function priceFraction(price: Price): Fraction {
  return Fraction.of(price.weiPerUnit, price.pixelsPerUnit)
}

/** Below zero when `a` is cheaper. */
export function comparePrices(a: Price, b: Price): -1 | 0 | 1 {
  return priceFraction(a).compare(priceFraction(b))
}

export function isFree(price: Price): boolean {
  return price.weiPerUnit === 0n
}

/** Exact fee of the pixels, in wei. */
export function feeWei(price: Price, pixels: bigint): Fraction {
  return Fraction.of(price.weiPerUnit * pixels, price.pixelsPerUnit)
}

/** Wei per pixel for people: `12` or `3/1000`. */
export function formatPrice(price: Price): string {
  return priceFraction(price).toString()
}

/**
 * The price with the cost of redeeming spread over the tickets: × (1 + txCost / faceValue), cut to thousandths of a
 * wei per pixel, but never below the price itself (a price under 0.001 would be cut to nothing).
 * @throws {InvalidPriceError} when the result is beyond int64
 */
export function withRedemptionOverhead(
  price: Price,
  { txCostWei, faceValueWei }: { txCostWei: bigint; faceValueWei: bigint },
): Price {
  if (isFree(price) || txCostWei === 0n || faceValueWei === 0n) return price
  const exact = priceFraction(price).times(Fraction.of(faceValueWei + txCostWei, faceValueWei))
  const thousandths = Fraction.of(exact.times(1000n).floor(), 1000n)
  if (thousandths.isLessThan(priceFraction(price))) return price
  const { numerator, denominator } = thousandths.reduced()
  return createPrice(numerator, denominator)
}

/**
 * Refuses a price that a gateway does not pay.
 * @throws {PriceTooHighError} when it is above the gateway's maximum
 * @throws {PriceDoubledError} when it is above twice the price that the session began with
 */
export function assertAcceptablePrice(
  price: Price,
  { maxPrice, initialPrice }: { maxPrice?: Price | undefined; initialPrice?: Price | undefined },
): void {
  if (maxPrice !== undefined && comparePrices(price, maxPrice) > 0) {
    throw new PriceTooHighError({ price: formatPrice(price), maxPrice: formatPrice(maxPrice) })
  }
  if (initialPrice === undefined) return
  if (priceFraction(initialPrice).times(2n).isLessThan(priceFraction(price))) {
    throw new PriceDoubledError({ price: formatPrice(price), initialPrice: formatPrice(initialPrice) })
  }
}
