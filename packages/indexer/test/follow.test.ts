import { ether, log, startProtocol } from '@millrace/chain/testing'
import { expect, test } from 'vitest'
import { BlockSource } from '../src/source/block-source.ts'
import { Follower } from '../src/sync/follower.ts'
import { memoryDatabase } from './try.ts'

test('first light', async () => {
  await using protocol = await startProtocol()
  const a = protocol.actor(1), b = protocol.actor(2)
  await protocol.nextRound()
  await a.actions.staking.bond({ amountWei: 100n * ether, to: a.account.address } as never)
  await b.actions.staking.bond({ amountWei: 50n * ether, to: a.account.address } as never)
  await protocol.nextRound()
  await a.actions.staking.reward()
  const database = await memoryDatabase()
  const rpc = { request: (args: never) => protocol.chain.client.request(args) as Promise<unknown> }
  const source = new BlockSource({ readsAllHeaders: true }, rpc as never)
  const follower = new Follower({ feeBooking: 'run', undoBlocks: 20, confirmations: 5, maxPageBlocks: 1000 }, { source, rpc: rpc as never, database, log })
  const lower = (x: string) => x.toLowerCase() as `0x${string}`
  await follower.begin({ chainId: 31337, controller: lower(protocol.controller), firstBlock: 0, contracts: [{ address: lower(protocol.controller), name: 'controller' }, { address: lower(protocol.chain.addresses.token), name: 'token' }] })
  while (!(await follower.step()));
  console.log(follower.position)
  console.log(await database.query('select contract, name, count(*) from indexer.event group by 1,2 order by 1,2'))
  console.log(await database.query('select * from indexer.orchestrator'))
  console.log(await database.query('select * from indexer.delegator'))
  console.log(await database.query('select * from indexer.round'))
  console.log(await database.query('select * from indexer.pool'))
  console.log(await database.query('select count(*) from indexer.undo'))
  console.log(await database.query('select seq,state,kind,subject,data from indexer.outbox'))
  expect(1).toBe(1)
}, 60_000)
