import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Driver } from '../src/driver.ts'
import { DatabaseVersionError, MigrationChangedError } from '../src/index.ts'
import { migrate } from '../src/migrations.ts'
import { openDriver } from '../src/open-driver.ts'
import { databasesForTests } from './kit/index.ts'
import { migrations } from './shelf.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-migrations-'))
  await cp(migrations.folder, folder, { recursive: true })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe.each(databasesForTests())('$engine', ({ createDatabase }) => {
  let driver: Driver

  beforeAll(async () => {
    driver = await openDriver(await createDatabase(), { applicationName: 'test' })
  })
  afterAll(() => driver.close())

  test('a new migration is applied to a database in use before, each service in its own schema', async () => {
    for (const service of ['first', 'second']) await migrate(driver, { service, folder })
    await writeFile(join(folder, '0003-more.sql'), 'create table more (a text); insert into more values (1);')
    await migrate(driver, { service: 'first', folder })
    await migrate(driver, { service: 'first', folder })
    expect(await driver.query('select a from first.more', [])).toEqual([{ a: '1' }])
    expect(
      await driver.query('select service, version, name from millrace.migration order by 1, 2', []),
    ).toEqual([
      { service: 'first', version: 1, name: '0001-shelf.sql' },
      { service: 'first', version: 2, name: '0002-pair.sql' },
      { service: 'first', version: 3, name: '0003-more.sql' },
      { service: 'second', version: 1, name: '0001-shelf.sql' },
      { service: 'second', version: 2, name: '0002-pair.sql' },
    ])
  })

  test('line ends that Git changed are no change', async () => {
    await writeFile(join(folder, '0003-lines.sql'), 'select 1;\nselect 2;\n')
    await migrate(driver, { service: 'lines', folder })
    await writeFile(join(folder, '0003-lines.sql'), 'select 1;\r\nselect 2;\r\n')
    await migrate(driver, { service: 'lines', folder })
  })

  test('error: a migration that fails leaves nothing of itself behind', async () => {
    await writeFile(join(folder, '0003-more.sql'), 'create table more (a text); select nonsense;')
    await expect(migrate(driver, { service: 'failing', folder })).rejects.toMatchObject({ code: '42703' })
    expect(
      await driver.query(
        `select to_regclass('failing.more')::text as more, to_regclass('failing.pair')::text as pair`,
        [],
      ),
    ).toEqual([{ more: null, pair: 'failing.pair' }])
  })

  test('error: a migration that is missing between others is told', async () => {
    await rm(join(folder, '0001-shelf.sql'))
    await expect(migrate(driver, { service: 'gap', folder })).rejects.toThrow('Migration 1 is missing')
  })

  test('error: a changed migration, and a database that a newer version wrote', async () => {
    await migrate(driver, { service: 'older', folder })
    await writeFile(join(folder, '0002-pair.sql'), 'select 1;')
    await expect(migrate(driver, { service: 'older', folder })).rejects.toThrow(MigrationChangedError)
    await rm(join(folder, '0002-pair.sql'))
    const older = migrate(driver, { service: 'older', folder })
    await expect(older).rejects.toThrow(DatabaseVersionError)
    await expect(older).rejects.toThrow('at version 2, this program knows versions up to 1. Run the newer')
  })
})
