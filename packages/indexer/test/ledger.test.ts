import { type Protocol, startProtocol } from '@millrace/chain/testing'
import { schemaDifferences } from '@millrace/database'
import { databasesForTests } from '@millrace/database/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compare } from '../src/check/contract-state.ts'
import { ledgerProbes } from '../src/check/probes.ts'
import * as schema from '../src/schema/tables.ts'
import { type IndexerDatabase, openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import { Activity } from './activity.ts'
import { fingerprint } from './fingerprint.ts'
import { beginLedger, catchUp, rpcOf } from './kit.ts'

const fingerprints: Awaited<ReturnType<typeof fingerprint>>[] = []
let protocol: Protocol

beforeAll(async () => {
  protocol = await startProtocol({ roundLengthBlocks: 20n }, { hasHistory: true })
  const activity = new Activity(protocol, 7)
  await activity.begin()
  await activity.run(250)
})

afterAll(() => protocol[Symbol.asyncDispose]())

describe.each(databasesForTests())('on $engine', ({ createDatabase }) => {
  let database: IndexerDatabase
  beforeAll(async () => {
    database = await openIndexerDatabase(await createDatabase())
  })
  afterAll(() => database.close())

  test('the tables are as they are defined', async () => {
    expect(await schemaDifferences(database, schema)).toEqual([])
  })

  test('what events tell of every account is what the contracts hold, to the wei', async () => {
    const follower = await beginLedger(protocol, { database })
    await catchUp(follower)
    const probes = await ledgerProbes(database)
    expect(probes.length).toBeGreaterThan(100)
    const { addresses } = protocol.chain
    const blockNumber = follower.position?.block ?? 0
    expect(await compare(probes, { rpc: rpcOf(protocol), addresses, blockNumber })).toEqual([])
    fingerprints.push(await fingerprint(database))
  })

  test('error: a ledger that is off by one unit does not pass', async () => {
    await database.query(
      `update "indexer"."delegator" set bonded_wei = bonded_wei + 1
       where address = (select min(address) from "indexer"."delegator" where delegate is not null)`,
    )
    const { addresses, client } = protocol.chain
    const blockNumber = Number(await client.getBlockNumber())
    const mismatches = await compare(await ledgerProbes(database), {
      rpc: rpcOf(protocol),
      addresses,
      blockNumber,
    })
    expect(mismatches.map(({ read }) => read)).toContainEqual(
      expect.stringMatching(/getDelegator\(.*\)\[0\]/),
    )
  })
})

test('every kind of event that people cause is among those that were read', () => {
  // block, log, transaction, contract, address, name …
  const names = new Set(fingerprints[0]?.['event']?.map((row) => row.split(',')[5]))
  const wanted = [
    'Bond',
    'EarningsClaimed',
    'Rebond',
    'Reward',
    'RewardCallerSet',
    'TranscoderActivated',
    'TranscoderDeactivated',
    'TranscoderUpdate',
    'TransferBond',
    'TreasuryReward',
    'Unbond',
    'WithdrawFees',
    'NewRound',
    'ReserveClaimed',
    'WinningTicketRedeemed',
    'DepositFunded',
    'ServiceURIUpdate',
  ]
  expect(wanted.filter((name) => !names.has(name))).toEqual([])
})

test('both engines hold the same', () => {
  for (const other of fingerprints.slice(1)) expect(other).toEqual(fingerprints[0])
})
