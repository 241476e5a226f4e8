/** What one RTMP server, and one connection of it, may use. */
export interface RtmpLimits {
  readonly maxConnections: number
  readonly maxConnectionsPerAddress: number
  /** From connect to the end of the handshake. */
  readonly handshakeTimeoutMs: number
  /** From connect to an accepted publish. */
  readonly publishTimeoutMs: number
  /** A publisher that sends no audio or video for this long is ended. */
  readonly idleTimeoutMs: number
  readonly authorizeTimeoutMs: number
  /** Bytes of one audio or video message. */
  readonly maxMessageBytes: number
  /** Bytes of one command or metadata message, and of any message before the publish. */
  readonly maxCommandBytes: number
  /** Largest chunk size a publisher may set. Chunks are taken in piece by piece, so it costs no memory. */
  readonly maxChunkBytes: number
  /** Messages that may be under way side by side. */
  readonly maxChunkStreams: number
  /** Bytes of all messages under way on a connection. */
  readonly maxBufferedBytes: number
  /** Answers that a publisher has not read. */
  readonly maxUnsentBytes: number
}

export const defaultRtmpLimits: RtmpLimits = {
  maxConnections: 256,
  maxConnectionsPerAddress: 64,
  handshakeTimeoutMs: 5_000,
  publishTimeoutMs: 15_000,
  idleTimeoutMs: 20_000,
  authorizeTimeoutMs: 10_000,
  maxMessageBytes: 16_777_215,
  maxCommandBytes: 65_536,
  maxChunkBytes: 16_777_215,
  maxChunkStreams: 64,
  maxBufferedBytes: 24 * 1024 * 1024,
  maxUnsentBytes: 256 * 1024,
}
