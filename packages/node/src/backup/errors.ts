import { BaseError } from '@millrace/common'

/** Thrown when there is nothing to back up in a folder. */
export class NoStateError extends BaseError {
  override name = 'NoStateError'
  readonly code = 'NO_STATE'

  constructor({ dataDir }: { dataDir: string }) {
    super(`${dataDir} has no state of a node.`, { meta: { dataDir } })
  }
}

/** Thrown when a backup is to be written over a file. */
export class BackupExistsError extends BaseError {
  override name = 'BackupExistsError'
  readonly code = 'BACKUP_EXISTS'

  constructor({ file }: { file: string }) {
    super(`${file} is there already; backups are not written over.`, { meta: { file } })
  }
}

/** Thrown when a file cannot be restored from. */
export class BackupUnusableError extends BaseError {
  override name = 'BackupUnusableError'
  readonly code = 'BACKUP_UNUSABLE'

  constructor({ file, problem, cause }: { file: string; problem: string; cause?: unknown }) {
    super(`${file} cannot be restored: ${problem}.`, { cause, meta: { file } })
  }
}

/** Thrown when the folder to restore into has state, which may be newer than the backup. */
export class StateExistsError extends BaseError {
  override name = 'StateExistsError'
  readonly code = 'STATE_EXISTS'

  constructor({ path }: { path: string }) {
    super(
      `${path} is there already, and may hold winners that the backup does not; move it away, or restore into another folder.`,
      { meta: { path } },
    )
  }
}
