import { type Protocol, startProtocol } from '@millrace/chain/testing'
import { Emitter, silentLogger } from '@millrace/common'
import type { Hex } from '@millrace/crypto'
import { databasesForTests } from '@millrace/database/testing'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { indexerApp, tagOf } from '../src/api/app.ts'
import { readEarnings } from '../src/api/fact-routes.ts'
import { allLists } from '../src/api/lists.ts'
import { type IndexerDatabase, openIndexerDatabase } from '../src/store/open-indexer-database.ts'
import type { Follower, Position } from '../src/sync/follower.ts'
import { Activity } from './activity.ts'
import { beginLedger, catchUp } from './kit.ts'
import { recordsOf } from './records.ts'

const usage = { weiPerPixel: 1, pixelsPerMinute: 10 }
const lists = allLists(usage)

let protocol: Protocol

beforeAll(async () => {
  protocol = await startProtocol({ roundLengthBlocks: 20n }, { hasHistory: true })
  const activity = new Activity(protocol, 11)
  await activity.begin()
  await activity.run(250)
  // Long enough for a record of 30 rounds.
  for (let round = 0; round < 30; round++) {
    await protocol.nextRound()
    await activity.run(2)
  }
}, 240_000)
afterAll(() => protocol[Symbol.asyncDispose]())

const pageSchema = z.object({
  items: z.array(z.record(z.string(), z.unknown())),
  next: z.string().optional(),
  block: z.object({ number: z.number() }),
})

describe.each(databasesForTests())('on $engine', ({ createDatabase }) => {
  const changes = new Emitter<{ block: Position }>()
  let database: IndexerDatabase
  let follower: Follower
  let app: ReturnType<typeof indexerApp>

  beforeAll(async () => {
    database = await openIndexerDatabase(await createDatabase())
    follower = await beginLedger(protocol, { database })
    await catchUp(follower)
    app = indexerApp({
      ...{ database, changes, log: silentLogger(), usage, staleAfterMs: 60_000 },
      metrics: { registry: new Registry() },
      position: () => follower.position,
      steppedAtMs: () => Date.now(),
    })
  })
  afterAll(() => database.close())

  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await app.request(path, { headers })
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, text, json: () => JSON.parse(text) as unknown }
  }
  const page = async (path: string) => pageSchema.parse((await get(path)).json())

  test.each(lists.map(({ path, sorts }) => ({ path, sorts })))(
    'pages of $path hold each row once, by every order, and as many as the CSV',
    async ({ path, sorts }) => {
      const csv = (await get(`${path}?format=csv`)).text.trimEnd().split('\r\n')
      const limit = Math.max(2, Math.ceil(csv.length / 3))
      for (const [index, sort] of sorts.entries()) {
        for (const order of index % 2 === 0 ? ['asc', 'desc'] : ['desc']) {
          const rows: string[] = []
          let cursor = ''
          do {
            const { items, next } = await page(
              `${path}?sort=${sort}&order=${order}&limit=${Math.min(limit, 500)}${cursor}`,
            )
            rows.push(...items.map((item) => JSON.stringify(item)))
            cursor = next === undefined ? '' : `&cursor=${next}`
          } while (cursor !== '')
          expect(new Set(rows).size).toBe(rows.length)
          expect(rows).toHaveLength(csv.length - 1)
        }
      }
    },
  )

  test('a table is exported as of one block, while another one is read', async () => {
    const [exported] = await Promise.all([
      get('/v1/events?format=csv&order=asc'),
      protocol.nextRound().then(() => catchUp(follower)),
    ])
    const { items } = await page('/v1/events?limit=1')
    const last = exported.text.trimEnd().split('\r\n').at(-1)
    const isOld = !last?.includes(String(items[0]?.['txHash']))
    const { hash } = follower.position ?? { hash: '' }
    expect(exported.headers.get('etag') === tagOf(hash)).toBe(!isOld)
  })

  test('error: who would export when many wait is put off', async () => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => get('/v1/events?format=csv')))
    const [whole, ...others] = answers.filter(({ status }) => status === 200)
    expect(others.every(({ text }) => text === whole?.text)).toBe(true)
    const refused = answers.filter(({ status }) => status === 503)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused[0]?.json()).toMatchObject({ error: { code: 'TOO_MANY_EXPORTS' } })
  })

  test('every filter is understood, and finds only what fits', async () => {
    const [orchestrator] = (await page('/v1/orchestrators?limit=1')).items
    const address = String(orchestrator?.['address'])
    const { items } = await page(`/v1/stake-changes?delegate=${address.toUpperCase().replace('0X', '0x')}`)
    expect(new Set(items.map(({ delegate }) => delegate))).toEqual(new Set([address]))
    const events = await page(`/v1/events?account=${address}&contract=bondingManager&name=Bond&round=2`)
    expect(events.items.every(({ name, round }) => name === 'Bond' && round === 2)).toBe(true)
    for (const { path, filters } of lists)
      for (const name of Object.keys(filters)) {
        const value = ['0', address, `0x${'0'.repeat(64)}`, 'open'].find(
          (candidate) => filters[name]?.schema.safeParse(candidate).success,
        )
        expect((await get(`${path}?${name}=${value}`)).status, `${path}?${name}=${value}`).toBe(200)
      }
  })

  test('the record of every orchestrator is what its rounds and payments add up to', async () => {
    const expected = await recordsOf(database)
    const { items } = await page('/v1/orchestrators?limit=500')
    expect(items).toHaveLength(expected.size)
    for (const item of items) {
      const { ownStakeShare, ...record } = expected.get(String(item['address'])) ?? {}
      expect(item).toMatchObject(record)
      if (typeof ownStakeShare !== 'number') expect(item['ownStakeShare']).toBeNull()
      else expect(item['ownStakeShare']).toBeCloseTo(ownStakeShare, 9)
    }
    expect(items.filter((item) => item['rewardCallRatio30'] !== null).length).toBeGreaterThan(0)
    const [{ sum }] = (await database.query(
      'select sum(fees_wei) as sum from "indexer"."orchestrator_day"',
    )) as [{ sum: string }]
    const fees = items.reduce((total, item) => total + BigInt(String(item['fees90DaysWei'])), 0n)
    expect(fees).toBe(BigInt(sum))
  })

  test('bounds leave rows within them, and null comes last by every order', async () => {
    const few = await page('/v1/orchestrators?rewardCallRatioMin=0.2&delegatorsMax=3&sort=rewardCallRatio')
    for (const { rewardCallRatio, delegators } of few.items) {
      expect(rewardCallRatio).toBeGreaterThanOrEqual(0.2)
      expect(delegators).toBeLessThanOrEqual(3)
    }
    for (const order of ['asc', 'desc']) {
      const { items } = await page(`/v1/orchestrators?sort=rewardCallRatio30&order=${order}&limit=500`)
      const isNull = items.map((item) => item['rewardCallRatio30'] === null)
      expect(isNull).toEqual(isNull.toSorted((a, b) => Number(a) - Number(b)))
    }
  })

  test('earnings by round add up to what was claimed and what is pending, for every delegator', async () => {
    const delegators = await database.query(
      `select d.address, d.claimed_rewards_wei + p.stake_wei - d.bonded_wei as rewards,
         d.claimed_fees_wei + p.fees_wei - d.fees_wei as fees
       from "indexer"."delegator" d join "indexer"."pending" p on p.address = d.address`,
    )
    expect(delegators.length).toBeGreaterThan(5)
    for (const { address, rewards, fees } of delegators) {
      const rounds = await readEarnings(String(address) as Hex, database)
      const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)
      expect(sum(rounds.map(({ rewardsWei }) => rewardsWei)), String(address)).toBe(BigInt(String(rewards)))
      expect(sum(rounds.map(({ feesWei }) => feesWei)), String(address)).toBe(BigInt(String(fees)))
      for (const { rewardsWei, feesWei } of rounds) {
        expect(rewardsWei).toBeGreaterThanOrEqual(0n)
        expect(feesWei).toBeGreaterThanOrEqual(0n)
      }
    }
  })

  test('answers about one thing say what they are true for, and fit their description', async () => {
    const { items } = await page('/v1/delegators?limit=1')
    const address = String(items[0]?.['address'])
    for (const path of [
      '/v1/overview',
      '/v1/concentration',
      `/v1/search?q=${address.slice(0, 8)}`,
      `/v1/delegators/${address}`,
      `/v1/delegators/${address}/earnings`,
    ]) {
      const answer = await get(path)
      expect(answer.status, path).toBe(200)
      expect(answer.json()).toMatchObject({ block: { number: follower.position?.block } })
      expect(answer.text).not.toMatch(/NaN|Infinity|undefined/)
    }
    expect((await get('/v1/health')).json()).toMatchObject({ status: 'ok', lagBlocks: 0 })
    expect((await get('/readyz')).status).toBe(200)
    const described = z
      .object({ paths: z.record(z.string(), z.unknown()) })
      .parse((await get('/openapi.json')).json())
    for (const { path } of lists) expect(Object.keys(described.paths)).toContain(path)
  })

  test('who has an answer already is told so', async () => {
    const first = await get('/v1/overview')
    const tag = first.headers.get('etag') ?? ''
    expect((await get('/v1/overview', { 'If-None-Match': tag })).status).toBe(304)
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
  })

  test('error: what does not fit is refused by name', async () => {
    for (const [path, words] of [
      ['/v1/rounds?limt=5', 'limt'],
      ['/v1/rounds?limit=5000', 'limit'],
      ['/v1/rounds?sort=; drop', 'sort'],
      ['/v1/events?txHash=0x12', 'txHash'],
      ['/v1/events?cursor=AAAA', 'cursor'],
      [`/v1/events?cursor=${Buffer.from('["x\' or 1=1","2","3"]').toString('base64url')}`, 'cursor'],
      ['/v1/delegators/0x12', 'address'],
    ] as const) {
      const answer = await get(path)
      expect(answer.status, path).toBe(400)
      expect(answer.text).toContain(words)
    }
    const nobody = `0x${'9'.repeat(40)}`
    expect((await get(`/v1/delegators/${nobody}`)).status).toBe(404)
    // Who never bonded earned nothing, which is an answer.
    expect((await get(`/v1/delegators/${nobody}/earnings`)).json()).toMatchObject({
      items: [],
      totalFeesWei: '0',
    })
    expect((await get('/v1/nothing')).status).toBe(404)
  })

  test('listeners are told of the newest block', async () => {
    const stopped = new AbortController()
    const answer = await app.request('/v1/live', { signal: stopped.signal })
    const reader = answer.body?.getReader()
    const reading = reader?.read()
    const position = follower.position
    if (!position) throw new Error('There is a position.')
    changes.emit('block', position)
    const text = new TextDecoder().decode((await reading)?.value)
    expect(text).toContain('event: block')
    expect(text).toContain(`"number":${position.block}`)
    await reader?.cancel()
  })
})
