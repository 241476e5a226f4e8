import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import { Lifecycle } from '@millrace/common'
import { FileLock } from '@millrace/common/file-lock'
import type { Connection, Driver } from './driver.ts'
import { DatabaseFolderError, DatabaseInUseError } from './errors.ts'
import { valueParsers } from './value-parsers.ts'

const options = { parsers: valueParsers }

/**
 * PostgreSQL inside this process. It has one session, so everything takes its turn.
 * @param folder - undefined keeps everything in memory
 * @throws {DatabaseInUseError} when another process has the folder
 * @throws {DatabaseFolderError} when it cannot be made, read or written
 */
export async function openPglite(folder: string | undefined): Promise<Driver> {
  const lifecycle = new Lifecycle()
  try {
    if (folder !== undefined) await holdFolder(folder, lifecycle)
    const pglite = await PGlite.create({ ...(folder === undefined ? {} : { dataDir: join(folder, 'data') }) })
    lifecycle.use('pglite', pglite)
    await pglite.exec(`set timezone to 'UTC'`)
    const { query, queryArrays } = connectionOf(pglite)
    return {
      engine: 'pglite',
      query,
      queryArrays,
      transaction: (_isolation, work) => pglite.transaction((open) => work(connectionOf(open))),
      close: () => lifecycle.close(),
    }
  } catch (cause) {
    await lifecycle.close()
    if (folder === undefined || cause instanceof DatabaseInUseError) throw cause
    throw new DatabaseFolderError({ folder, cause })
  }
}

async function holdFolder(folder: string, lifecycle: Lifecycle): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const lock = FileLock.take(join(folder, 'lock.sqlite'))
  if (lock === undefined) throw new DatabaseInUseError({ folder })
  lifecycle.use('lock', lock)
}

function connectionOf(session: PGlite | Transaction): Connection {
  return {
    query: async (text, parameters) =>
      (await session.query<Record<string, unknown>>(text, [...parameters], options)).rows,
    queryArrays: async (text, parameters) =>
      (await session.query<unknown[]>(text, [...parameters], { ...options, rowMode: 'array' })).rows,
    copyIn: async (target, lines) =>
      void (await session.query(`copy ${target} from '/dev/blob'`, [], { blob: new Blob([lines]) })),
    script: async (text) => void (await session.exec(text)),
  }
}
