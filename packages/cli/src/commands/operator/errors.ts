import { BaseError } from '@millrace/common'

/** Thrown when no node answers for a data folder. */
export class NodeNotRunningError extends BaseError {
  override name = 'NodeNotRunningError'
  readonly code = 'NODE_NOT_RUNNING'

  constructor({ dataDir, role, cause }: { dataDir: string; role?: string | undefined; cause?: unknown }) {
    super(
      `No node works in ${dataDir}. Start it with: millrace ${role ?? 'ROLE'} --data-dir ${dataDir} (and its other ` +
        'settings); or give --url and --token-file of a node elsewhere.',
      { cause, meta: { dataDir } },
    )
  }
}

/** Thrown when it is not said which node is meant, and does not show either. */
export class WhichNodeError extends BaseError {
  override name = 'WhichNodeError'
  readonly code = 'WHICH_NODE'

  constructor({ found }: { found: readonly string[] }) {
    super(
      found.length === 0
        ? 'There is no data folder of a node here. Say where it is with --data-dir, or give --url and --token-file.'
        : `There are data folders of several nodes here: ${found.join(', ')}. Say which with --data-dir.`,
    )
  }
}

/** Thrown when a node of this role has no such thing. */
export class WrongRoleError extends BaseError {
  override name = 'WrongRoleError'
  readonly code = 'WRONG_ROLE'

  constructor({ what, role, ask }: { what: string; role: string; ask: string }) {
    super(`This node is a ${role} and has no ${what}; ask ${ask}.`, { meta: { role } })
  }
}

/** Thrown when the file with a token cannot be used. */
export class TokenFileError extends BaseError {
  override name = 'TokenFileError'
  readonly code = 'TOKEN_FILE'

  constructor({ file, cause }: { file: string; cause: unknown }) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
    super(
      `${file} cannot be read${code}. It is readable by the user that the node runs as; others need a token of their own: ` +
        'millrace token create, then --token-file.',
      { cause, meta: { file } },
    )
  }
}

/** Thrown when a folder is not one that a node has worked in. */
export class NoNodeFolderError extends BaseError {
  override name = 'NoNodeFolderError'
  readonly code = 'NO_NODE_FOLDER'

  constructor({ dataDir }: { dataDir: string }) {
    super(`No node has worked in ${dataDir} yet: start it once, or name another folder with --data-dir.`, {
      meta: { dataDir },
    })
  }
}
