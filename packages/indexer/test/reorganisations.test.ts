import { log, type Protocol, startProtocol } from '@millrace/chain/testing'
import { expect, test } from 'vitest'
import { Random } from '../../../contracts/test/differential/random.ts'
import { type BlockRpc, BlockSource } from '../src/source/block-source.ts'
import type { Sql } from '../src/store/table-sql.ts'
import { Follower, type FollowerDatabase } from '../src/sync/follower.ts'
import { Activity } from './activity.ts'
import { fingerprint } from './fingerprint.ts'
import { hostileRpc } from './hostile-rpc.ts'
import { memoryDatabase } from './try.ts'

const options = { feeBooking: 'run', undoBlocks: 250, confirmations: 6, maxPageBlocks: 300 } as const

async function begin(protocol: Protocol, database: FollowerDatabase, rpc: BlockRpc): Promise<Follower> {
  const follower = followerOf(database, rpc)
  const lower = (x: string) => x.toLowerCase() as `0x${string}`
  const { controller, token } = protocol.chain.addresses
  await follower.begin({
    ...{ chainId: 31_337, controller: lower(controller), firstBlock: 0 },
    contracts: [
      { address: lower(controller), name: 'controller' },
      { address: lower(token), name: 'token' },
    ],
  })
  return follower
}

function followerOf(database: FollowerDatabase, rpc: BlockRpc): Follower {
  return new Follower(options, {
    source: new BlockSource({ readsAllHeaders: true }, rpc),
    rpc,
    database,
    log,
  })
}

async function catchUp(follower: Follower): Promise<void> {
  try {
    while (!(await follower.step()));
  } catch (error) {
    console.log('FAILED', error, follower.position, lastRequests.slice(-12))
    throw error
  }
}
const lastRequests: string[] = []

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

test('after reorganisations, lies and deaths at any point, the database is that of a fresh sync', async () => {
  await using protocol = await startProtocol()
  const seed = Number(process.env['SEED'] ?? 1)
  const random = new Random(seed)
  const activity = new Activity(protocol, seed)
  await activity.begin()
  const honest: BlockRpc = {
    request: async (args) => {
      const answer = (await protocol.chain.client.request(args as never)) as { number?: string } | null
      lastRequests.push(`${JSON.stringify(args)} ${answer?.number ?? JSON.stringify(answer)?.slice(0, 50)}`)
      return answer
    },
  }
  const hostile = hostileRpc(honest, { random, probability: 0.02 })
  const database = await memoryDatabase()
  const dying = dyingDatabase(database, random)
  await catchUp(await begin(protocol, database, honest))
  let follower = followerOf(dying, hostile)
  let failures = 0
  for (let turn = 0; turn < 25; turn++) {
    const before = Number(await protocol.raw('eth_blockNumber'))
    await activity.run(1 + random.below(8))
    for (let step = random.below(6); step > 0; step--) {
      await follower.step().catch(() => {
        failures++
        follower = followerOf(dying, hostile)
      })
    }
    if (random.chance(0.5)) {
      await protocol.raw('anvil_rollback', [Number(await protocol.raw('eth_blockNumber')) - before])
      await activity.run(1 + random.below(3))
    }
  }
  const raw = await fetch(protocol.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }),
  })
  console.log(
    'RAW',
    await raw.text(),
    (
      (await honest.request({ method: 'eth_getBlockByNumber', params: ['latest', false] })) as {
        number: string
      }
    ).number,
  )
  await catchUp(followerOf(database, honest))
  const fresh = await memoryDatabase()
  await catchUp(await begin(protocol, fresh, honest))
  const [kept, expected] = [await fingerprint(database), await fingerprint(fresh)]
  console.log(
    'failures',
    failures,
    Object.entries(expected)
      .map(([k, v]) => `${k} ${v.length}`)
      .join(' '),
  )
  console.log(await database.query('select state, count(*) from indexer.outbox group by 1'))
  expect(kept).toEqual(expected)
}, 240_000)
