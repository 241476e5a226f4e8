import { BaseError } from '@millrace/common'

/** Thrown when an object store does not do what is asked of it. */
export class StoreError extends BaseError {
  override name = 'StoreError'
  readonly code = 'OBJECT_STORE'
  override readonly retryable: boolean

  constructor({
    store,
    problem,
    cause,
    retryable = true,
  }: { store: string; problem: string; cause?: unknown; retryable?: boolean }) {
    super(`Object store ${store}: ${problem}.`, { cause, meta: { store } })
    this.retryable = retryable
  }
}

/** Thrown for the address of an object store that names none; it is not repeated, since it may hold a secret. */
export class StoreAddressError extends BaseError {
  override name = 'StoreAddressError'
  readonly code = 'STORE_ADDRESS'

  constructor({ problem }: { problem: string }) {
    super(`The address of the object store ${problem}.`)
  }
}
