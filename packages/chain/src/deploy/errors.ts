import { BaseError } from '@millrace/common'
import { type Hex, TransactionReceiptNotFoundError, BaseError as ViemError } from 'viem'

/** Thrown when a record of a finished deployment names other options than those asked for now. */
export class DeploymentOptionsChangedError extends BaseError {
  override name = 'DeploymentOptionsChangedError'
  readonly code = 'DEPLOYMENT_OPTIONS_CHANGED'

  constructor({ record, changed }: { record: string; changed: readonly string[] }) {
    super(
      `The contracts recorded in ${record} were deployed with other values of: ${changed.join(', ')}. ` +
        'Use the same values, change them on chain, or take another record for a new deployment.',
      { meta: { record, changed: changed.join(', ') } },
    )
  }
}

/** Thrown when a deployment record belongs to another chain. */
export class DeploymentChainMismatchError extends BaseError {
  override name = 'DeploymentChainMismatchError'
  readonly code = 'DEPLOYMENT_CHAIN_MISMATCH'

  constructor({ record, recorded, connected }: { record: string; recorded: number; connected: number }) {
    super(
      `${record} records a deployment on chain ${recorded}, but the RPC endpoint serves chain ${connected}.`,
      {
        meta: { record, recorded, connected },
      },
    )
  }
}

/** Thrown when a deployment record cannot be read. */
export class DeploymentRecordInvalidError extends BaseError {
  override name = 'DeploymentRecordInvalidError'
  readonly code = 'DEPLOYMENT_RECORD_INVALID'

  constructor({ record, cause }: { record: string; cause: unknown }) {
    super(`${record} is not a deployment record. Restore it, or move it away to deploy anew.`, {
      cause,
      meta: { record },
    })
  }
}

/** Thrown when a transaction of a deployment is refused or reverts. The deployment can be run again. */
export class DeploymentStepFailedError extends BaseError {
  override name = 'DeploymentStepFailedError'
  readonly code = 'DEPLOYMENT_STEP_FAILED'
  override readonly retryable = true

  constructor({ step, txHash, cause }: { step: string; txHash?: Hex; cause?: unknown }) {
    super(
      `The deployment stopped at "${step}": ${reasonOf(txHash, cause)} Run it again when that is mended; it goes on from there.`,
      { cause, meta: { step, txHash } },
    )
  }
}

function reasonOf(txHash: Hex | undefined, cause: unknown): string {
  if (cause instanceof BaseError) return cause.message
  if (cause instanceof TransactionReceiptNotFoundError || (cause === undefined && txHash === undefined))
    return `not mined within three minutes${txHash ? ` (transaction ${txHash})` : ''}.`
  if (cause === undefined) return `transaction ${txHash} reverted.`
  return cause instanceof ViemError ? sentence(cause.shortMessage) : sentence(String(cause))
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
