import { type Protocol, startProtocol } from '@millrace/chain/testing'
import { databasesForTests } from '@millrace/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../../../contracts/test/differential/random.ts'
import { ReorgTooDeepError } from '../src/errors.ts'
import { type IndexerDatabase, openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import type { Sql } from '../src/store/table-sql.ts'
import type { FollowerDatabase } from '../src/sync/follower.ts'
import { Activity } from './activity.ts'
import { fingerprint } from './fingerprint.ts'
import { hostileRpc } from './hostile-rpc.ts'
import { beginLedger, catchUp, followerOf, rpcOf } from './kit.ts'

const turns = process.env['MILLRACE_DEEP'] ? 300 : 18
const seed = Number(process.env['MILLRACE_SEED'] ?? 5)

/** Fails now and then: before a transaction's end, or after it, as when the process dies before it hears of it. */
function dyingDatabase(database: FollowerDatabase, random: Random): FollowerDatabase {
  return {
    query: (text, parameters) => database.query(text, parameters),
    async transaction<T>(work: (sql: Sql) => Promise<T>) {
      const fate = random.chance(0.2) ? random.pick(['before', 'after']) : 'none'
      const result = await database.transaction(async (sql) => {
        const done = await work(sql)
        if (fate === 'before') throw new Error('The process died.')
        return done
      })
      if (fate === 'after') throw new Error('The process died.')
      return result
    },
  }
}

async function blockNumberOf(protocol: Protocol): Promise<number> {
  return Number(await protocol.raw('eth_blockNumber'))
}

describe.each(databasesForTests())('on $engine', ({ createDatabase }) => {
  let protocol: Protocol
  let database: IndexerDatabase
  beforeAll(async () => {
    protocol = await startProtocol({}, { hasHistory: true })
    database = await openIndexerDatabase(await createDatabase())
  }, 60_000)
  afterAll(async () => {
    await database.close()
    await protocol[Symbol.asyncDispose]()
  })

  test(
    'after reorganisations, lies and deaths at any point, the database is that of a fresh sync',
    async () => {
      const random = new Random(seed)
      const activity = new Activity(protocol, seed)
      await activity.begin()
      const honest = rpcOf(protocol)
      await catchUp(await beginLedger(protocol, { database }))
      const hostile = hostileRpc(honest, { random, probability: 0.05 })
      const parts = { database: dyingDatabase(database, random), rpc: hostile }
      let follower = followerOf(parts)
      let failures = 0
      for (let turn = 0; turn < turns; turn++) {
        const before = await blockNumberOf(protocol)
        await activity.run(1 + random.below(8))
        for (let step = 1 + random.below(6); step > 0; step--) {
          await follower.step().catch(() => {
            failures++
            follower = followerOf(parts)
          })
        }
        if (random.chance(0.5)) {
          await protocol.raw('anvil_rollback', [(await blockNumberOf(protocol)) - before])
          await activity.run(1 + random.below(3))
        }
      }
      await catchUp(followerOf({ database, rpc: honest }))
      await using fresh = await openIndexerDatabase({ memory: true })
      await catchUp(await beginLedger(protocol, { database: fresh }))
      expect(await fingerprint(database)).toEqual(await fingerprint(fresh))
      // Else nothing was put to the test.
      expect(failures).toBeGreaterThan(0)
      const states = await database.query('select distinct state from "indexer"."outbox" order by 1')
      expect(states.map(({ state }) => state)).toEqual(['confirmed', 'provisional', 'retracted'])
    },
    240_000 + turns * 20_000,
  )

  test('error: a chain that is replaced further back than can be undone is refused, and nothing is lost', async () => {
    const follower = followerOf({ database, rpc: rpcOf(protocol) }, { undoBlocks: 3 })
    await catchUp(follower)
    const before = await fingerprint(database)
    await protocol.raw('anvil_rollback', [8])
    await protocol.mine(12)
    await expect(follower.step()).rejects.toThrow(ReorgTooDeepError)
    expect(await fingerprint(database)).toEqual(before)
  }, 60_000)
})
