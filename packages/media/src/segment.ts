/** What a video track is, as far as playlists, profiles and prices need it. */
export interface VideoTrackInfo {
  /** RFC 6381 name, e.g. `avc1.640028`. */
  readonly codec: string
  /** Displayed size, after cropping. */
  readonly widthPx: number
  readonly heightPx: number
  /** Frames a second, from the stream's own timing or else measured. */
  readonly fps: number
}

/** What an audio track is. */
export interface AudioTrackInfo {
  /** RFC 6381 name, e.g. `mp4a.40.2`. */
  readonly codec: string
  readonly sampleRateHz: number
  readonly channels: number
}

/** A piece of a stream that can be decoded on its own: it starts with a keyframe. */
export interface Segment {
  /** Counts up by one in a stream, through encoder reconnects too. */
  readonly seqNo: number
  /** MPEG-TS with tables at the start. */
  readonly bytes: Uint8Array
  /** Start on the stream's own timeline, which begins at 0 and never goes back. */
  readonly startMs: number
  /** Exactly to the next segment's `startMs`. */
  readonly durationMs: number
  /** Whether codecs or encoder changed before this segment, so that decoders must start anew. */
  readonly discontinuity: boolean
  readonly video: VideoTrackInfo | undefined
  readonly audio: AudioTrackInfo | undefined
}
