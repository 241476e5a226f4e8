/** What a gateway orders of one rendition. */
export interface RenditionOrder {
  /** FFmpeg's name of the codec, such as `h264`. */
  readonly codec: string
  readonly widthPx: number
  readonly heightPx: number
  /** Mean rate of the video; undefined where quality was ordered instead. */
  readonly bitrateBps: number | undefined
  /** Frames a second; undefined: as many as the source has. */
  readonly framesPerSecond: number | undefined
}
