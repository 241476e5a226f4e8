import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Connection, Driver } from './driver.ts'
import { DatabaseVersionError, MigrationChangedError } from './errors.ts'

/** Where the migrations of a service are. */
export interface MigrationsOf {
  /** Name of the service and of the schema in the database that its tables live in. */
  readonly service: string
  /** Folder of plain SQL files `0001-name.sql`, `0002-name.sql` …; files are only ever added. */
  readonly folder: string
}

interface Migration {
  readonly version: number
  readonly name: string
  readonly text: string
  readonly hash: string
}

/** Any number will do that nobody else in the database uses: "millrace" in ASCII. */
const lockKey = 0x6d696c6c72616365n

/**
 * Brings the tables of a service up to date, each migration in a transaction of its own. Processes that start together
 * take turns.
 * @throws {DatabaseVersionError | MigrationChangedError}
 */
export async function migrate(driver: Driver, { service, folder }: MigrationsOf): Promise<void> {
  if (!/^[a-z][a-z0-9_]*$/.test(service)) throw new Error(`"${service}" cannot name a schema.`)
  const migrations = await readMigrations(folder)
  let isDone = false
  while (!isDone) {
    // Read committed: what the lock's last holder did must be seen once the lock is had.
    isDone = await driver.transaction('read committed', async (connection) => {
      await prepare(connection, service)
      const next = await nextMigration(connection, { service, migrations })
      if (next !== undefined) await apply(connection, { service, migration: next })
      return next === undefined
    })
  }
}

async function readMigrations(folder: string): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name, index) => {
      const version = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])
      if (version !== index + 1) throw new Error(`Migration ${index + 1} is missing: there is ${name}.`)
      // Git may have changed the ends of lines.
      const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n')
      return { version, name, text, hash: createHash('sha256').update(text).digest('hex') }
    }),
  )
}

async function prepare(connection: Connection, service: string): Promise<void> {
  await connection.query('select pg_advisory_xact_lock($1::bigint)::text', [lockKey.toString()])
  const [found] = await connection.query(
    `select to_regclass('millrace.migration') is not null as table, to_regnamespace($1) is not null as schema`,
    [`"${service}"`],
  )
  // Only where it is not there: whoever may use a table need not be allowed to make one.
  if (found?.table !== true)
    await connection.script(`
      create schema if not exists millrace;
      create table millrace.migration (
        service text not null,
        version integer not null,
        name text not null,
        hash text not null,
        applied_at timestamptz not null default now(),
        primary key (service, version)
      );`)
  if (found?.schema !== true) await connection.script(`create schema "${service}"`)
}

/** The first that the database has not been through. */
async function nextMigration(
  connection: Connection,
  { service, migrations }: { service: string; migrations: readonly Migration[] },
): Promise<Migration | undefined> {
  const applied = await connection.query(
    'select version, hash from millrace.migration where service = $1 order by version',
    [service],
  )
  if (applied.length > migrations.length)
    throw new DatabaseVersionError({ service, found: applied.length, known: migrations.length })
  for (const [index, { hash }] of applied.entries()) {
    const migration = migrations[index]
    if (migration !== undefined && migration.hash !== hash)
      throw new MigrationChangedError({ service, migration: migration.name })
  }
  return migrations[applied.length]
}

async function apply(
  connection: Connection,
  { service, migration }: { service: string; migration: Migration },
): Promise<void> {
  // What names no schema lands in the service's own.
  await connection.script(`set local search_path to "${service}"`)
  await connection.script(migration.text)
  await connection.query(
    'insert into millrace.migration (service, version, name, hash) values ($1, $2, $3, $4)',
    [service, migration.version, migration.name, migration.hash],
  )
}
