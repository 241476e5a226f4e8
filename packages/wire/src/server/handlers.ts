import type { RenditionAddress } from '../codec/rendition-path.ts'
import type { SegmentOrder } from '../codec/segment-order.ts'
import type {
  EndTranscodingSessionRequest,
  OrchestratorInfo,
  OrchestratorRequest,
  Payment,
  SegData,
  TranscodeResult,
} from '../generated/net/orchestrator_pb.ts'

/** Who asks, and for how long it is worth working on it. */
export interface CallContext {
  /** Address of the other end of the connection. */
  readonly remoteAddress: string
  /** Aborts when the other side is gone or the server closes. */
  readonly signal: AbortSignal
}

/** The connection over which a ping came. */
export interface PingContext extends CallContext {
  /** Of the certificate that this server shows; zeros without TLS. */
  readonly certificateFingerprint: Uint8Array
}

/** A segment request whose headers decode; the steps after that are the handler's. */
export interface SegmentRequest extends CallContext {
  readonly order: SegmentOrder
  /** The message behind `order`. */
  readonly segData: SegData
  /** Undefined off chain. */
  readonly payment: Payment | undefined
  /**
   * Reads the source segment, once, and checks that it is the one that was signed.
   * @throws {SegmentBodyError} when it is too long, too slow or breaks off.
   * @throws {OrchestratorCappedError} when the server holds too many bytes already.
   * @throws {SourceFetchError} when it is somewhere else and cannot be had.
   * @throws {SegmentHashError} when it is another one.
   */
  readonly readSource: () => Promise<Uint8Array>
}

/** A segment that was taken: the server answers 200 at once and the result when it is there. */
export interface AcceptedSegment {
  /** Rejects with a {@link TranscodeRefusedError} when the segment cannot be transcoded. */
  readonly result: Promise<TranscodeResult>
}

/** What an orchestrator does behind the wire. */
export interface OrchestratorHandlers {
  /** @throws {OrchestratorCallRefusedError} with the text for the other side. */
  getOrchestrator(request: OrchestratorRequest, context: CallContext): Promise<OrchestratorInfo>
  /** @throws {OrchestratorCallRefusedError} with the text for the other side. */
  endTranscodingSession(request: EndTranscodingSessionRequest, context: CallContext): Promise<void>
  /** @returns the signature over keccak256 of `value`. */
  ping(value: Uint8Array, context: PingContext): Promise<Uint8Array>
  /**
   * Checks signature, capabilities, token, capacity, payment and credit, in this order, reads the source and starts
   * the work.
   * @throws {SegmentRejectedError} when a step fails.
   */
  segment(request: SegmentRequest): Promise<AcceptedSegment>
  /** @returns undefined when there is no such rendition (any more). */
  rendition(address: RenditionAddress, context: CallContext): Promise<Uint8Array | undefined>
}

/** Gets a source segment from the address that a request gives instead of bytes. */
export type SourceFetcher = (
  uri: string,
  limits: { readonly maxBytes: number; readonly signal: AbortSignal },
) => Promise<Uint8Array>
