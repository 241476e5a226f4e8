import type { Address } from '@millrace/crypto'
import type { Segment } from '@millrace/media'
import type { Price } from '@millrace/payments'
import type { ReasonCode } from '@millrace/verification'
import type { OrchestratorTerms } from '@millrace/wire'
import type { AttemptFailure, BadResultError } from '../errors.ts'

/** A part of a segment, in milliseconds from its start. */
export interface SegmentSlice {
  readonly fromMs: number
  readonly toMs: number
}

/** A segment with what is wanted of its transcoding besides the profiles. */
export interface SegmentToTranscode extends Segment {
  /** Undefined: all of it. */
  readonly slice?: SegmentSlice | undefined
  /** Whether orchestrators have to begin anew for it, since its pictures are of another kind. */
  readonly mustReinitialise?: boolean | undefined
}

/** One rendition as it is published. */
export interface PublishedRendition {
  readonly name: string
  readonly bytes: Uint8Array
  /** Where it was put, when it is in an object store. */
  readonly url?: string | undefined
  /** Its key there. */
  readonly storedAs?: string | undefined
}

/** One rendition of one segment, as it was checked. */
export interface CheckedRendition extends PublishedRendition {
  readonly pixels: bigint
  readonly widthPx: number
  readonly heightPx: number
  readonly fps: number
  /** RFC 6381, e.g. `['avc1.4d401f', 'mp4a.40.2']`. */
  readonly codecs: readonly string[]
}

/** What was said and signed on both sides of one segment. */
export interface SegmentExchange {
  /** Terms of the session that it was sent in, as they were then. */
  readonly terms: OrchestratorTerms
  /** Who is paid; zero off chain. */
  readonly recipient: Address
  /** Ours of the order; empty off chain. */
  readonly orderSignature: Uint8Array
  /** The orchestrator's of the renditions; empty off chain. */
  readonly resultSignature: Uint8Array
}

/** What one orchestrator made of a segment. */
export interface SegmentResult {
  /** In the order of the stream's profiles. */
  readonly renditions: readonly CheckedRendition[]
  readonly pixels: bigint
  readonly price: Price
  /** price × pixels, rounded up. */
  readonly feeWei: bigint
  readonly tickets: number
  readonly exchange: SegmentExchange
}

/** What is wrong with one rendition of a result that its orchestrator signed. */
export interface RenditionFault {
  /** Place among the profiles. */
  readonly index: number
  readonly code: ReasonCode
  /** In a sentence, with the figures. */
  readonly message: string
}

/** A result that was refused as soon as it came, with what proves that. */
export interface RefusedResult extends Pick<SegmentResult, 'price' | 'exchange'> {
  /** In the order of the stream's profiles; pixels as they were claimed. */
  readonly renditions: readonly Pick<CheckedRendition, 'bytes' | 'pixels'>[]
  readonly fault: RenditionFault
}

/** A result, with where it came from. */
export interface TakenResult {
  readonly segment: SegmentToTranscode
  readonly result: SegmentResult
  readonly orchestratorId: string
  readonly orchestrator: Address
}

/** A result that has come, before it is published. */
export interface ReceivedResult extends TakenResult {
  /** How long its publication may wait for a verdict. */
  readonly waitMs: number
}

/** @returns what is wrong with a result, as far as that shows in time; never throws. */
export type CheckReceived = (received: ReceivedResult) => Promise<BadResultError | undefined>

/** A refused result, with where it came from. */
export interface ReceivedRefusal extends Omit<TakenResult, 'result'> {
  readonly refused: RefusedResult
}

/** How one more orchestrator is asked for a segment, and until when. */
export interface SecondWay {
  readonly sessions: Pick<SessionSource, 'another'>
  readonly signal: AbortSignal
  /** Told what was paid when no result came for it. */
  readonly onForfeit: (valueWei: bigint) => void
}

/** Who looks at the results of one stream. */
export interface ResultWatch {
  /** Undefined: all are published. */
  readonly check: CheckReceived | undefined
  /** Told of what was refused without being asked. */
  readonly onRefused: (refusal: ReceivedRefusal) => void
  /** Told of what is being published. */
  readonly onTaken: (taken: TakenResult, way: SecondWay) => void
}

/** What the dispatcher needs from a session with an orchestrator, and no more. */
export interface SegmentSession {
  readonly orchestratorId: string
  readonly address: Address
  /** Under which the orchestrator knows it now. */
  readonly sessionId: string
  /**
   * @param onForfeit told what was paid when no result came for it.
   * @throws {AttemptError}
   */
  transcode(
    segment: Segment,
    signal: AbortSignal,
    onForfeit: (valueWei: bigint) => void,
  ): Promise<SegmentResult>
}

/** Chooses who is asked. */
export interface SessionSource {
  /**
   * The session the stream works with now.
   * @throws {NoOrchestratorError} when there is nobody to ask.
   * @throws {PaymentRequiredError} when nobody works for us as long as deposit and reserve are as they are.
   */
  current(): Promise<SegmentSession>
  /** A session with somebody else; undefined when there is nobody else that is fit to be asked. */
  another(tried: ReadonlySet<string>): Promise<SegmentSession | undefined>
}

export interface Attempt {
  readonly orchestrator: Address
  readonly startedAtMs: number
  durationMs?: number
  outcome: 'won' | 'failed' | 'late' | 'running'
  error?: AttemptFailure
  readonly hedge: boolean
}

type LostReason =
  | 'payment-required'
  | 'spend-cap'
  | 'no-orchestrators'
  | 'unusable'
  | 'attempts'
  | 'deadline'
  | 'backlog'

/** Why a segment has no renditions. */
export interface Lost {
  readonly reason: LostReason
  /** For people. */
  readonly detail: string
}

export type DispatchOutcome =
  | {
      readonly kind: 'done'
      readonly result: SegmentResult
      readonly orchestratorId: string
      readonly orchestrator: Address
      readonly attempts: readonly Attempt[]
    }
  /** Not transcoded, since there is nothing to transcode or nothing was ordered. */
  | {
      readonly kind: 'passed'
      readonly reason: 'no-profiles' | 'no-video'
      /** The source under the names of the profiles. */
      readonly renditions: readonly PublishedRendition[]
      readonly attempts: readonly Attempt[]
    }
  | ({ readonly kind: 'lost'; readonly attempts: readonly Attempt[] } & Lost)
