import { BaseError } from '@millrace/common'

/** Thrown when the text of a database's address is none. The text itself is left out: it may hold a password. */
export class DatabaseUrlError extends BaseError {
  override name = 'DatabaseUrlError'
  readonly code = 'DATABASE_URL'

  constructor() {
    super('The address of the database is not of the form postgresql://user:password@host:5432/name.')
  }
}

/** Thrown when the server does not answer, turns connections away, or a connection breaks. */
export class DatabaseUnreachableError extends BaseError {
  override name = 'DatabaseUnreachableError'
  readonly code = 'DATABASE_UNREACHABLE'
  override readonly retryable = true
  /** Whether the connection broke while a transaction was committed, so that it may be in the database or not. */
  readonly mayBeCommitted: boolean

  constructor({
    server,
    mayBeCommitted = false,
    cause,
  }: {
    server: string
    mayBeCommitted?: boolean
    cause: unknown
  }) {
    const end = mayBeCommitted ? ' Whether the last transaction was committed is not known.' : ''
    super(`The database at ${server} cannot be reached.${end}`, { cause, meta: { server, mayBeCommitted } })
    this.mayBeCommitted = mayBeCommitted
  }
}

/** Thrown when a newer version of a service has changed the database already. */
export class DatabaseVersionError extends BaseError {
  override name = 'DatabaseVersionError'
  readonly code = 'DATABASE_VERSION'

  constructor({ service, found, known }: { service: string; found: number; known: number }) {
    super(
      `The database of the ${service} is at version ${found}, this program knows versions up to ${known}. Run the newer program, or restore a backup from before it ran.`,
      { meta: { service, found, known } },
    )
  }
}

/** Thrown when the server is older than what the services are tested with. */
export class ServerVersionError extends BaseError {
  override name = 'ServerVersionError'
  readonly code = 'DATABASE_SERVER_VERSION'

  constructor({ server, found, least }: { server: string; found: number; least: number }) {
    super(`The database at ${server} is PostgreSQL ${found}; it has to be ${least} or newer.`, {
      meta: { server, found, least },
    })
  }
}

/** Thrown when another process has the folder of a database open. */
export class DatabaseInUseError extends BaseError {
  override name = 'DatabaseInUseError'
  readonly code = 'DATABASE_IN_USE'

  constructor({ folder }: { folder: string }) {
    super(
      `The database in ${folder} is in use by another process. Stop it, choose another folder, or share a PostgreSQL server by DATABASE_URL.`,
      { meta: { folder } },
    )
  }
}

/** Thrown when the folder of a database cannot be made or opened. */
export class DatabaseFolderError extends BaseError {
  override name = 'DatabaseFolderError'
  readonly code = 'DATABASE_FOLDER'

  constructor({ folder, cause }: { folder: string; cause: unknown }) {
    super(
      `The database in ${folder} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}.`,
      {
        cause,
        meta: { folder },
      },
    )
  }
}

/** Thrown when a migration that a database has been through reads differently now. */
export class MigrationChangedError extends BaseError {
  override name = 'MigrationChangedError'
  readonly code = 'MIGRATION_CHANGED'

  constructor({ service, migration }: { service: string; migration: string }) {
    super(
      `Migration ${migration} of the ${service} was changed after this database went through it. Changes belong into a new migration.`,
      { meta: { service, migration } },
    )
  }
}
