import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Protocol, startProtocol } from '@millrace/chain/testing'
import { createLogger } from '@millrace/common'
import { type DatabasePlace, openDatabase } from '@millrace/database'
import { databasesForTests } from '@millrace/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import { assertAsFresh } from './as-fresh.ts'
import { beginLedger, catchUp, followerOf, rpcOf } from './kit.ts'

const migrations = join(import.meta.dirname, '../migrations')
const versions = (await readdir(migrations)).sort()

let protocol: Protocol
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-earlier-'))
  protocol = await startProtocol({ roundLengthBlocks: 20n })
  await protocol.nextRound()
})
afterAll(async () => {
  await protocol[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

/** As a program left it that knew only the first migrations: what it read, and what it told consumers of. */
async function leaveEarlier(place: DatabasePlace, known: number): Promise<void> {
  const earlier = join(folder, String(known))
  await mkdir(earlier, { recursive: true })
  for (const name of versions.slice(0, known)) await cp(join(migrations, name), join(earlier, name))
  await using database = await openDatabase(place, {
    migrations: { service: 'indexer', folder: earlier },
    schema: {},
  })
  const number = 7
  const nowhere = `0x${'7'.repeat(64)}`
  const at = { block_number: number, block_hash: nowhere, block_time: 7, protocol_block: number }
  const checkpoint = {
    ...{ id: 1, chain_id: protocol.chain.chainId, controller: protocol.controller.toLowerCase() },
    ...{ first_block: 0, confirmed_block: 3, ...at },
  }
  const told = { kind: 'paused', round: 0, ...at, tx_hash: nowhere, time: 7, data: {}, is_settled: false }
  const rows = {
    checkpoint: [checkpoint],
    token_holder: [{ address: `0x${'9'.repeat(40)}`, balance_wei: 5 }],
    outbox: [
      { ...told, seq: 1, id: 'firm', state: 'provisional', is_settled: true },
      { ...told, seq: 2, id: 'firm', state: 'confirmed', is_settled: true },
      { ...told, seq: 3, id: 'loose', state: 'provisional' },
    ],
  }
  for (const [table, values] of Object.entries(rows))
    await database.query(
      `insert into "indexer"."${table}" select * from json_populate_recordset(null::"indexer"."${table}", $1::json)`,
      [JSON.stringify(values)],
    )
}

describe.each(databasesForTests())('on $engine', ({ engine, createDatabase }) => {
  // The oldest goes through all migrations; from 0005 on a database says which version filled it.
  const earlier = versions.slice(0, engine === 'pglite' ? 1 : versions.indexOf('0005-ledger-version.sql'))
  test.each(earlier.map((name, index) => ({ name, known: index + 1 })))(
    'a database that ends with $name is filled anew, in one line, and takes back what was not confirmed',
    async ({ known }) => {
      const place =
        engine === 'pglite' ? { folder: join(folder, `database-${known}`) } : await createDatabase()
      await leaveEarlier(place, known)
      await using database = await openIndexerDatabase(place)
      const lines: string[] = []
      const log = createLogger({ name: 'test', to: { write: (line) => void lines.push(line) } })
      await catchUp(await beginLedger(protocol, { database }, { log }))
      expect(lines).toEqual([expect.stringContaining('all blocks are read anew')])
      const told = await database.query(
        `select id, state from "indexer"."outbox" where id in ('firm', 'loose') order by seq`,
      )
      expect(told.map(({ id, state }) => `${id} ${state}`)).toEqual([
        ...['firm provisional', 'firm confirmed', 'loose provisional', 'loose retracted'],
      ])
      // It is not of this chain.
      await database.query(`delete from "indexer"."outbox" where id = 'firm'`)
      await assertAsFresh(protocol, { database, rpc: rpcOf(protocol) })
      // Opened once more it is as it should be.
      await catchUp(await beginLedger(protocol, { database }, { log }))
      expect(lines).toHaveLength(1)
    },
    240_000,
  )
})

test('what stands unconfirmed when blocks are read anew is told again, and confirmed once', async () => {
  await using database = await openIndexerDatabase({ memory: true })
  await catchUp(await beginLedger(protocol, { database }, { confirmations: 1_000 }))
  const [before] = await database.query(
    `select count(*) as told from "indexer"."outbox" where state = 'provisional'`,
  )
  await database.query('update "indexer"."checkpoint" set ledger_version = 0')
  await catchUp(await beginLedger(protocol, { database }, { confirmations: 1_000 }))
  await protocol.mine(1)
  await catchUp(followerOf({ database, rpc: rpcOf(protocol) }, { confirmations: 0 }))
  const told = await database.query(
    `select string_agg(state, ' ' order by seq) as states from "indexer"."outbox" group by id`,
  )
  expect(told).toHaveLength(Number(before?.['told']))
  for (const { states } of told) expect(states).toBe('provisional retracted provisional confirmed')
})
