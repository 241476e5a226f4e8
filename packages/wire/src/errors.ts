import { BaseError, type BaseErrorOptions } from '@millrace/common'

/** The steps of a segment request at which an orchestrator may refuse it, in the order in which it takes them. */
export type RejectionCode =
  | 'PAYMENT_HEADER_INVALID'
  | 'SEGMENT_HEADER_INVALID'
  | 'PROFILE_REFUSED'
  | 'DURATION_INVALID'
  | 'SEGMENT_SIGNATURE_INVALID'
  | 'CAPABILITIES_INCOMPATIBLE'
  | 'AUTH_TOKEN_REFUSED'
  | 'ORCHESTRATOR_CAPPED'
  | 'ORCHESTRATOR_INFO_FAILED'
  | 'PAYMENT_REFUSED'
  | 'BALANCE_INSUFFICIENT'
  | 'BODY_UNREADABLE'
  | 'SOURCE_FETCH_FAILED'
  | 'SEGMENT_HASH_MISMATCH'

/**
 * A segment request refused before any work. `wireText` is what the other side may read where the table of
 * rejections leaves the text to the error.
 */
export abstract class SegmentRejectedError extends BaseError {
  abstract override readonly code: RejectionCode
  readonly wireText: string

  constructor(message: string, wireText: string, options?: BaseErrorOptions) {
    super(message, options)
    this.wireText = wireText
  }
}

export class PaymentHeaderError extends SegmentRejectedError {
  override readonly code = 'PAYMENT_HEADER_INVALID'

  constructor(facts: {
    readonly layer: 'base64' | 'protobuf'
    readonly reason: string
    readonly cause?: unknown
  }) {
    const layer = facts.layer === 'base64' ? 'base64 decode error' : 'protobuf unmarshal error'
    super(`The payment header does not decode: ${facts.reason}.`, `${layer}: ${facts.reason}`, {
      cause: facts.cause,
    })
  }
}

export class SegmentHeaderError extends SegmentRejectedError {
  override readonly code = 'SEGMENT_HEADER_INVALID'

  constructor(facts: {
    readonly layer: 'base64' | 'protobuf'
    readonly reason: string
    readonly cause?: unknown
  }) {
    const wireText = facts.layer === 'base64' ? 'ErrorSegEncoding' : facts.reason
    super(`The segment header does not decode: ${facts.reason}.`, wireText, { cause: facts.cause })
  }
}

export class ProfileRefusedError extends SegmentRejectedError {
  override readonly code = 'PROFILE_REFUSED'

  constructor(reason: string) {
    super(`A profile of the order cannot be made: ${reason}.`, reason)
  }
}

export class SegmentDurationError extends SegmentRejectedError {
  override readonly code = 'DURATION_INVALID'

  constructor(durationMs: number) {
    super(`A segment of ${durationMs} ms is out of bounds.`, 'invalid duration', { meta: { durationMs } })
  }
}

export class SegmentSignatureError extends SegmentRejectedError {
  override readonly code = 'SEGMENT_SIGNATURE_INVALID'

  constructor() {
    super('The segment is not signed by its sender.', 'ErrSegSig')
  }
}

export class IncompatibleCapabilitiesError extends SegmentRejectedError {
  override readonly code = 'CAPABILITIES_INCOMPATIBLE'

  constructor(reason: string) {
    super(`The job asks for more than this node offers: ${reason}.`, 'incompatible capabilities')
  }
}

export class AuthTokenError extends SegmentRejectedError {
  override readonly code = 'AUTH_TOKEN_REFUSED'
  readonly kind: 'missing' | 'invalid' | 'expired'

  constructor(kind: 'missing' | 'invalid' | 'expired') {
    super(`The authorisation token is ${kind}.`, `${kind} auth token`)
    this.kind = kind
  }
}

export class OrchestratorCappedError extends SegmentRejectedError {
  override readonly code = 'ORCHESTRATOR_CAPPED'
  override readonly retryable = true

  constructor() {
    super('The orchestrator has no room for another session or segment.', 'OrchestratorCapped')
  }
}

export class OrchestratorInfoError extends SegmentRejectedError {
  override readonly code = 'ORCHESTRATOR_INFO_FAILED'

  constructor(cause: unknown) {
    super('The orchestrator could not put together its own terms.', 'Internal Server Error', { cause })
  }
}

/** A payment that does not hold; `wireText` is the reason as the live network words it. */
export class PaymentRefusedError extends SegmentRejectedError {
  override readonly code = 'PAYMENT_REFUSED'

  constructor(reason: string, cause?: unknown) {
    super(`The payment was refused: ${reason}.`, reason, { cause })
  }
}

export class InsufficientBalanceError extends SegmentRejectedError {
  override readonly code = 'BALANCE_INSUFFICIENT'

  constructor() {
    super("The sender's balance does not cover one ticket.", 'Insufficient balance')
  }
}

export class SegmentBodyError extends SegmentRejectedError {
  override readonly code = 'BODY_UNREADABLE'

  constructor(reason: string, cause?: unknown) {
    super(`The segment's bytes could not be read: ${reason}.`, 'Internal Server Error', { cause })
  }
}

export class SourceFetchError extends SegmentRejectedError {
  override readonly code = 'SOURCE_FETCH_FAILED'

  constructor(cause: unknown) {
    super('The segment could not be fetched from where the request says it is.', 'BadRequest', { cause })
  }
}

export class SegmentHashError extends SegmentRejectedError {
  override readonly code = 'SEGMENT_HASH_MISMATCH'

  constructor() {
    super('The bytes that came are not those that were signed.', 'Forbidden')
  }
}

/** A call that an orchestrator answers with an error; `wireText` is the status message that clients match. */
export class OrchestratorCallRefusedError extends BaseError {
  readonly code = 'ORCHESTRATOR_CALL_REFUSED'
  readonly wireText: string

  constructor(wireText: string, cause?: unknown) {
    super(`The call was refused: ${wireText}.`, { cause })
    this.wireText = wireText
  }
}

/** An accepted segment that could not be transcoded; `wireText` goes into the result. */
export class TranscodeRefusedError extends BaseError {
  readonly code = 'TRANSCODE_REFUSED'
  readonly wireText: string

  constructor(wireText: string, cause?: unknown) {
    super(`The segment was not transcoded: ${wireText}.`, { cause })
    this.wireText = wireText
  }
}

/** A price, ticket, token or address on the wire that does not fit the format. */
export class WireFormatError extends BaseError {
  readonly code = 'WIRE_FORMAT_INVALID'

  constructor(facts: { readonly field: string; readonly reason: string; readonly cause?: unknown }) {
    super(`The field ${facts.field} does not fit: ${facts.reason}.`, {
      meta: { field: facts.field },
      cause: facts.cause,
    })
  }
}

export class ServerListenError extends BaseError {
  readonly code = 'SERVER_LISTEN'

  constructor(facts: { readonly host: string; readonly port: number; readonly cause: unknown }) {
    const systemCode =
      facts.cause instanceof Error && 'code' in facts.cause ? String(facts.cause.code) : 'unknown'
    const why = systemCode === 'EADDRINUSE' ? 'is in use' : `cannot be listened on (${systemCode})`
    super(`Port ${facts.port} on ${facts.host} ${why}.`, {
      meta: { host: facts.host, port: facts.port, systemCode },
      cause: facts.cause,
    })
  }
}

/** Thrown by a redeemer for a ticket that pays somebody else. */
export class ForeignTicketError extends BaseError {
  override name = 'ForeignTicketError'
  readonly code = 'FOREIGN_TICKET'

  constructor({ recipient }: { recipient: string }) {
    super(`invalid ticket recipient ${recipient}`, { meta: { recipient } })
  }
}

/** Thrown by a redeemer for a ticket that it cannot take, in the words for the other side. */
export class TicketRefusedError extends BaseError {
  override name = 'TicketRefusedError'
  readonly code = 'TICKET_REFUSED'

  constructor({ reason }: { reason: string }) {
    super(reason)
  }
}
