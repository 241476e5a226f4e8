import { BaseError } from '@millrace/common'

/** Thrown when a request asks for something that is not offered. */
export class InvalidQueryError extends BaseError {
  override name = 'InvalidQueryError'
  readonly code = 'INVALID_QUERY'

  constructor({ problem }: { problem: string }) {
    super(`The request does not fit: ${problem}. GET /openapi.json lists what there is.`)
  }
}

/** Thrown when a path is not known. */
export class NotFoundError extends BaseError {
  override name = 'NotFoundError'
  readonly code = 'NOT_FOUND'

  constructor({ path }: { path: string }) {
    super(`There is no route ${path.slice(0, 200)}.`)
  }
}

const statuses: Readonly<Record<string, 400 | 404 | 503>> = {
  INVALID_QUERY: 400,
  NOT_FOUND: 404,
  DATABASE_UNREACHABLE: 503,
}

/** The status of an answer to a known error; undefined for mistakes of ours. */
export function statusOf(error: Error): 400 | 404 | 503 | undefined {
  return error instanceof BaseError ? statuses[error.code] : undefined
}
