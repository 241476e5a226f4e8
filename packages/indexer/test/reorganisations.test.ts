import { type Protocol, startProtocol } from '@millrace/chain/testing'
import { createLogger } from '@millrace/common'
import { databasesForTests } from '@millrace/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../../../contracts/test/differential/random.ts'
import { ReorgTooDeepError } from '../src/errors.ts'
import type { BlockRpc } from '../src/source/block-source.ts'
import { type IndexerDatabase, openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import type { FollowerDatabase } from '../src/sync/follower.ts'
import { Activity } from './activity.ts'
import { assertAsFresh } from './as-fresh.ts'
import { dyingDatabase } from './dying-database.ts'
import { fingerprint } from './fingerprint.ts'
import { hostileRpc } from './hostile-rpc.ts'
import { beginLedger, catchUp, type FollowOptions, followerOf, rpcOf } from './kit.ts'
import { ReplayedChain } from './replayed-chain.ts'

const isDeep = process.env['MILLRACE_DEEP'] !== undefined
const turns = isDeep ? 300 : 8
const replays = isDeep ? 60 : 1
const seed = Number(process.env['MILLRACE_SEED'] ?? 5)

async function blockNumberOf(protocol: Protocol): Promise<number> {
  return Number(await protocol.raw('eth_blockNumber'))
}

/** A follower that is begun anew after each failure. */
function stubbornFollower(
  parts: { readonly database: FollowerDatabase; readonly rpc: BlockRpc },
  options: FollowOptions = {},
) {
  let follower = followerOf(parts, options)
  let failures = 0
  return {
    get failures() {
      return failures
    },
    async step() {
      await follower.step().catch(() => {
        failures++
        follower = followerOf(parts, options)
      })
    },
  }
}

describe.each(databasesForTests())('on $engine', ({ createDatabase }) => {
  let protocol: Protocol
  let database: IndexerDatabase
  beforeAll(async () => {
    protocol = await startProtocol({ roundLengthBlocks: 20n }, { hasHistory: true })
    database = await openIndexerDatabase(await createDatabase())
  }, 240_000)
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
      const rpc = hostileRpc(honest, { random, probability: 0.05 })
      const follower = stubbornFollower({ database: dyingDatabase(database, random), rpc })
      let highest = 0
      for (let turn = 0; turn < turns; turn++) {
        const before = await blockNumberOf(protocol)
        await activity.run(1 + random.below(8))
        highest = Math.max(highest, await blockNumberOf(protocol))
        for (let step = 1 + random.below(6); step > 0; step--) await follower.step()
        if (random.chance(0.5)) {
          await protocol.raw('anvil_rollback', [(await blockNumberOf(protocol)) - before])
          await activity.run(1 + random.below(3))
        }
      }
      // What was confirmed under more blocks than there are now is so for a fresh sync once there are as many again.
      await protocol.mine(Math.max(1, highest - (await blockNumberOf(protocol))))
      await catchUp(followerOf({ database, rpc: honest }))
      await assertAsFresh(protocol, { database, rpc: honest })
      // Else nothing was put to the test.
      expect(follower.failures).toBeGreaterThan(0)
    },
    240_000 + turns * 20_000,
  )

  test.each(Array.from({ length: replays }, (_, index) => seed + index))(
    'the same transactions in other blocks, replaced far more often, over days, from seed %i',
    async (replaySeed) => {
      const random = new Random(replaySeed)
      const chain = await ReplayedChain.of(rpcOf(protocol), random)
      await using replayed = await openIndexerDatabase(await createDatabase())
      const lines: string[] = []
      const log = createLogger({ name: 'test', to: { write: (line) => void lines.push(line) } })
      const options = { confirmations: random.below(8), undoBlocks: 40 + random.below(100), log }
      chain.mine(40)
      await catchUp(await beginLedger(protocol, { database: replayed, rpc: chain }, options))
      const rpc = hostileRpc(chain, { random, probability: 0.03 })
      const follower = stubbornFollower({ database: dyingDatabase(replayed, random), rpc }, options)
      let highest = 0
      while (!chain.isAtEnd) {
        for (let blocks = random.below(5); blocks > 0; blocks--) chain.mine()
        highest = Math.max(highest, chain.head)
        for (let step = 1 + random.below(6); step > 0; step--) await follower.step()
        if (!random.chance(0.5)) continue
        chain.rollback(random.below(random.chance(0.2) ? 30 : 8))
        chain.mine()
      }
      while (chain.head < highest) chain.mine(0)
      await catchUp(followerOf({ database: replayed, rpc: chain }, options))
      await assertAsFresh(protocol, { database: replayed, rpc: chain }, options)
      // Else nothing was put to the test.
      expect(lines.filter((line) => line.includes('blocks taken back')).length).toBeGreaterThan(2)
    },
    240_000,
  )

  test('error: a chain that is replaced further back than can be undone is refused, and nothing is lost', async () => {
    const follower = followerOf({ database, rpc: rpcOf(protocol) }, { undoBlocks: 3 })
    await catchUp(follower)
    const before = await fingerprint(database)
    await protocol.raw('anvil_rollback', [8])
    // Else blocks without transactions could be the same ones again.
    await protocol.raw('evm_increaseTime', [3_600])
    await protocol.mine(12)
    await expect(follower.step()).rejects.toThrow(ReorgTooDeepError)
    expect(await fingerprint(database)).toEqual(before)
  }, 240_000)
})
