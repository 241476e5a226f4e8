import { BaseError } from '@millrace/common'

/** Thrown when a role's process ends, or says nothing, before it is ready. */
export class RoleStartError extends BaseError {
  override name = 'RoleStartError'
  readonly code = 'ROLE_START'

  constructor({ role, reason, logFile }: { role: string; reason: string; logFile: string }) {
    super(`The ${role} did not start: ${reason} Its log is ${logFile}.`, { meta: { role, logFile } })
  }
}

/** Thrown when a port that the network needs is taken; names the setting that moves it. */
export class PortInUseError extends BaseError {
  override name = 'PortInUseError'
  readonly code = 'PORT_IN_USE'

  constructor({ port, setting }: { port: number; setting: string }) {
    super(
      `Port ${port} is in use by another program. Choose another with ${setting}, or stop that program.`,
      {
        meta: { port, setting },
      },
    )
  }
}

/** Thrown when the data folder cannot be used. */
export class DataFolderError extends BaseError {
  override name = 'DataFolderError'
  readonly code = 'DATA_FOLDER'

  constructor({ folder, cause }: { folder: string; cause: unknown }) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super(`The data folder ${folder} cannot be used: ${reason}. Choose another with --data-dir.`, {
      cause,
      meta: { folder },
    })
  }
}

/** Thrown when another network already runs on this data folder. */
export class DataFolderBusyError extends BaseError {
  override name = 'DataFolderBusyError'
  readonly code = 'DATA_FOLDER_BUSY'

  constructor({ folder, pid }: { folder: string; pid: number }) {
    super(
      `Another network (process ${pid}) runs on the data folder ${folder}. Stop it, or choose another with --data-dir.`,
      {
        meta: { folder, pid },
      },
    )
  }
}
