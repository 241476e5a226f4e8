import { Fraction } from './fraction.ts'
import { type Price, priceFraction } from './price.ts'

/** What of a profile counts for its fee. */
export interface PricedProfile {
  readonly widthPx: number
  readonly heightPx: number
  /** 0 is the source's own rate, which is not known ahead. */
  readonly fps: number
  readonly fpsDen: number
}

const passthroughFps = 60n
// Encoders may give some frames more than ordered.
const margin = Fraction.of(102n, 100n)

/** The pixels that renditions of a segment have at most: each profile's frame size × whole frames × whole seconds. */
export function estimatePixels(profiles: readonly PricedProfile[], durationMs: number): bigint {
  const seconds = ceilRatio(Math.ceil(durationMs), 1000)
  let pixels = 0n
  for (const { widthPx, heightPx, fps, fpsDen } of profiles) {
    const framesPerSecond = fps === 0 ? passthroughFps : ceilRatio(fps, fpsDen === 0 ? 1 : fpsDen)
    pixels += framesPerSecond * BigInt(widthPx) * BigInt(heightPx) * seconds
  }
  return pixels
}

/** What a segment may cost, with 2 % to spare: an orchestrator charges the pixels it really made. */
export function estimateFeeWei(
  { profiles, durationMs }: { profiles: readonly PricedProfile[]; durationMs: number },
  price: Price,
): Fraction {
  return priceFraction(price).times(estimatePixels(profiles, durationMs)).times(margin)
}

function ceilRatio(numerator: number, denominator: number): bigint {
  return BigInt(Math.ceil(numerator / denominator))
}
