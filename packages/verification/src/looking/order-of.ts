import { type PictureSize, type Profile, renditionSize } from '@millrace/media'
import type { RenditionOrder } from '../facts/rendition-order.ts'

/** What a profile orders of a source of this size. */
export function orderOf(profile: Profile, sourceSize: PictureSize): RenditionOrder {
  const { fps, fpsDen, codec } = profile
  return {
    codec: codec === 'h265' ? 'hevc' : codec,
    ...renditionSize(profile, sourceSize),
    bitrateBps: orderedBps(profile),
    framesPerSecond: fps === 0 ? undefined : fps / Math.max(1, fpsDen),
  }
}

/** Undefined where quality was ordered: then the bitrate is a ceiling. */
export function orderedBps({ bitrateBps, quality }: Profile): number | undefined {
  return quality === 0 ? bitrateBps : undefined
}
