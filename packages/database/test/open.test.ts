import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createLogger } from '@millrace/common'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  DatabaseFolderError,
  DatabaseInUseError,
  DatabaseUnreachableError,
  DatabaseUrlError,
  DatabaseVersionError,
  MigrationChangedError,
  openDatabase,
} from '../src/index.ts'
import { databasesForTests, isPostgresLeftOut, PostgresServer } from './kit/index.ts'
import { migrations, openShop } from './shelf.ts'

let folder: string
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-database-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) if (child.exitCode === null) child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Starts a process that adds rows one by one; each line it prints is an acknowledged row. */
function startWriter(place: object): { child: ChildProcess; lines: AsyncIterable<string> } {
  const program = join(import.meta.dirname, 'writer.ts')
  const child = spawn(process.execPath, [program, JSON.stringify(place)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  return { child, lines: createInterface({ input: child.stdout }) }
}

/** @returns how many rows were acknowledged before the writer was killed. */
async function killAfter(rows: number, { child, lines }: ReturnType<typeof startWriter>): Promise<number> {
  let acknowledged = 0
  const ended = once(child, 'exit')
  for await (const line of lines) {
    acknowledged = Number(line)
    if (acknowledged === rows) child.kill('SIGKILL')
  }
  await ended
  return acknowledged
}

describe.each(databasesForTests())('$engine', ({ engine, createDatabase }) => {
  const withMigrations = (path: string) =>
    ({ migrations: { service: 'shop', folder: path }, schema: {} }) as const
  const newPlace = async () => (engine === 'pglite' ? { folder: join(folder, 'db') } : createDatabase())

  test('what a killed process was told is written is there, and the next one opens it', async () => {
    const place = await newPlace()
    const acknowledged = await killAfter(25, startWriter(place))
    await using database = await openShop(place)
    const [found] = await database.query('select count(*) as rows from shop.pair')
    expect(acknowledged).toBeGreaterThanOrEqual(25)
    expect(found?.rows).toBeGreaterThanOrEqual(acknowledged)
  })

  test('a new migration is applied to a database in use before, in its own schema', async () => {
    const path = join(folder, 'migrations')
    await cp(migrations.folder, path, { recursive: true })
    const place = await newPlace()
    await (await openDatabase(place, withMigrations(path))).close()
    await writeFile(join(path, '0003-more.sql'), 'create table more (a text); insert into more values (1);')
    await using database = await openDatabase(place, withMigrations(path))
    expect(await database.query('select a from shop.more')).toEqual([{ a: '1' }])
    expect(
      await database.query('select version, name from millrace.migration where service = $1 order by 1', [
        'shop',
      ]),
    ).toEqual([
      { version: 1, name: '0001-shelf.sql' },
      { version: 2, name: '0002-pair.sql' },
      { version: 3, name: '0003-more.sql' },
    ])
  })

  test('error: a migration that fails leaves nothing of itself behind', async () => {
    const path = join(folder, 'migrations')
    await cp(migrations.folder, path, { recursive: true })
    await writeFile(join(path, '0003-more.sql'), 'create table more (a text); select nonsense;')
    const place = await newPlace()
    await expect(openDatabase(place, withMigrations(path))).rejects.toMatchObject({ code: '42703' })
    await using database = await openShop(place)
    expect(await database.query(`select to_regclass('shop.more')::text as more`)).toEqual([{ more: null }])
  })

  test('error: what a newer version wrote is not touched, and a changed migration is told', async () => {
    const path = join(folder, 'migrations')
    await cp(migrations.folder, path, { recursive: true })
    const place = await newPlace()
    await (await openDatabase(place, withMigrations(path))).close()
    await writeFile(join(path, '0002-pair.sql'), 'select 1;')
    await expect(openDatabase(place, withMigrations(path))).rejects.toThrow(MigrationChangedError)
    await rm(join(path, '0002-pair.sql'))
    const older = openDatabase(place, withMigrations(path))
    await expect(older).rejects.toThrow(DatabaseVersionError)
    await expect(older).rejects.toThrow('at version 2, this program knows versions up to 1. Run the newer')
  })
})

test('error: a folder that another process has open, until that is gone', async () => {
  const place = { folder: join(folder, 'db') }
  const { child, lines } = startWriter(place)
  const ended = once(child, 'exit')
  for await (const _line of lines) {
    await expect(openShop(place)).rejects.toThrow(DatabaseInUseError)
    break
  }
  child.kill('SIGKILL')
  await ended
  await using database = await openShop(place)
  expect(database.engine).toBe('pglite')
})

test('error: a folder that cannot be made is told by name', async () => {
  await writeFile(join(folder, 'file'), '')
  const path = join(folder, 'file', 'db')
  const opening = openShop({ folder: path })
  await expect(opening).rejects.toThrow(DatabaseFolderError)
  await expect(opening).rejects.toThrow(path)
})

test('error: no server, and no address, without a word of the password', async () => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  const port = typeof address === 'object' ? address?.port : undefined
  probe.close()
  await once(probe, 'close')
  const url = `postgresql://me:hunter2@127.0.0.1:${port}/shop`
  const unreachable = await openShop({ url }).catch((error: unknown) => error)
  expect(unreachable).toBeInstanceOf(DatabaseUnreachableError)
  expect(unreachable).toMatchObject({
    retryable: true,
    message: expect.stringContaining(`127.0.0.1:${port}/shop`),
  })
  const invalid = await openShop({ url: 'postgres//me:hunter2@host' }).catch((error: unknown) => error)
  expect(invalid).toBeInstanceOf(DatabaseUrlError)
  const logged: string[] = []
  const log = createLogger({ name: 'test', to: { write: (line: string) => void logged.push(line) } })
  log.error({ err: unreachable }, 'cannot open')
  log.error({ err: invalid }, 'cannot open')
  expect(logged).toHaveLength(2)
  expect(logged.join('')).not.toContain('hunter2')
})

describe.skipIf(isPostgresLeftOut())('a server of its own', () => {
  let server: PostgresServer
  afterAll(() => server?.close())

  test('processes that start together on an empty database migrate it once', async () => {
    server = await PostgresServer.start()
    const place = await server.createDatabase()
    const opened = await Promise.all(Array.from({ length: 4 }, () => openShop(place)))
    expect(await opened[0]?.query('select count(*) as applied from millrace.migration')).toEqual([
      { applied: 2 },
    ])
    await Promise.all(opened.map((database) => database.close()))
  })

  test('a server killed amid transactions: what was acknowledged stays, what was not is gone, the handle works on', async () => {
    await using database = await openShop(await server.createDatabase())
    for (let b = 0; b < 20; b++)
      await database.transaction((session) => session.query(`insert into shop.pair values ('kept', $1)`, [b]))
    const broken = database.transaction(async (session) => {
      await session.query(`insert into shop.pair values ('lost', 1)`)
      await server.kill()
      await session.query(`insert into shop.pair values ('lost', 2)`)
    })
    await expect(broken).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE', mayBeCommitted: false })
    await expect(database.query('select 1')).rejects.toThrow(DatabaseUnreachableError)
    await server.restart()
    expect(await database.query('select a, count(*) as rows from shop.pair group by a')).toEqual([
      { a: 'kept', rows: 20 },
    ])
    await database.transaction((session) => session.query(`insert into shop.pair values ('after', 1)`))
  })
})
