import type { InspectedRendition, Profile, TranscodeResult } from '@millrace/media'
import { AttemptFailedError } from '../errors.ts'

/** No rendition is shorter than this, the network says. */
const leastRenditionBytes = 25
/** Encoders on graphics cards have a smallest picture, to which smaller orders are raised. */
const smallestSidePx = 146
/** Durations are what a gateway says; a longer segment must not look like a fault of the transcoder. */
const leastDurationMs = 30_000

export interface ResultToCheck {
  readonly profiles: readonly Profile[]
  readonly renditions: readonly Uint8Array[]
}

/** The most that a result of an order can need: whoever sends more is cut off. */
export function longestResultBytes(
  profiles: readonly Pick<Profile, 'bitrateBps'>[],
  durationMs: number,
  sourceBytes: number,
): number {
  const fallbackBps = 64_000_000
  return profiles.reduce((sum, { bitrateBps }) => {
    const video = (2 * (bitrateBps || fallbackBps) * Math.max(durationMs, leastDurationMs)) / 8_000
    // Audio is copied from the source; the rest is headers, and short segments that overshoot their bitrate.
    return sum + Math.ceil(video) + sourceBytes + 2 * 1024 * 1024
  }, 0)
}

/**
 * Whether there is one rendition for each profile, before anything is decoded.
 * @throws {AttemptFailedError}
 */
export function checkCount({ profiles, renditions }: ResultToCheck): void {
  if (renditions.length !== profiles.length)
    throw wrong(`${renditions.length} renditions came for ${profiles.length} profiles`)
  if (renditions.some(({ length }) => length < leastRenditionBytes)) throw wrong('a rendition is empty')
}

/**
 * Puts a result together from what a decoder found; pixels that somebody else counted have no part in it.
 * @throws {AttemptFailedError} when a picture is larger than anybody ordered.
 */
export function checkedResult(
  { profiles, renditions }: ResultToCheck,
  found: readonly InspectedRendition[],
  decodedPixels: bigint,
): TranscodeResult {
  return {
    decodedPixels,
    renditions: profiles.map((profile, index) => {
      const [bytes, inspected] = [renditions[index], found[index]]
      if (bytes === undefined || inspected === undefined) throw wrong('a rendition is missing')
      checkSize(profile, inspected)
      const { pixels, widthPx, heightPx } = inspected
      return { profile, bytes, pixels, widthPx, heightPx }
    }),
  }
}

function checkSize(profile: Profile, { widthPx, heightPx }: InspectedRendition): void {
  // The aspect is the source's, so that either side may be the longer one.
  const longest = Math.max(profile.widthPx, profile.heightPx, smallestSidePx) + 2
  if (widthPx > longest || heightPx > longest)
    throw wrong(`${widthPx} × ${heightPx} came for ${profile.widthPx} × ${profile.heightPx}`)
}

function wrong(reason: string): AttemptFailedError {
  return new AttemptFailedError({ failure: 'wrong', reason })
}
