import { BaseError } from '@millrace/common'
import type { Address } from '@millrace/crypto'

/** Thrown when a remote signer gives no answer. URLs are given by host only, since they may hold keys. */
export class RemoteSignerUnreachableError extends BaseError {
  override name = 'RemoteSignerUnreachableError'
  readonly code = 'REMOTE_SIGNER_UNREACHABLE'
  override readonly retryable = true

  constructor({ host, cause }: { host: string; cause: unknown }) {
    super(`No signer answers at ${host}. Start it, or change signerUrl.`, { cause, meta: { host } })
  }
}

/** Thrown when a remote signer says no, e.g. because its rules or its owner refused. */
export class RemoteSignerRefusedError extends BaseError {
  override name = 'RemoteSignerRefusedError'
  readonly code = 'REMOTE_SIGNER_REFUSED'

  constructor({ host, method, reason }: { host: string; method: string; reason: string }) {
    super(`The signer at ${host} refused ${method}: ${reason}.`, { meta: { host, method } })
  }
}

/** Thrown when a remote signer lacks what an operation needs. */
export class RemoteSignerMethodError extends BaseError {
  override name = 'RemoteSignerMethodError'
  readonly code = 'REMOTE_SIGNER_METHOD'

  constructor({ host, what, methods }: { host: string; what: string; methods: readonly string[] }) {
    super(`The signer at ${host} does not sign ${what}: it has none of ${methods.join(', ')}.`, {
      meta: { host, what },
    })
  }
}

/** Thrown when a remote signer answers something else than what it was asked to sign, or signs with another key. */
export class RemoteSignerAnswerError extends BaseError {
  override name = 'RemoteSignerAnswerError'
  readonly code = 'REMOTE_SIGNER_ANSWER'

  constructor({ host, problem }: { host: string; problem: string }) {
    super(`The answer of the signer at ${host} cannot be used: ${problem}.`, { meta: { host } })
  }
}

/** Thrown when a remote signer does not have the key of an account, or has several and none was chosen. */
export class RemoteSignerAccountError extends BaseError {
  override name = 'RemoteSignerAccountError'
  readonly code = 'REMOTE_SIGNER_ACCOUNT'

  constructor({
    host,
    wanted,
    known,
  }: { host: string; wanted: Address | undefined; known: readonly Address[] }) {
    super(
      wanted === undefined
        ? `The signer at ${host} has ${known.length} accounts. Set signerAddress to one of: ${known.join(', ')}.`
        : `The signer at ${host} does not have the key of ${wanted}. It has: ${known.join(', ')}.`,
      { meta: { host, wanted } },
    )
  }
}
