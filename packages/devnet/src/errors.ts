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

/** Thrown when the chain at `--rpc-url` cannot be used. */
export class ForeignChainError extends BaseError {
  override name = 'ForeignChainError'
  readonly code = 'FOREIGN_CHAIN'

  constructor({ host, cause }: { host: string; cause: unknown }) {
    super(`The chain at ${host} does not answer. Check --rpc-url, or leave it out for the embedded chain.`, {
      cause,
      meta: { host },
    })
  }
}

/** Thrown when an account of the network has nothing to pay with. */
export class ChainFundsError extends BaseError {
  override name = 'ChainFundsError'
  readonly code = 'CHAIN_FUNDS'

  constructor({ address, chainId }: { address: string; chainId: number }) {
    super(
      `The account ${address} has no ether on chain ${chainId}. Send it some, or give accounts that have with --mnemonic-file.`,
      { meta: { address, chainId } },
    )
  }
}

/** Thrown when `--mnemonic-file` holds no mnemonic. Never quotes it. */
export class MnemonicFileError extends BaseError {
  override name = 'MnemonicFileError'
  readonly code = 'MNEMONIC_FILE'

  constructor({ file, cause }: { file: string; cause: unknown }) {
    const isMissing = cause instanceof Error && 'code' in cause
    super(
      `The file ${file} of --mnemonic-file ${isMissing ? 'cannot be read' : 'holds no mnemonic of 12 to 24 words'}.`,
      {
        meta: { file },
      },
    )
  }
}
