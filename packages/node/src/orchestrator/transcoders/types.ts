import type { Profile, TranscodeResult } from '@millrace/media'
import type { Capabilities } from '@millrace/wire'

/** A segment that was taken from a gateway, to be transcoded by whoever can. */
export interface SegmentJob {
  readonly sessionId: string
  readonly manifestId: string
  readonly seqNo: number
  readonly source: Uint8Array
  readonly profiles: readonly Profile[]
  readonly durationMs: number
  /** What the order asks for; undefined asks for nothing in particular. */
  readonly capabilities: Capabilities | undefined
  /** What is left of the gateway's patience. */
  readonly timeoutMs: number
  /** Aborts when nobody waits for the result any more. */
  readonly signal: AbortSignal
}

export interface AttemptLimits {
  readonly timeoutMs: number
  /** Aborts when the result is of no use any more: somebody else was faster. */
  readonly signal: AbortSignal
}

/** Something that transcodes: the processes of this machine, or another machine. */
export interface Transcoder {
  readonly id: string
  readonly kind: 'local' | 'remote'
  /** Where it is, for people. */
  readonly address: string
  /** Segments that it takes at once, as it says. */
  readonly slots: number
  /** As measured here, or as it says of itself. */
  readonly claimedPixelsPerSecond: number
  /** It leaves a sign of life unanswered. */
  readonly isSilent: boolean
  /** It takes no more segments, but may finish those it has. */
  readonly isDraining: boolean
  canDo(job: SegmentJob): boolean
  /**
   * @throws {AttemptFailedError} when another transcoder may do better, and what the pool of this machine throws when
   * the segment is at fault.
   */
  run(job: SegmentJob, limits: AttemptLimits): Promise<TranscodeResult>
  /** The session will bring no more segments. */
  endSession(sessionId: string): void
}

/** One transcoder as its operator sees it. */
export interface TranscoderStatus {
  readonly id: string
  readonly kind: 'local' | 'remote'
  readonly address: string
  readonly state: 'ready' | 'silent' | 'quarantined' | 'trial' | 'draining'
  readonly slots: number
  /** Segments it is trusted with at once now. */
  readonly window: number
  readonly inFlight: number
  readonly sessions: number
  readonly claimedPixelsPerSecond: number
  /** Smoothed over real segments; undefined before the first. */
  readonly measuredPixelsPerSecond: number | undefined
  readonly capacityPixelsPerSecond: number
  readonly segmentsDone: number
  readonly segmentsFailed: number
}
