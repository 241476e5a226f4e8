import { maxSegmentBytes } from '../limits.ts'

/** What one server takes at most, from everybody together unless said otherwise. */
export interface OrchestratorServerLimits {
  /** Above it a new connection takes the place of one without a request. */
  readonly maxConnections: number
  /** Connections from one address. */
  readonly maxConnectionsPerAddress: number
  /** Requests that are being answered on one HTTP/2 connection. */
  readonly maxStreamsPerConnection: number
  /** gRPC calls that are being answered. */
  readonly maxCalls: number
  /** gRPC calls of one address that are being answered. */
  readonly maxCallsPerAddress: number
  /** Longest source segment. */
  readonly maxSegmentBytes: number
  /** Bytes of source segments held from their first byte to the end of their answer; half of it for one address. */
  readonly maxBufferedBytes: number
  /** Bytes of transcoders' results held while they are received. */
  readonly maxResultBytes: number
  /** Transcoders that are registered at once. */
  readonly maxTranscoders: number
  /** Between two signs of life that a registered transcoder is asked for. */
  readonly transcoderPingMs: number
  /** A registered transcoder that leaves one unanswered for so long is cut off. */
  readonly transcoderSilenceMs: number
  /** Time for a TLS handshake, for the headers of a request, and for a connection's first request. */
  readonly headersTimeoutMs: number
  /** Time for the body of one segment. */
  readonly uploadTimeoutMs: number
  /** Longest pause between two parts of a body. */
  readonly uploadIdleTimeoutMs: number
  /** Time for a gRPC call, from its headers to its answer. */
  readonly callTimeoutMs: number
  /** Time for a rendition to be downloaded. */
  readonly downloadTimeoutMs: number
  /** How long a connection without requests is kept. */
  readonly idleTimeoutMs: number
  /** How long answers on the way may take to get out once the server closes. */
  readonly closeGraceMs: number
}

export const defaultServerLimits: OrchestratorServerLimits = {
  maxConnections: 4_096,
  maxConnectionsPerAddress: 256,
  maxStreamsPerConnection: 128,
  maxCalls: 512,
  maxCallsPerAddress: 128,
  maxSegmentBytes,
  maxBufferedBytes: 2 * maxSegmentBytes,
  maxResultBytes: 2 * maxSegmentBytes,
  maxTranscoders: 256,
  transcoderPingMs: 1_000,
  transcoderSilenceMs: 10_000,
  headersTimeoutMs: 10_000,
  uploadTimeoutMs: 60_000,
  uploadIdleTimeoutMs: 10_000,
  callTimeoutMs: 10_000,
  downloadTimeoutMs: 60_000,
  idleTimeoutMs: 600_000,
  closeGraceMs: 1_000,
}
