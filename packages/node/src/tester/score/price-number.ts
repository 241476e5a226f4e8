import { type Price, priceFraction } from '@millrace/payments'

/** Wei for a pixel, as a number to compare and to show; payments are made of exact prices. */
export function priceNumber(price: Price): number {
  return priceFraction(price).toNumber()
}
