/** A segment was transcoded, and the orchestrator has taken its renditions. */
export interface TranscoderSegmentDone {
  readonly streamId: string
  readonly seqNo: number
  readonly profiles: readonly string[]
  /** Encoded pixels of all renditions. */
  readonly pixels: number
  /** From the order to the result being taken. */
  readonly tookMs: number
}

/** A segment could not be transcoded; `error` is the text the orchestrator got. */
export interface TranscoderSegmentFailed {
  readonly seqNo: number
  readonly error: string
}

/** Everything the role tells. */
export interface TranscoderEvents {
  /** The orchestrator knows this transcoder, and may send it segments. */
  registered: { readonly orchestrator: string }
  /** It does not any more; the transcoder registers again. */
  disconnected: { readonly orchestrator: string }
  segmentDone: TranscoderSegmentDone
  segmentFailed: TranscoderSegmentFailed
}
