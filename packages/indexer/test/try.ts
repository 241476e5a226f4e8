import { readFile } from 'node:fs/promises'
import { PGlite } from '@electric-sql/pglite'
export async function memoryDatabase() {
  const pg = await PGlite.create()
  await pg.exec(await readFile(new URL('../migrations/0001-ledger.sql', import.meta.url), 'utf8'))
  const sqlOf = (one: Pick<PGlite, 'query'>) => ({
    query: async (text: string, parameters: readonly unknown[] = []) =>
      (await one.query<Record<string, unknown>>(text, [...parameters])).rows,
  })
  return {
    ...sqlOf(pg),
    transaction: <T>(work: (sql: ReturnType<typeof sqlOf>) => Promise<T>) =>
      pg.transaction((tx) => work(sqlOf(tx))) as Promise<T>,
    close: () => pg.close(),
  }
}
