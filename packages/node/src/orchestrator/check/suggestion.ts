import type { Profile } from '@millrace/media'
import { orderedPixelsPerSecond } from '../sessions/admission.ts'

export interface SuggestionOptions {
  /** As measured, in encoded pixels. */
  readonly measuredPixelsPerSecond: number
  /** Part of it that is to be promised. */
  readonly share: number
  /** What sessions usually order. */
  readonly ladder: readonly Profile[]
  /** What the machine costs in an hour; without it no price is suggested. */
  readonly costPerHourUsd?: number | undefined
  /** Part of the promised capacity that is paid for in the middle. */
  readonly utilisation: number
}

/** Settings that fit a machine. */
export interface Suggestion {
  readonly capacityPixelsPerSecond: number
  /** Sessions of the usual ladder at once. */
  readonly sessions: number
  /** At which the machine just pays for itself. */
  readonly pricePerPixel: { readonly usd: string; readonly pixels: string } | undefined
}

const pricedPixels = 1e12

/** What a measurement means for the settings. */
export function suggest(options: SuggestionOptions): Suggestion {
  const { measuredPixelsPerSecond, share, ladder, costPerHourUsd, utilisation } = options
  const capacityPixelsPerSecond = Math.floor(measuredPixelsPerSecond * share)
  const ladderPixelsPerSecond = orderedPixelsPerSecond(ladder)
  const sessions = Math.floor(capacityPixelsPerSecond / Math.max(1, ladderPixelsPerSecond))
  const paidPixelsPerHour = capacityPixelsPerSecond * 3_600 * utilisation
  const hasPrice = costPerHourUsd !== undefined && paidPixelsPerHour > 0
  const usd = hasPrice ? (costPerHourUsd / paidPixelsPerHour) * pricedPixels : undefined
  return {
    capacityPixelsPerSecond,
    sessions,
    pricePerPixel: usd === undefined ? undefined : { usd: usd.toFixed(6), pixels: String(pricedPixels) },
  }
}
