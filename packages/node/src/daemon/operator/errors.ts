import { BaseError, type ErrorMeta } from '@millrace/common'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type OperatorScope, operatorScopes } from './scopes.ts'

/** Thrown when a request shows no token, or one that this node does not know. */
export class TokenRefusedError extends BaseError {
  override name = 'TokenRefusedError'
  readonly code: 'TOKEN_MISSING' | 'TOKEN_WRONG'

  constructor({ code }: { code: TokenRefusedError['code'] }) {
    const what =
      code === 'TOKEN_MISSING' ? 'This needs a token' : 'This node does not know the token of this request'
    super(
      `${what}: send "Authorization: Bearer TOKEN" with the one in the file operator-token of its data ` +
        'folder, or with one that "millrace token create" made there.',
    )
    this.code = code
  }
}

/** Thrown when a token is known and may not do this. */
export class ScopeMissingError extends BaseError {
  override name = 'ScopeMissingError'
  readonly code = 'SCOPE_MISSING'

  constructor({ scope, tokenId }: { scope: OperatorScope; tokenId: string }) {
    super(
      `This needs the scope "${scope}", which the token ${tokenId} does not have; ` +
        `"millrace token create --scope ${scope}" makes one that has.`,
      { meta: { scope, tokenId } },
    )
  }
}

/** Thrown when one address has shown too many wrong tokens. */
export class TooManyAttemptsError extends BaseError {
  override name = 'TooManyAttemptsError'
  readonly code = 'TOO_MANY_ATTEMPTS'
  override readonly retryable = true
  readonly retryAfterSeconds: number

  constructor({ retryAfterSeconds }: { retryAfterSeconds: number }) {
    super(`Too many wrong tokens came from this address; ask again in ${retryAfterSeconds} s.`, {
      meta: { retryAfterSeconds },
    })
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Thrown when a request on loopback was meant for another name: a web page that had its name point here, say. */
export class HostRefusedError extends BaseError {
  override name = 'HostRefusedError'
  readonly code = 'HOST_REFUSED'

  constructor({ host }: { host: string }) {
    super(
      `This operator API listens on this machine only and does not answer to the name ${JSON.stringify(host.slice(0, 100))}; ` +
        'ask it at 127.0.0.1 or localhost.',
    )
  }
}

/** Thrown when parameters or body of a request do not fit. */
export class InvalidRequestError extends BaseError {
  override name = 'InvalidRequestError'
  readonly code = 'INVALID_REQUEST'

  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super(`The request does not fit: ${problem}.`, { cause })
  }
}

/** Thrown when a body is larger than any that is asked for. */
export class BodyTooLargeError extends BaseError {
  override name = 'BodyTooLargeError'
  readonly code = 'BODY_TOO_LARGE'

  constructor({ maxBytes }: { maxBytes: number }) {
    super(`The body of a request may have ${maxBytes} bytes at the most.`, { meta: { maxBytes } })
  }
}

/** Thrown when what a request names is not there. */
export class NotThereError extends BaseError {
  override name = 'NotThereError'
  readonly code = 'NOT_THERE'

  constructor({ what, name }: { what: string; name: string }) {
    super(`There is no ${what} ${name.slice(0, 200)}.`, { meta: { what, name: name.slice(0, 200) } })
  }
}

/** Thrown when this node cannot do what is asked as it is set up. */
export class NotOfferedError extends BaseError {
  override name = 'NotOfferedError'
  readonly code = 'NOT_OFFERED'

  constructor({ what, why }: { what: string; why: string }) {
    super(`${what} cannot be done here: ${why}.`)
  }
}

/** Thrown when a token is to be made or revoked and cannot. */
export class TokenChangeError extends BaseError {
  override name = 'TokenChangeError'
  readonly code = 'TOKEN_CHANGE'

  static none(id: string): TokenChangeError {
    return new TokenChangeError(`There is no token ${id.slice(0, 64)}; "millrace token list" shows all.`)
  }

  static scopes(): TokenChangeError {
    return new TokenChangeError(`A token needs at least one scope of: ${operatorScopes.join(', ')}.`)
  }

  static tooMany(most: number): TokenChangeError {
    return new TokenChangeError(`A node has ${most} tokens at the most; revoke one first.`)
  }
}

/** The one table of what an error is to HTTP; what is not in it is a fault of the node, and hidden. */
const statusOfCode: Readonly<Record<string, ContentfulStatusCode>> = {
  TOKEN_MISSING: 401,
  TOKEN_WRONG: 401,
  SCOPE_MISSING: 403,
  HOST_REFUSED: 403,
  TOO_MANY_ATTEMPTS: 429,
  INVALID_REQUEST: 400,
  BODY_TOO_LARGE: 413,
  NOT_THERE: 404,
  STREAM_KEY: 400,
  INVALID_PRICE: 400,
  UNKNOWN_OPERATION: 404,
  OPERATION_PARAMETERS: 400,
  OPERATION_REFUSED: 409,
  NOT_OFFERED: 409,
  OPERATION_PENDING: 409,
  OPERATION_ID_REUSED: 409,
  CONTRACT_REVERT: 409,
  INSUFFICIENT_BALANCE: 409,
  GAS_PRICE_TOO_HIGH: 409,
  TRANSACTION_DISPLACED: 409,
  SENDER_BUSY: 503,
  SENDER_CLOSED: 503,
  RPC_UNREACHABLE: 503,
  REMOTE_SIGNER_UNREACHABLE: 503,
  REMOTE_SIGNER_REFUSED: 502,
  REMOTE_SIGNER_ANSWER: 502,
}

/** What a request is answered that failed. */
export interface ErrorAnswer {
  readonly error: { readonly code: string; readonly message: string; readonly meta?: Record<string, unknown> }
}

/** Status and body of an error; undefined for one that is nobody's business outside. */
export function answerOf(error: unknown): { status: ContentfulStatusCode; body: ErrorAnswer } | undefined {
  if (!(error instanceof BaseError)) return undefined
  const { code, message, meta } = error
  const status = statusOfCode[code]
  if (status === undefined) return undefined
  return { status, body: { error: { code, message, ...(isEmpty(meta) ? {} : { meta: asText(meta) }) } } }
}

function isEmpty(meta: ErrorMeta): boolean {
  return Object.keys(meta).length === 0
}

function asText(meta: ErrorMeta): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(meta).map(([key, value]) => [key, typeof value === 'bigint' ? value.toString() : value]),
  )
}
