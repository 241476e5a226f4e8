import { comparePrices } from '@millrace/payments'
import type { SpendingLimits } from './stream-order.ts'

/** @returns limits that are no higher than any of these. */
export function lowestLimits(...all: readonly (SpendingLimits | undefined)[]): SpendingLimits {
  let { maxPrice, dailyCapWei }: SpendingLimits = {}
  for (const limits of all) {
    const { maxPrice: price, dailyCapWei: capWei } = limits ?? {}
    if (price && (!maxPrice || comparePrices(price, maxPrice) < 0)) maxPrice = price
    if (capWei !== undefined && (dailyCapWei === undefined || capWei < dailyCapWei)) dailyCapWei = capWei
  }
  return { maxPrice, dailyCapWei }
}
