import { account, type Protocol, startProtocol } from '@millrace/chain/testing'
import { Emitter, silentLogger } from '@millrace/common'
import { databasesForTests } from '@millrace/database/testing'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { until } from '../../chain/test/until.ts'
import { indexerApp } from '../src/api/app.ts'
import { OtherDeploymentError } from '../src/errors.ts'
import { EnsNames } from '../src/names/ens-names.ts'
import { BlockSource } from '../src/source/block-source.ts'
import { openLedger } from '../src/start/open-ledger.ts'
import { type IndexerDatabase, openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import type { Follower, Position } from '../src/sync/follower.ts'
import { Activity } from './activity.ts'
import { type EnsStandIn, startEns } from './ens-stand-in.ts'
import { Identities } from './identities.ts'
import { beginLedger, catchUp, followerOf, rpcOf } from './kit.ts'

const addressOf = (index: number) => account(index).address.toLowerCase()
const measures = z.object({ accounts: z.number(), hhi: z.number() })
const concentrationSchema = z.object({
  orchestrators: measures,
  byOwner: z.object({ orchestrators: measures }),
})

let protocol: Protocol
let identities: Identities
let ens: EnsStandIn
const ensNames = new Map([
  [addressOf(5), 'sluice.eth'],
  [addressOf(1), 'not-mine.eth'],
  [addressOf(6), 'penstock.eth'],
  [addressOf(7), 'PENSTOCK.eth'],
  [addressOf(8), 'pen\u200Bstock.eth'],
])

beforeAll(async () => {
  ens = await startEns(ensNames)
  protocol = await startProtocol()
  await new Activity(protocol, 3).begin()
  await protocol.nextRound()
  identities = new Identities(protocol)
  await identities.say(0, {
    name: 'Weir & Sluice',
    url: 'https://weir.example',
    'com.example.other': 'kept, not shown',
  })
  await identities.say(1, { name: 'Wеir & Sluice' })
  await identities.say(2, { name: 'zero \0 and \u202Ebidi', 'not/a key': 'x', '\0': 'x' })
  await identities.say(5, { name: 'Undershot' })
  await identities.link(0, 3)
})
afterAll(async () => {
  await ens[Symbol.asyncDispose]()
  await protocol[Symbol.asyncDispose]()
})

describe.each(databasesForTests())('on $engine', ({ createDatabase }) => {
  let database: IndexerDatabase
  let follower: Follower
  let app: ReturnType<typeof indexerApp>

  beforeAll(async () => {
    database = await openIndexerDatabase(await createDatabase())
    follower = await beginLedger(protocol, { database })
    await catchUp(follower)
    const universalResolver = '0xeEeEEEeE14D718C2B47D9923Deab1335E144EeEe'
    app = indexerApp({
      ens: new EnsNames({ rpcUrl: ens.url, universalResolver }, { log: silentLogger() }),
      ...{ database, changes: new Emitter<{ block: Position }>(), log: silentLogger(), staleAfterMs: 60_000 },
      usage: { weiPerPixel: 1, pixelsPerMinute: 10 },
      metrics: { registry: new Registry() },
      position: () => follower.position,
      steppedAtMs: () => Date.now(),
    })
  })
  afterAll(() => database.close())

  const get = async (path: string) => {
    const answer = await app.request(path)
    return { status: answer.status, body: (await answer.json()) as { items: Record<string, unknown>[] } }
  }
  const profiles = async (...indexes: number[]) =>
    (await get(`/v1/profiles?address=${indexes.map((index) => account(index).address).join(',')}`)).body.items

  test('accounts are what they say, linked ones what their main account says, others nothing', async () => {
    const [first, linked, silent] = await profiles(0, 3, 4)
    expect(first).toMatchObject({
      ...{ address: addressOf(0), main: null, linked: [addressOf(3)], textsOf: addressOf(0) },
      ...{ name: 'Weir & Sluice', texts: { name: 'Weir & Sluice', url: 'https://weir.example' } },
    })
    expect(linked).toMatchObject({
      ...{
        address: addressOf(3),
        main: addressOf(0),
        linked: [],
        textsOf: addressOf(0),
        name: 'Weir & Sluice',
      },
    })
    expect(silent).toEqual({
      ...{ address: addressOf(4), main: null, linked: [], textsOf: addressOf(4), texts: {}, name: null },
      ...{ ens: null, lookAlikes: [] },
    })
  })

  test('look-alikes are told on both sides, and never of one’s own accounts', async () => {
    const [first, forger, linked] = await profiles(0, 1, 3)
    expect(first?.['lookAlikes']).toEqual([{ address: addressOf(1), name: 'Wеir & Sluice' }])
    expect(forger?.['lookAlikes']).toEqual([{ address: addressOf(0), name: 'Weir & Sluice' }])
    expect(linked?.['lookAlikes']).toEqual([{ address: addressOf(1), name: 'Wеir & Sluice' }])
  })

  test('what cannot be stored or shown is neither', async () => {
    const [odd] = await profiles(2)
    expect(odd?.['name']).toBe('zero � and bidi')
    const keys = await database.query('select key from "indexer"."profile_text" where account = $1', [
      addressOf(2),
    ])
    expect(keys).toEqual([{ key: 'name' }])
  })

  test('names are found by how they look, whole ones first', async () => {
    const found = async (words: string) => (await get(`/v1/search?q=${encodeURIComponent(words)}`)).body.items
    expect(await found('WEIR')).toEqual([
      { kind: 'orchestrator', id: expect.stringMatching(/^0x/), name: expect.stringContaining('Sluice') },
      { kind: 'orchestrator', id: expect.stringMatching(/^0x/), name: expect.stringContaining('Sluice') },
    ])
    expect(await found('undershot')).toEqual([{ kind: 'holder', id: addressOf(5), name: 'Undershot' }])
    for (const words of ['%', '_', '\u200B', 'nobody']) expect(await found(words), words).toEqual([])
  })

  test('a name in ENS stands where an account says none, if it is well written and leads back to it', async () => {
    ens.isBroken = true
    expect((await profiles(6)).map(({ name }) => name)).toEqual([null])
    ens.isBroken = false
    await until(async () => (await profiles(6))[0]?.['ens'] === 'penstock.eth')
    await until(async () => (await profiles(5))[0]?.['ens'] === 'sluice.eth')
    expect(await profiles(5, 6)).toMatchObject([
      { name: 'Undershot', ens: 'sluice.eth' },
      { name: 'penstock.eth', ens: 'penstock.eth' },
    ])
    expect((await profiles(1, 7, 8)).map((one) => one['ens'])).toEqual([null, null, null])
  })

  test('a name in ENS is found, whoever says what of themselves', async () => {
    const found = async (words: string) => (await get(`/v1/search?q=${encodeURIComponent(words)}`)).body.items
    expect(await found('penstock.eth')).toEqual([
      { kind: expect.any(String), id: addressOf(6), name: 'penstock.eth' },
    ])
    expect(await found('nobody.eth')).toEqual([])
    ens.isBroken = true
    expect(await found('penstock.eth')).toEqual([])
    ens.isBroken = false
  })

  test('linked accounts count as one owner beside the count by address', async () => {
    const concentration = concentrationSchema.parse((await get('/v1/concentration')).body)
    expect(concentration.byOwner.orchestrators.accounts).toBe(concentration.orchestrators.accounts - 1)
    expect(concentration.byOwner.orchestrators.hhi).toBeGreaterThan(concentration.orchestrators.hhi)
  })

  test('error: what is no list of addresses is refused by name', async () => {
    const many = Array.from({ length: 101 }, () => addressOf(0)).join(',')
    for (const query of [
      '',
      '?address=',
      '?address=0x12',
      `?address=${addressOf(0)},`,
      `?address=${many}`,
      '?adress=1',
    ])
      expect((await get(`/v1/profiles${query}`)).status, query).toBe(400)
  })

  test('error: a registry that was not followed from the beginning is not taken in later', async () => {
    const rpc = rpcOf(protocol)
    const source = new BlockSource({ readsAllHeaders: true, counting: 'own' }, rpc)
    const dependencies = {
      chain: protocol.chain,
      source,
      rpc,
      database,
      follower: followerOf({ database, rpc }),
      log: silentLogger(),
    }
    const open = (identityRegistry: string) =>
      openLedger({ firstBlock: 0, resync: false, identityRegistry }, dependencies)
    await open(identities.registry)
    await expect(open(addressOf(9))).rejects.toThrow(OtherDeploymentError)
  })

  test('a record that is emptied and a link that ends are gone, and both come back when their block does not stand', async () => {
    const snapshot = await protocol.raw('evm_snapshot')
    await identities.say(0, { name: '' })
    await identities.unlink(3, 3)
    await catchUp(follower)
    expect(await profiles(0, 3)).toMatchObject([
      { linked: [], name: null, texts: { url: 'https://weir.example' } },
      { main: null, textsOf: addressOf(3), texts: {} },
    ])
    await protocol.raw('evm_revert', [snapshot])
    await protocol.mine(3)
    await catchUp(follower)
    expect(await profiles(0, 3)).toMatchObject([
      { linked: [addressOf(3)], name: 'Weir & Sluice' },
      { main: addressOf(0), textsOf: addressOf(0) },
    ])
  })
})
