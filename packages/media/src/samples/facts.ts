/** What is true of a segment or rendition once it is decoded, whatever its container declares. */
export interface MediaFacts {
  readonly video: VideoFacts | undefined
  readonly audio: AudioFacts | undefined
}

export interface VideoFacts {
  /** FFmpeg's name of the codec, such as `h264`. */
  readonly codec: string
  readonly widthPx: number
  readonly heightPx: number
  /** Width of a pixel as it is to be shown, as a multiple of its height. */
  readonly pixelAspect: number
  /** Clockwise turn that brings the pictures upright: 0, 90, 180 or 270 degrees. */
  readonly turnDegrees: number
  /** Decoded frames. */
  readonly frames: number
  /** Presentation time of the first frame, in 90 kHz ticks. */
  readonly firstPts: number
  /** Presentation time of the last frame, in 90 kHz ticks. */
  readonly lastPts: number
  /** Whether decoding can begin with the first frame. */
  readonly beginsWithKeyframe: boolean
  /** Of the coded pictures, without their container. */
  readonly sizeBytes: number
}

export interface AudioFacts {
  readonly codec: string
  /** Digest of the coded packets in their order: it is copied, so it has that of the source. */
  readonly digest: string
}
