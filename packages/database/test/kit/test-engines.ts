import { afterAll } from 'vitest'
import type { DatabasePlace, Engine } from '../../src/index.ts'
import { isPostgresLeftOut } from './postgres-programs.ts'
import { PostgresServer } from './postgres-server.ts'

export interface TestEngine {
  readonly engine: Engine
  /** Where an empty database is that nobody else uses. */
  createDatabase(): Promise<DatabasePlace>
}

/**
 * Both engines, for `describe.each`. To be called at the top of a test file: the server is started when the first
 * database is asked for, and closed after the file's last test.
 */
export function databasesForTests(): readonly TestEngine[] {
  let starting: Promise<PostgresServer> | undefined
  afterAll(async () => {
    await (await starting)?.close()
  })
  const pglite: TestEngine = { engine: 'pglite', createDatabase: async () => ({ memory: true }) }
  const postgresql: TestEngine = {
    engine: 'postgresql',
    createDatabase: async () => {
      starting ??= PostgresServer.start()
      return (await starting).createDatabase()
    },
  }
  return isPostgresLeftOut() ? [pglite] : [pglite, postgresql]
}
