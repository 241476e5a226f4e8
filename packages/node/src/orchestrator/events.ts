import type { Address, Hex } from '@millrace/crypto'
import type { RedemptionEvents } from '../redemption/events.ts'
import type { AttemptFailure } from './errors.ts'

/** A segment was transcoded and its result answered. */
export interface SegmentDone {
  readonly sessionId: string
  readonly gateway: Address
  readonly manifestId: string
  readonly seqNo: number
  readonly profiles: readonly string[]
  readonly sourceBytes: number
  readonly renditionBytes: number
  /** Encoded pixels of all renditions. */
  readonly pixels: bigint
  /** price × pixels, rounded up. */
  readonly feeWei: bigint
  /** From the last byte of the upload to the results being ready. */
  readonly transcodeMs: number
}

/** A segment could not be transcoded; `error` is the text the gateway got. */
export interface SegmentFailed {
  readonly sessionId: string
  readonly gateway: Address
  readonly seqNo: number
  readonly error: string
}

/** A payment was accepted. */
export interface TicketsReceived {
  readonly sessionId: string
  readonly gateway: Address
  readonly count: number
  readonly winners: number
  /** Expected value of all of them, rounded down. */
  readonly valueWei: bigint
}

/** A payment, or some of its tickets, was not taken. */
export interface PaymentRefused {
  readonly sessionId: string
  readonly gateway: Address
  /** Why the request was refused. */
  readonly code: string
  /** Of each ticket that was not taken. */
  readonly ticketCodes: readonly string[]
}

export interface TicketWon {
  readonly sessionId: string
  readonly gateway: Address
  readonly ticketHash: Hex
  readonly faceValueWei: bigint
}

export interface SessionOpened {
  readonly sessionId: string
  readonly gateway: Address
  readonly manifestId: string
  readonly pixelsPerSecond: number
}

export interface SessionClosed {
  readonly sessionId: string
  readonly gateway: Address
  readonly reason: 'ended' | 'idle' | 'shutdown'
  readonly segments: number
}

/** A segment was asked for again at another transcoder; `cause` says why the last one did not bring it. */
export interface SegmentRetried {
  readonly cause: AttemptFailure
}

/** A transcoder of another machine registered. */
export interface TranscoderJoined {
  readonly id: string
  readonly address: string
}

/** A transcoder of another machine is gone, in the middle of so many segments. */
export interface TranscoderLeft {
  readonly id: string
  readonly address: string
  readonly inFlight: number
}

/** A rendition was put into its gateway's own store, or the store did not take it. */
interface RenditionUploaded {
  readonly bytes: number
  readonly isStored: boolean
}

/** What a gateway was told instead of a result, before any transcoding. */
export interface RequestRefused {
  readonly request: 'info' | 'segment'
  readonly gateway: Address | undefined
  readonly code: string
}

export interface RewardCalled {
  readonly round: bigint
  readonly txHash: Hex
}

export interface RoundStarted {
  readonly round: bigint
  /** This orchestrator is in the active set of the round. */
  readonly isActive: boolean
}

/** The feed that converts prices in dollars was read; `doubtful`: it jumped, and is read once more before it counts. */
export interface PriceFeedRead {
  readonly result: 'taken' | 'doubtful' | 'failed'
}

/** Everything the role tells; the daemon passes it on to its parent process and counts it in its metrics. */
export interface OrchestratorEvents extends RedemptionEvents {
  sessionOpened: SessionOpened
  sessionClosed: SessionClosed
  segmentDone: SegmentDone
  segmentFailed: SegmentFailed
  segmentRetried: SegmentRetried
  transcoderJoined: TranscoderJoined
  transcoderLeft: TranscoderLeft
  renditionUploaded: RenditionUploaded
  requestRefused: RequestRefused
  ticketsReceived: TicketsReceived
  paymentRefused: PaymentRefused
  ticketWon: TicketWon
  rewardCalled: RewardCalled
  priceFeedRead: PriceFeedRead
  roundStarted: RoundStarted
}
