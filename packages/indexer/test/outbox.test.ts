import { type Protocol, startProtocol } from '@millrace/chain/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Random } from '../../../contracts/test/differential/random.ts'
import { ReorgTooDeepError } from '../src/errors.ts'
import { openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import { assertAsFresh } from './as-fresh.ts'
import { beginLedger, catchUp, followerOf, rpcOf } from './kit.ts'
import { ReplayedChain } from './replayed-chain.ts'

let protocol: Protocol
beforeAll(async () => {
  protocol = await startProtocol({ roundLengthBlocks: 20n })
  await protocol.nextRound()
}, 240_000)
afterAll(() => protocol[Symbol.asyncDispose]())

test('what is confirmed stays so while the chain is shorter than it was, and is not told again', async () => {
  const rpc = await ReplayedChain.of(rpcOf(protocol), new Random(1))
  await using database = await openIndexerDatabase({ memory: true })
  const options = { confirmations: 3 }
  const outbox = () => database.query('select * from "indexer"."outbox" order by seq')
  const follow = () => catchUp(followerOf({ database, rpc }, options))
  while (!rpc.isAtEnd) rpc.mine(10)
  for (let block = 0; block < 3; block++) rpc.mine(0)
  await catchUp(await beginLedger(protocol, { database, rpc }, options))
  const told = await outbox()
  expect(told.at(-1)).toMatchObject({ state: 'confirmed', block_number: rpc.head - 3 })
  rpc.rollback(3)
  rpc.mine(0)
  await follow()
  expect(await outbox()).toEqual(told)
  for (let block = 0; block < 2; block++) rpc.mine(0)
  await follow()
  expect(await outbox()).toEqual(told)
  await assertAsFresh(protocol, { database, rpc }, options)
}, 240_000)

test('what a change of a parameter says does not depend on where a follower stood before', async () => {
  const rpc = await ReplayedChain.of(rpcOf(protocol), new Random(1))
  await using database = await openIndexerDatabase({ memory: true })
  rpc.mine(20)
  await catchUp(await beginLedger(protocol, { database, rpc }))
  const follower = followerOf({ database, rpc })
  while (!rpc.isAtEnd) {
    rpc.mine(4)
    await catchUp(follower)
  }
  await assertAsFresh(protocol, { database, rpc })
}, 240_000)

test('after a chain was replaced further back than can be undone, a new start takes back what the new one lacks', async () => {
  const rpc = await ReplayedChain.of(rpcOf(protocol), new Random(1))
  await using database = await openIndexerDatabase({ memory: true })
  const options = { confirmations: 0, undoBlocks: 2 }
  const standing = async () => {
    const rows = await database.query(
      `select distinct on (id) id, state, block_hash from "indexer"."outbox" order by id, seq desc`,
    )
    return rows
      .filter(({ state }) => state !== 'retracted')
      .map(({ id, block_hash }) => `${id} ${block_hash}`)
  }
  while (!rpc.isAtEnd) rpc.mine(2)
  await catchUp(await beginLedger(protocol, { database, rpc }, options))
  const before = await standing()
  const half = Math.floor(rpc.head / 2)
  rpc.rollback(half)
  while (rpc.head < 2 * half) rpc.mine(0)
  await expect(catchUp(followerOf({ database, rpc }, options))).rejects.toThrow(ReorgTooDeepError)
  await catchUp(await beginLedger(protocol, { database, rpc }, { ...options, resync: true }))
  const after = await standing()
  expect(after.length).toBeLessThan(before.length)
  await using fresh = await openIndexerDatabase({ memory: true })
  await catchUp(await beginLedger(protocol, { database: fresh, rpc }, options))
  const told = await fresh.query('select id, block_hash from "indexer"."outbox" order by id')
  expect(after).toEqual(told.map(({ id, block_hash }) => `${id} ${block_hash}`))
}, 240_000)
