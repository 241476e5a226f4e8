import type { Price } from '@millrace/payments'

/** One rendition that was ordered. */
export interface RenditionResult {
  readonly profile: string
  /** As the orchestrator says it is to be paid for; undefined when none came. */
  readonly claimedPixels: bigint | undefined
  /** As counted here. */
  readonly countedPixels: bigint | undefined
  /** Undefined when it was not looked at. */
  readonly verdict: 'good' | 'bad' | undefined
  /** Codes of the reasons of a verdict that is not good. */
  readonly reasons: readonly string[]
}

/** Why no usable renditions came; `code` is for programs. */
export interface Failure {
  readonly code: string
  readonly detail: string
}

/** What came of one segment. */
export interface SegmentResult {
  readonly seqNo: number
  /** Unix time at which it was sent. */
  readonly atMs: number
  readonly durationMs: number
  /** From sending it to holding all renditions; undefined when they did not come. */
  readonly roundTripMs: number | undefined
  readonly failure: Failure | undefined
  /** What it said it costs before anything was ordered; undefined when it said nothing. */
  readonly advertised: Price | undefined
  /** The highest that it asked from then on. */
  readonly asked: Price | undefined
  /** From 0 to 1, see `honestyOf`; undefined when nothing was asked for. */
  readonly honesty: number | undefined
  /** Expected value of the tickets that went along. */
  readonly paidWei: bigint
  /** In the order of the profiles. */
  readonly renditions: readonly RenditionResult[]
}
