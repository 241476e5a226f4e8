/** One rendition in a master playlist. */
export interface PlaylistVariant {
  readonly uri: string
  /** Peak over any segment. */
  readonly bandwidthBps: number
  readonly averageBandwidthBps?: number | undefined
  /** RFC 6381 names, e.g. `['avc1.640028', 'mp4a.40.2']`. */
  readonly codecs?: readonly string[] | undefined
  readonly widthPx?: number | undefined
  readonly heightPx?: number | undefined
  readonly fps?: number | undefined
}

export interface MasterPlaylist {
  readonly variants: readonly PlaylistVariant[]
  /** Whether every segment can be decoded without the ones before it. */
  readonly independentSegments: boolean
}

/** One segment in a media playlist. */
export interface PlaylistSegment {
  readonly uri: string
  readonly durationMs: number
  readonly discontinuity?: boolean | undefined
  /** The segment is known to be missing; players skip it and keep the timeline. */
  readonly gap?: boolean | undefined
  /** Wall clock of the first frame, milliseconds since 1970. */
  readonly programDateTimeMs?: number | undefined
}

export interface MediaPlaylist {
  /** Sequence number of the first segment listed. */
  readonly mediaSequence: number
  /** How many discontinuities have left the window. */
  readonly discontinuitySequence: number
  /** Upper bound wished for; raised when a segment listed is longer. A stream should keep it constant. */
  readonly targetDurationMs: number
  readonly segments: readonly PlaylistSegment[]
  /** No segment will be added. */
  readonly ended: boolean
  /** VOD: nothing changes any more. EVENT: segments are only added. Absent: old ones go. */
  readonly type?: 'VOD' | 'EVENT' | undefined
  /** fMP4 initialisation section; absent for MPEG-TS. */
  readonly initUri?: string | undefined
}
