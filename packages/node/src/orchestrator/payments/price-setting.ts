import { price, usdPrice } from '@millrace/daemon'
import { createPrice, Fraction, type Price } from '@millrace/payments'
import { z } from 'zod'

/** A price as its operator sets it. */
export const priceSetting = z.union([price, usdPrice])
export type PriceSetting = z.output<typeof priceSetting>

const weiPerEther = 10n ** 18n
const maxInt64 = (1n << 63n) - 1n
/** Wei of a price in dollars are rounded to whole ones; so many digits are enough for it. */
const leastWei = 1_000_000_000n

export function isInUsd(setting: PriceSetting): boolean {
  return 'usd' in setting
}

/**
 * The price in wei.
 * @param usdPerEther - not needed for a price in wei.
 * @throws {InvalidPriceError} for a price that does not fit the wire.
 */
export function toPrice(setting: PriceSetting, usdPerEther: Fraction | undefined): Price {
  if ('wei' in setting) return createPrice(setting.wei, setting.pixels)
  if (usdPerEther === undefined) throw new Error('A price in dollars was asked for before there was a rate.')
  const exactWei = readDecimal(setting.usd).times(weiPerEther).dividedBy(usdPerEther)
  let factor = 1n
  while (exactWei.isPositive() && exactWei.times(factor).floor() < leastWei && fits(setting.pixels * factor))
    factor *= 10n
  let [wei, pixels] = [roundHalfUp(exactWei.times(factor)), setting.pixels * factor]
  // The other way round for very many pixels.
  while ((wei > maxInt64 || pixels > maxInt64) && wei > leastWei) [wei, pixels] = [wei / 10n, pixels / 10n]
  return createPrice(wei, pixels)
}

function fits(pixels: bigint): boolean {
  return pixels * 10n <= maxInt64
}

function roundHalfUp(value: Fraction): bigint {
  return value.plus(Fraction.of(1n, 2n)).floor()
}

function readDecimal(text: string): Fraction {
  const [whole = '', part = ''] = text.split('.')
  return Fraction.of(BigInt(whole + part), 10n ** BigInt(part.length))
}
