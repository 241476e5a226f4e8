/** What is assumed of the video that fees were paid for: the chain tells amounts, and neither pixels nor prices. */
export interface Usage {
  /** Price of a pixel, in wei. */
  readonly weiPerPixel: number
  /** Pixels that a minute of a stream makes in all its renditions. */
  readonly pixelsPerMinute: number
}

/** A typical price, for renditions of 240p and 360p at 30 frames a second. */
export const usualUsage: Usage = { weiPerPixel: 1_000, pixelsPerMinute: (426 * 240 + 640 * 360) * 30 * 60 }

/** SQL of the minutes of video that an amount of fees pays for. */
export function usageMinutesSql(fees: string, { weiPerPixel, pixelsPerMinute }: Usage): string {
  return `(${fees} / ${weiPerPixel * pixelsPerMinute})::double precision`
}

export function describeUsage({ weiPerPixel, pixelsPerMinute }: Usage): string {
  return `Minutes of streams transcoded, estimated: fees ÷ (${weiPerPixel} wei a pixel × ${pixelsPerMinute} pixels a minute in all renditions). Price and pixels are settings of this indexer.`
}
