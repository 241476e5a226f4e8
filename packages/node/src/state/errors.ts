import { BaseError } from '@millrace/common'

/** Thrown when the data folder or a file in it cannot be opened, read or written. */
export class DataDirError extends BaseError {
  override name = 'DataDirError'
  readonly code = 'DATA_DIR'

  constructor({ path, action, cause }: { path: string; action: string; cause: unknown }) {
    super(`${path} cannot be ${action}: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      cause,
      meta: { path, action },
    })
  }
}

/** Thrown when another process already works in the data folder. */
export class DataDirLockedError extends BaseError {
  override name = 'DataDirLockedError'
  readonly code = 'DATA_DIR_LOCKED'

  constructor({ dataDir, cause }: { dataDir: string; cause?: unknown }) {
    super(`The data folder ${dataDir} is in use by another node; give each node its own dataDir.`, {
      cause,
      meta: { dataDir },
    })
  }
}

/** Thrown when another node on this machine works under the same key. */
export class IdentityInUseError extends BaseError {
  override name = 'IdentityInUseError'
  readonly code = 'IDENTITY_IN_USE'

  constructor({ keystoreFile, role }: { keystoreFile: string; role: string }) {
    super(
      `Another ${role} on this machine works under the key in ${keystoreFile}; stop it, or give this one a key of its own.`,
      { meta: { keystoreFile, role } },
    )
  }
}
