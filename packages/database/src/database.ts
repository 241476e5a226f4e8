import { type Logger, retry, silentLogger } from '@millrace/common'
import { DrizzleQueryError } from 'drizzle-orm'
import { drizzle, type PgRemoteDatabase } from 'drizzle-orm/pg-proxy'
import type { Connection, Driver, Engine, Row } from './driver.ts'
import { DatabaseUnreachableError } from './errors.ts'
import { type MigrationsOf, migrate } from './migrations.ts'
import { type DatabasePlace, openDriver } from './open-driver.ts'

/** Tables by the name they go by in queries. */
export type Schema = Record<string, unknown>

export interface DatabaseOptions<Tables extends Schema> {
  readonly migrations: MigrationsOf
  /** For `db`, in drizzle's terms. */
  readonly schema: Tables
  readonly log?: Logger
}

/**
 * Runs SQL. Values are the same from both engines: `bigint` as a number where that is exact and a bigint otherwise,
 * `numeric`, `date`, `timestamp` and `interval` as text, `timestamptz` as a Date, `bytea` as a Uint8Array.
 */
export interface Session<Tables extends Schema = Schema> {
  /** Queries by definition; what fails comes as the `cause` of drizzle's error. Its own `transaction` is not for use. */
  readonly db: PgRemoteDatabase<Tables>
  /** @throws {DatabaseUnreachableError} */
  query(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>
}

/** What runs in one transaction. */
export interface TransactionSession<Tables extends Schema = Schema> extends Session<Tables> {
  /**
   * Adds rows to a table, the quickest way there is.
   * @param target - the table with its columns in parentheses
   * @param lines - rows as `copyLine` writes them
   * @throws {DatabaseUnreachableError}
   */
  copyIn(target: string, lines: string): Promise<void>
}

/** A transaction that met another is done again so many times in all. */
const transactionAttempts = 10

/** One database of one service. */
export class Database<Tables extends Schema = Schema> implements Session<Tables> {
  readonly #driver: Driver
  readonly #schema: Tables
  readonly #log: Logger
  readonly #session: Session<Tables>
  #closing: Promise<void> | undefined

  constructor(driver: Driver, { schema, log = silentLogger() }: { schema: Tables; log?: Logger }) {
    this.#driver = driver
    this.#schema = schema
    this.#log = log
    this.#session = sessionOf(driver, schema)
  }

  get engine(): Engine {
    return this.#driver.engine
  }

  get db(): PgRemoteDatabase<Tables> {
    return this.#session.db
  }

  query(text: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#session.query(text, parameters)
  }

  /**
   * Does all of the work or nothing, as if no other transaction ran beside it. The work runs again when the server finds
   * that it did, so it must do nothing outside of its session; it must not use the database but by that.
   * @throws {DatabaseUnreachableError} when the connection breaks; `mayBeCommitted` says whether it may be done yet
   */
  transaction<T>(work: (session: TransactionSession<Tables>) => Promise<T>): Promise<T> {
    return retry(
      () =>
        this.#driver
          .transaction('serializable', (connection) =>
            work({
              ...sessionOf(connection, this.#schema),
              copyIn: (target, lines) => connection.copyIn(target, lines),
            }),
          )
          .catch((error: unknown) => {
            throw unwrapped(error)
          }),
      {
        attempts: transactionAttempts,
        firstDelayMs: 5,
        maxDelayMs: 100,
        isRetryable: metAnother,
        onRetry: (_error, attempt) => this.#log.debug({ attempt }, 'transaction met another and runs again'),
      },
    )
  }

  /** Lets what runs end. */
  close(): Promise<void> {
    this.#closing ??= this.#driver.close()
    return this.#closing
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/**
 * Opens a database and brings the service's tables up to date.
 * @throws {DatabaseUnreachableError | DatabaseUrlError | ServerVersionError} for a server
 * @throws {DatabaseInUseError | DatabaseFolderError} for a folder
 * @throws {DatabaseVersionError | MigrationChangedError} for what is in it
 */
export async function openDatabase<Tables extends Schema>(
  place: DatabasePlace,
  { migrations, schema, log = silentLogger() }: DatabaseOptions<Tables>,
): Promise<Database<Tables>> {
  const driver = await openDriver(place, { applicationName: `millrace-${migrations.service}`, log })
  try {
    await migrate(driver, migrations)
    return new Database(driver, { schema, log })
  } catch (error) {
    await driver.close()
    throw error
  }
}

function sessionOf<Tables extends Schema>(
  connection: Pick<Connection, 'query' | 'queryArrays'>,
  schema: Tables,
): Session<Tables> {
  return {
    db: drizzle(
      async (text, parameters, method) => ({
        rows: [...(await connection[method === 'all' ? 'queryArrays' : 'query'](text, parameters))],
      }),
      { schema },
    ),
    query: (text, parameters = []) => connection.query(text, parameters),
  }
}

/** A caller can react to a lost connection, wherever in the work it was lost. */
function unwrapped(error: unknown): unknown {
  return error instanceof DrizzleQueryError && error.cause instanceof DatabaseUnreachableError
    ? error.cause
    : error
}

/** Serialization failure or deadlock; drizzle wraps what the engine threw. */
function metAnother(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause)
    if ('code' in at && (at.code === '40001' || at.code === '40P01')) return true
  return false
}
