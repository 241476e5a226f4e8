import type { Profile, VideoCodec } from './profile.ts'

export interface PictureSize {
  readonly widthPx: number
  readonly heightPx: number
}

/** Longest side that encoders of other nodes take; orders beyond are scaled down to it. */
const longestSidePx: Readonly<Record<VideoCodec, number>> = { h264: 4096, h265: 8192, vp8: 8192, vp9: 8192 }

/**
 * The size a rendition really gets: the longer side ordered goes to the longer side of the source, the other one
 * follows from the source's aspect, both are even. So a portrait source gives portrait renditions.
 * @param source size as displayed: square pixels, rotation applied.
 */
export function renditionSize(
  profile: Pick<Profile, 'widthPx' | 'heightPx' | 'codec'>,
  source: PictureSize,
): PictureSize {
  const longer = even(Math.min(Math.max(profile.widthPx, profile.heightPx), longestSidePx[profile.codec]))
  return source.widthPx >= source.heightPx
    ? { widthPx: longer, heightPx: even((longer * source.heightPx) / source.widthPx) }
    : { widthPx: even((longer * source.widthPx) / source.heightPx), heightPx: longer }
}

function even(px: number): number {
  return Math.max(2, Math.round(px / 2) * 2)
}
