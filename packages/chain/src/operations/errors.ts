import { BaseError } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'

/** Thrown when there is no operation of a name. */
export class UnknownOperationError extends BaseError {
  override name = 'UnknownOperationError'
  readonly code = 'UNKNOWN_OPERATION'

  constructor({ operation, known }: { operation: string; known: readonly string[] }) {
    super(`There is no operation ${operation}. There are: ${known.join(', ')}.`, { meta: { operation } })
  }
}

/** Thrown when an operation's parameters do not fit, or do not fit the account. */
export class OperationParametersError extends BaseError {
  override name = 'OperationParametersError'
  readonly code = 'OPERATION_PARAMETERS'

  constructor({ operation, problem, cause }: { operation: string; problem: string; cause?: unknown }) {
    super(`${operation}: ${problem}.`, { cause, meta: { operation } })
  }
}

/** Thrown when a text is no amount with a unit. */
export class AmountFormatError extends BaseError {
  override name = 'AmountFormatError'
  readonly code = 'AMOUNT_FORMAT'

  constructor({ text, problem }: { text: string; problem: string }) {
    super(`“${text}” is no amount: ${problem}.`, { meta: { text } })
  }
}

/** Thrown instead of sending an operation that would fail as things stand, or that the account cannot pay. */
export class OperationRefusedError extends BaseError {
  override name = 'OperationRefusedError'
  readonly code = 'OPERATION_REFUSED'
  override readonly retryable: boolean

  constructor({ operation, problem, retryable }: { operation: string; problem: string; retryable: boolean }) {
    super(`${operation} was not sent: ${problem}`, { meta: { operation } })
    this.retryable = retryable
  }
}

/**
 * Thrown while a transaction of an earlier operation may still be mined: to send another one now could do the same
 * thing twice.
 */
export class OperationPendingError extends BaseError {
  override name = 'OperationPendingError'
  readonly code = 'OPERATION_PENDING'
  override readonly retryable = true

  constructor(facts: { operation: string; txHash: Hex; from: Address; cause?: unknown }) {
    const { operation, txHash, from, cause } = facts
    super(
      `${operation} of ${from} is not settled: ${txHash} may still be mined. Nothing new is sent before; ask for it again later.`,
      { cause, meta: { operation, txHash, from } },
    )
  }
}

/** Thrown when another program works with the same account's record of transactions. */
export class OperationRecordBusyError extends BaseError {
  override name = 'OperationRecordBusyError'
  readonly code = 'OPERATION_RECORD_BUSY'
  override readonly retryable = true

  constructor({ file }: { file: string }) {
    super(`Another program sends for the same account now: it holds ${file}.`, { meta: { file } })
  }
}

/** Thrown when the record of an account's transactions cannot be read; without it nothing is sent. */
export class OperationRecordError extends BaseError {
  override name = 'OperationRecordError'
  readonly code = 'OPERATION_RECORD'

  constructor({ file, cause }: { file: string; cause: unknown }) {
    super(`The record of transactions ${file} cannot be used; nothing was sent.`, { cause, meta: { file } })
  }
}

/** Thrown when a request has the id of an earlier one that asked for something else. */
export class OperationIdReusedError extends BaseError {
  override name = 'OperationIdReusedError'
  readonly code = 'OPERATION_ID_REUSED'

  constructor({ id, operation }: { id: string; operation: string }) {
    super(
      `Request ${id} was another one (${operation}). Nothing was sent; give each request an id of its own.`,
      {
        meta: { id, operation },
      },
    )
  }
}
