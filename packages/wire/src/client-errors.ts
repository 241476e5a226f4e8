import { BaseError } from '@millrace/common'

/** A call to an orchestrator that failed; unless an error says otherwise, another orchestrator may do better. */
export abstract class OrchestratorClientError extends BaseError {
  override readonly retryable: boolean = true
}

/** Nothing could be sent: no address, no connection, no handshake in time. */
export class ConnectFailedError extends OrchestratorClientError {
  readonly code = 'CONNECT_FAILED'

  constructor(facts: { readonly origin: string; readonly reason: string; readonly cause?: unknown }) {
    super(`${facts.origin} cannot be reached: ${facts.reason}.`, {
      meta: { origin: facts.origin, reason: facts.reason },
      cause: facts.cause,
    })
  }
}

/** The certificate is not the one that was expected. */
export class PeerRefusedError extends OrchestratorClientError {
  readonly code = 'PEER_REFUSED'

  constructor(origin: string) {
    super(`${origin} shows a certificate that is not its own.`, { meta: { origin } })
  }
}

/** The connection ended in the middle of an exchange. */
export class ConnectionBrokenError extends OrchestratorClientError {
  readonly code = 'CONNECTION_BROKEN'

  constructor(facts: { readonly origin: string; readonly cause: unknown }) {
    super(`The connection to ${facts.origin} broke.`, { meta: { origin: facts.origin }, cause: facts.cause })
  }
}

/** A gRPC call that was answered with an error; `wireText` is its message, such as `… OrchestratorCapped`. */
export class CallRefusedError extends OrchestratorClientError {
  readonly code = 'CALL_REFUSED'
  readonly wireText: string

  constructor(facts: { readonly origin: string; readonly wireText: string; readonly cause: unknown }) {
    super(`${facts.origin} refused the call: ${facts.wireText}.`, {
      meta: { origin: facts.origin },
      cause: facts.cause,
    })
    this.wireText = facts.wireText
  }
}

export class CallTimeoutError extends OrchestratorClientError {
  readonly code = 'CALL_TIMEOUT'

  constructor(facts: { readonly origin: string; readonly timeoutMs: number }) {
    super(`${facts.origin} did not answer within ${facts.timeoutMs} ms.`, { meta: facts })
  }
}

/** The segment was not taken in time: connection too slow, or no early answer. */
export class HeaderTimeoutError extends OrchestratorClientError {
  readonly code = 'HEADER_TIMEOUT'

  constructor(facts: { readonly origin: string; readonly timeoutMs: number }) {
    super(`header timeout: ${facts.origin} did not take the segment within ${facts.timeoutMs} ms.`, {
      meta: facts,
    })
  }
}

/** The segment was taken, but its result did not come in time. */
export class BodyTimeoutError extends OrchestratorClientError {
  readonly code = 'BODY_TIMEOUT'

  constructor(facts: { readonly origin: string; readonly timeoutMs: number }) {
    super(`body timeout: ${facts.origin} did not finish the segment within ${facts.timeoutMs} ms.`, {
      meta: facts,
    })
  }
}

/** The segment was refused; `status` and `wireText` say at which step. */
export class SegmentStatusError extends OrchestratorClientError {
  readonly code = 'SEGMENT_STATUS'
  readonly status: number
  readonly wireText: string

  constructor(facts: { readonly origin: string; readonly status: number; readonly wireText: string }) {
    super(`${facts.origin} refused the segment with status ${facts.status}: ${facts.wireText}.`, {
      meta: facts,
    })
    this.status = facts.status
    this.wireText = facts.wireText
  }
}

/** Thrown when an orchestrator does not take part in a measurement of the line, or is busy with another. */
export class BandwidthRefusedError extends OrchestratorClientError {
  readonly code = 'BANDWIDTH_REFUSED'

  constructor(facts: { readonly origin: string; readonly status: number }) {
    super(`${facts.origin} does not measure the line now (status ${facts.status}).`, { meta: facts })
  }
}

/** Results that no other orchestrator would better: the source or the order is at fault. Compared as a whole. */
const hopelessResults: ReadonlySet<string> = new Set([
  'Unsupported input pixel format',
  'Error initializing filtergraph',
  'Too many outputs',
  'Unsupported input codec',
  'No keyframes in input',
  'Unrecoverable state restart process',
  'Encoded frames runaway',
  'Decoder not found',
  'Demuxer not found',
  'Encoder not found',
  'Muxer not found',
  'Option not found',
  'Invalid argument',
  'TranscoderInvalidResolution',
  'TranscoderInvalidVideo',
  'TranscoderUnrecognizedFormat',
  'TranscoderUnrecognizedProfile',
  'TranscoderInvalidGOP',
  'TranscoderIncompatibleDevices',
])

/** The segment was taken but not transcoded; not `retryable` when nobody could. */
export class RemoteTranscodeError extends OrchestratorClientError {
  readonly code = 'REMOTE_TRANSCODE'
  override readonly retryable: boolean
  readonly wireText: string

  constructor(facts: { readonly origin: string; readonly wireText: string }) {
    super(`${facts.origin} did not transcode the segment: ${facts.wireText}.`, { meta: facts })
    this.wireText = facts.wireText
    this.retryable = !hopelessResults.has(facts.wireText)
  }
}

/** An answer that does not hold to the protocol. */
export class BadReplyError extends OrchestratorClientError {
  readonly code = 'BAD_REPLY'

  constructor(facts: { readonly origin: string; readonly reason: string; readonly cause?: unknown }) {
    super(`${facts.origin} answered outside the protocol: ${facts.reason}.`, {
      meta: { origin: facts.origin, reason: facts.reason },
      cause: facts.cause,
    })
  }
}

/** A rendition or source that could not be downloaded. */
export class DownloadError extends OrchestratorClientError {
  readonly code = 'DOWNLOAD_FAILED'

  constructor(facts: { readonly origin: string; readonly reason: string; readonly cause?: unknown }) {
    super(`Nothing could be downloaded from ${facts.origin}: ${facts.reason}.`, {
      meta: { origin: facts.origin, reason: facts.reason },
      cause: facts.cause,
    })
  }
}

/** A result that could not be put into a gateway's object store. */
export class StoreUploadError extends OrchestratorClientError {
  readonly code = 'STORE_UPLOAD_FAILED'

  constructor(facts: { readonly origin: string; readonly reason: string; readonly cause?: unknown }) {
    super(`A result could not be put into the store ${facts.origin}: ${facts.reason}.`, {
      meta: { origin: facts.origin, reason: facts.reason },
      cause: facts.cause,
    })
  }
}

/** The caller gave up, or the client was closed. Nothing is wrong with the orchestrator. */
export class CallAbortedError extends OrchestratorClientError {
  readonly code = 'CALL_ABORTED'
  override readonly retryable = false

  constructor(origin: string) {
    super(`The call to ${origin} was given up.`, { meta: { origin } })
  }
}

/** What an orchestrator says when it wants no such transcoder. */
const refusalTexts = { secret: 'invalid secret', capacity: 'zero capacity' } as const
export type RegistrationRefusal = keyof typeof refusalTexts

/** @returns undefined for a text that is no refusal */
export function registrationRefusalOf(wireText: string): RegistrationRefusal | undefined {
  if (wireText === refusalTexts.secret) return 'secret'
  return wireText === refusalTexts.capacity ? 'capacity' : undefined
}

/** The orchestrator wants no such transcoder: its secret or its capacity does not fit. Trying again does not help. */
export class RegistrationRefusedError extends OrchestratorClientError {
  readonly code = 'REGISTRATION_REFUSED'
  override readonly retryable = false
  readonly reason: RegistrationRefusal

  constructor({ origin, reason }: { readonly origin: string; readonly reason: RegistrationRefusal }) {
    super(`${origin} does not take this transcoder: ${refusalTexts[reason]}.`, { meta: { origin, reason } })
    this.reason = reason
  }
}

/** The orchestrator does not take a result (any more): mostly because somebody else was faster. */
export class ResultRefusedError extends OrchestratorClientError {
  readonly code = 'RESULT_REFUSED'
  override readonly retryable = false

  constructor(facts: { readonly origin: string; readonly status: number; readonly wireText: string }) {
    super(`${facts.origin} refused the result with status ${facts.status}: ${facts.wireText}.`, {
      meta: facts,
    })
  }
}

/** Whether a reason for a failure means that no other transcoder would do better. */
export function isHopelessResult(wireText: string): boolean {
  return hopelessResults.has(wireText)
}
