import { log, startProtocol } from '@millrace/chain/testing'
import { expect, test } from 'vitest'
import { compare } from '../src/check/contract-state.ts'
import { ledgerProbes } from '../src/check/probes.ts'
import { BlockSource } from '../src/source/block-source.ts'
import { Follower } from '../src/sync/follower.ts'
import { Activity } from './activity.ts'
import { memoryDatabase } from './try.ts'

test('first light', async () => {
  await using protocol = await startProtocol()
  const activity = new Activity(protocol, Number(process.env['SEED'] ?? 1))
  await activity.begin()
  await activity.run(Number(process.env['CALLS'] ?? 300))
  const database = await memoryDatabase()
  const rpc = { request: (args: never) => protocol.chain.client.request(args) as Promise<unknown> }
  const source = new BlockSource({ readsAllHeaders: true }, rpc as never)
  const follower = new Follower(
    { feeBooking: 'run', undoBlocks: 20, confirmations: 5, maxPageBlocks: 1000 },
    { source, rpc: rpc as never, database, log },
  )
  const lower = (x: string) => x.toLowerCase() as `0x${string}`
  await follower.begin({
    chainId: 31337,
    controller: lower(protocol.controller),
    firstBlock: 0,
    contracts: [
      { address: lower(protocol.controller), name: 'controller' },
      { address: lower(protocol.chain.addresses.token), name: 'token' },
    ],
  })
  while (!(await follower.step()));
  console.log(follower.position)
  console.log(
    (await database.query('select contract, name, count(*) from indexer.event group by 1,2 order by 1,2'))
      .map((r) => `${r['name']} ${r['count']}`)
      .join('\n'),
  )
  const probes = await ledgerProbes(database)
  const mismatches = await compare(probes, {
    rpc: rpc as never,
    addresses: protocol.chain.addresses,
    blockNumber: follower.position?.block ?? 0,
  })
  console.log(probes.length, mismatches)
  expect(mismatches).toEqual([])
}, 120_000)
