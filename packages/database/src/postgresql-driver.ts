import type { Logger } from '@millrace/common'
import pg from 'pg'
import { CopyIn } from './copy-in.ts'
import type { Connection, Driver, Isolation } from './driver.ts'
import { DatabaseUnreachableError, DatabaseUrlError, ServerVersionError } from './errors.ts'
import { valueParsers } from './value-parsers.ts'

const connectTimeoutMs = 10_000
const maxConnections = 10
/** The oldest line that the tests run on. */
const leastVersion = 15

const types: pg.CustomTypesConfig = {
  getTypeParser: (id: number) => valueParsers[id] ?? String,
}

export interface PostgresqlOptions {
  readonly url: string
  /** Shown to who looks at the server's sessions. */
  readonly applicationName: string
  readonly log: Logger
}

/**
 * A server, by a pool of connections that are made again when they break.
 * @throws {DatabaseUrlError | DatabaseUnreachableError | ServerVersionError}
 */
export async function openPostgresql({ url, applicationName, log }: PostgresqlOptions): Promise<Driver> {
  const server = serverOf(url)
  const pool = new pg.Pool({
    connectionString: url,
    application_name: applicationName,
    max: maxConnections,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    options: '-c timezone=UTC -c bytea_output=hex',
    types,
  })
  // A connection that breaks is told of here, whether it is idle or at work; whoever uses it learns it from its query.
  pool.on('connect', (client) => client.on('error', () => undefined))
  pool.on('error', (err) => log.warn({ err, server }, 'connection to the database lost'))
  const driver = driverOf(pool, server)
  try {
    await assertVersion(driver, server)
    return driver
  } catch (error) {
    await driver.close()
    throw error
  }
}

/** Host, port and name of a database, without what is secret. @throws {DatabaseUrlError} */
function serverOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed === undefined || !/^postgres(ql)?:$/.test(parsed.protocol)) throw new DatabaseUrlError()
  const host = parsed.host || parsed.searchParams.get('host') || 'localhost'
  return `${host}${parsed.pathname}`
}

async function assertVersion(driver: Driver, server: string): Promise<void> {
  const [row] = await driver.query(`select current_setting('server_version_num') as version`, [])
  const found = Math.floor(Number(row?.version) / 10_000)
  if (found < leastVersion) throw new ServerVersionError({ server, found, least: leastVersion })
}

function driverOf(pool: pg.Pool, server: string): Driver {
  const { query, queryArrays } = sessionOf(pool, server)
  let ended: Promise<void> | undefined
  return {
    engine: 'postgresql',
    query,
    queryArrays,
    transaction: (isolation, work) => transaction({ pool, server, isolation }, work),
    close: () => {
      ended ??= pool.end()
      return ended
    },
  }
}

function sessionOf(session: pg.Pool | pg.PoolClient, server: string): Omit<Connection, 'copyIn'> {
  return {
    query: async (text, parameters) =>
      (await told(session.query<Record<string, unknown>>(text, [...parameters]), server)).rows,
    queryArrays: async (text, parameters) =>
      (await told(session.query<unknown[]>({ text, values: [...parameters], rowMode: 'array' }), server))
        .rows,
    script: async (text) => void (await told(session.query(text), server)),
  }
}

function connectionOf(client: pg.PoolClient, server: string): Connection {
  const copyIn: Connection['copyIn'] = (target, lines) =>
    told(client.query(new CopyIn(`copy ${target} from stdin`, lines)).done, server)
  return { ...sessionOf(client, server), copyIn }
}

async function told<T>(answer: Promise<T>, server: string): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw toldOf(cause, server)
  }
}

interface TransactionOptions {
  readonly pool: pg.Pool
  readonly server: string
  readonly isolation: Isolation
}

async function transaction<T>(
  { pool, server, isolation }: TransactionOptions,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw toldOf(cause, server)
  })
  const connection = connectionOf(client, server)
  let isUsable = false
  try {
    await connection.script(`begin isolation level ${isolation}`)
    const result = await work(connection).catch(async (error: unknown) => {
      await connection.script('rollback').then(
        () => {
          isUsable = true
        },
        // The connection is thrown away below, and what it had begun with it.
        () => undefined,
      )
      throw error
    })
    await commit(connection)
    isUsable = true
    return result
  } finally {
    client.release(!isUsable)
  }
}

async function commit(connection: Connection): Promise<void> {
  try {
    await connection.script('commit')
  } catch (error) {
    if (!(error instanceof DatabaseUnreachableError)) throw error
    const server = String(error.meta.server)
    throw new DatabaseUnreachableError({ server, mayBeCommitted: true, cause: error.cause })
  }
}

/** Connection lost (08), too many connections (53300), server stops or starts (57P01 to 57P03). */
const unreachableCodes = /^(08...|53300|57P0[123])$/

/** What was not said by the server comes from the connection, but for values that cannot be sent. */
function toldOf(cause: unknown, server: string): unknown {
  if (cause instanceof pg.DatabaseError)
    return unreachableCodes.test(cause.code ?? '') ? new DatabaseUnreachableError({ server, cause }) : cause
  if (cause instanceof TypeError || cause instanceof RangeError || cause instanceof SyntaxError) return cause
  return new DatabaseUnreachableError({ server, cause })
}
