import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createLogger } from '@millrace/common'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  DatabaseFolderError,
  DatabaseInUseError,
  DatabaseUnreachableError,
  DatabaseUrlError,
} from '../src/index.ts'
import { isPostgresLeftOut, PostgresServer } from './kit/index.ts'
import { openShop } from './shelf.ts'

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

// PGlite takes long to start on a busy machine, and here it does twice.
test('a folder belongs to one process until that is killed; what it was told is written is there for the next', async () => {
  const place = { folder: join(folder, 'db') }
  const { child, lines } = startWriter(place)
  const ended = once(child, 'exit')
  let acknowledged = 0
  for await (const line of lines) {
    acknowledged = Number(line)
    if (acknowledged === 1) await expect(openShop(place)).rejects.toThrow(DatabaseInUseError)
    if (acknowledged === 10) child.kill('SIGKILL')
  }
  await ended
  await using database = await openShop(place)
  const [found] = await database.query('select count(*) as rows from shop.pair')
  expect(acknowledged).toBeGreaterThanOrEqual(10)
  expect(found?.rows).toBeGreaterThanOrEqual(acknowledged)
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
  beforeAll(async () => {
    server = await PostgresServer.start()
  })
  afterAll(() => server?.close())

  test('processes that start together on an empty database migrate it once', async () => {
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
