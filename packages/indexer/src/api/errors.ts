import { BaseError } from '@millrace/common'

/** Thrown when a request asks for something that is not offered. */
export class InvalidQueryError extends BaseError {
  override name = 'InvalidQueryError'
  readonly code = 'INVALID_QUERY'

  constructor({ problem }: { problem: string }) {
    super(`The request does not fit: ${problem}. GET /openapi.json lists what there is.`, {
      meta: { problem },
    })
  }
}

/** Thrown when what a path names is not known. */
export class NotFoundError extends BaseError {
  override name = 'NotFoundError'
  readonly code = 'NOT_FOUND'

  constructor({ what, name }: { what: string; name: string }) {
    super(`There is no ${what} ${name}.`, { meta: { what, name } })
  }
}

/** Thrown while nothing has been read yet. */
export class NotReadyError extends BaseError {
  override name = 'NotReadyError'
  readonly code = 'NOT_READY'
  override readonly retryable = true

  constructor() {
    super('The indexer has not read the chain yet; try again in a moment.')
  }
}

/** Thrown when as many listen as may. */
export class TooManyListenersError extends BaseError {
  override name = 'TooManyListenersError'
  readonly code = 'TOO_MANY_LISTENERS'
  override readonly retryable = true

  constructor({ limit }: { limit: number }) {
    super(`${limit} listeners are served already; try again later.`, { meta: { limit } })
  }
}

/** Thrown when as many exports wait as may. */
export class TooManyExportsError extends BaseError {
  override name = 'TooManyExportsError'
  readonly code = 'TOO_MANY_EXPORTS'
  override readonly retryable = true

  constructor() {
    super('Many tables are being exported at this moment; try again in a minute.')
  }
}

const statuses: ReadonlyMap<string, 400 | 404 | 503> = new Map([
  ['INVALID_QUERY', 400],
  ['NOT_FOUND', 404],
  ['NOT_READY', 503],
  ['TOO_MANY_LISTENERS', 503],
  ['TOO_MANY_EXPORTS', 503],
  ['DATABASE_UNREACHABLE', 503],
])

/** The status of an answer to a known error; undefined for mistakes of ours. */
export function statusOf(error: Error): 400 | 404 | 503 | undefined {
  return error instanceof BaseError ? statuses.get(error.code) : undefined
}
