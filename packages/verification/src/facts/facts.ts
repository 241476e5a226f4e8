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
  /** Decoded frames. */
  readonly frames: number
  /** Presentation time of the first frame, in 90 kHz ticks. */
  readonly firstPts: number
  /** Presentation time of the last frame, in 90 kHz ticks. */
  readonly lastPts: number
  /** Whether decoding can begin with the first frame. */
  readonly beginsWithKeyframe: boolean
}

export interface AudioFacts {
  readonly codec: string
  /** Digest of the coded packets in their order: it is copied, so it has that of the source. */
  readonly digest: string
}

/** What a gateway orders of one rendition. */
export interface RenditionOrder {
  /** FFmpeg's name of the codec, such as `h264`. */
  readonly codec: string
  readonly widthPx: number
  readonly heightPx: number
  /** Frames a second; undefined: as many as the source has. */
  readonly framesPerSecond: number | undefined
}
