/** One plane of a picture: 8 bits a sample, rows without gaps. */
export interface Plane {
  readonly widthPx: number
  readonly heightPx: number
  readonly samples: Uint8Array
}

/** A frame made small: all frames of a video are compared so. */
export interface Thumb {
  /** Presentation time, in 90 kHz ticks. */
  readonly pts: number
  readonly luma: Plane
  readonly blue: Plane
  readonly red: Plane
}

/** The brightness of one frame. */
export interface Still {
  /** Presentation time, in 90 kHz ticks. */
  readonly pts: number
  readonly luma: Plane
}

/** A frame with its colours at half its size, as they are coded. */
export interface Detail extends Still {
  readonly blue: Plane
  readonly red: Plane
}

/** What is looked at of one video. */
export interface VideoSamples {
  /** Every frame, {@link thumbSize}, in the order of time. */
  readonly thumbs: readonly Thumb[]
  /** A few frames at {@link stillSize}. */
  readonly stills: readonly Still[]
  /** Fewer frames at the rendition's own size, which the source's are scaled to. */
  readonly details: readonly Detail[]
  /** Of the coded pictures, without their container. */
  readonly sizeBytes: number
}

export const thumbSize = { widthPx: 64, heightPx: 36 } as const
export const stillSize = { widthPx: 320, heightPx: 180 } as const
