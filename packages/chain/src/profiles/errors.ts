import { BaseError } from '@millrace/common'
import type { Address } from '@millrace/crypto'

/** Thrown when a deployment has no registry in which accounts say who they are, as the live network. */
export class IdentityRegistryMissingError extends BaseError {
  override name = 'IdentityRegistryMissingError'
  readonly code = 'IDENTITY_REGISTRY_MISSING'

  constructor({ controller }: { controller: Address }) {
    super(`The deployment of Controller ${controller} has no IdentityRegistry.`, { meta: { controller } })
  }
}

/** Thrown when the file with a consent to a link cannot be read, or is not good for what it is to do. */
export class ConsentFileError extends BaseError {
  override name = 'ConsentFileError'
  readonly code = 'CONSENT_FILE'

  constructor({ file, reason, cause }: { file: string; reason: string; cause?: unknown }) {
    super(`The consent in ${file} cannot be used: ${reason}.`, { cause, meta: { file } })
  }
}
