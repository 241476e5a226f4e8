import { type DatabasePlace, schemaDifferences } from '@millrace/database'
import { createPrice } from '@millrace/payments'
import { afterEach, describe, expect, test } from 'vitest'
import { databasesForTests } from '../../../database/test/kit/index.ts'
import { readResultPage } from '../../src/tester/api/result-pages.ts'
import type { SegmentResult } from '../../src/tester/measure/segment-result.ts'
import { ScoreBoard } from '../../src/tester/score/score-board.ts'
import { openTesterDatabase } from '../../src/tester/store/open-tester-database.ts'
import { ResultStore } from '../../src/tester/store/result-store.ts'
import * as tables from '../../src/tester/store/tables.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function open(place: DatabasePlace) {
  const database = await openTesterDatabase(place)
  closing.push(() => database.close())
  return { database, store: new ResultStore(database) }
}

const uuid = (digit: number) => `${String(digit).repeat(8)}-0000-4000-8000-${String(digit).repeat(12)}`
const price = createPrice(3n, 2n)

function result(facts: Partial<SegmentResult>): SegmentResult {
  return {
    ...{ seqNo: 0, atMs: 1_000_000, durationMs: 2_000, roundTripMs: 1_000, failure: undefined },
    ...{ advertised: price, asked: price, honesty: 1, paidWei: 10n ** 30n },
    renditions: [
      { profile: '240p', claimedPixels: 2n ** 62n, countedPixels: 10n, verdict: 'good', reasons: [] },
      {
        profile: '360p',
        claimedPixels: 9n,
        countedPixels: 9n,
        verdict: 'bad',
        reasons: ['NO_VIDEO', 'WRONG_SIZE'],
      },
    ],
    ...facts,
  }
}

describe.each(databasesForTests())('results in $engine', ({ createDatabase }) => {
  test('are told by region, rendition and page; the old ones of a region are forgotten', async () => {
    const { database, store } = await open(await createDatabase())
    expect(await schemaDifferences(database, tables)).toEqual([])
    const one = { orchestrator: `0x${'a1'.repeat(20)}`, serviceUri: 'https://one.test' }
    await store.add({
      ...one,
      test: uuid(1),
      region: 'FRA',
      results: [result({}), result({ seqNo: 1, roundTripMs: 3_000 })],
    })
    const failure = { code: 'BUSY', detail: 'It has no room.' }
    const late = result({ atMs: 2_000_000, roundTripMs: undefined, failure, honesty: undefined })
    await store.add({
      ...one,
      test: uuid(2),
      region: 'LON',
      results: [{ ...late, renditions: late.renditions.slice(0, 1) }],
    })

    const board = new ScoreBoard({ windowMs: 1_500_000, keepMs: 0 }, { database, nowMs: () => 2_000_000 })
    const { standings, regions, profiles } = await board.read()
    expect({ regions, profiles }).toEqual({ regions: ['FRA', 'LON'], profiles: ['240p', '360p'] })
    expect(standings).toMatchObject([
      {
        region: 'FRA',
        tests: 1,
        segments: 2,
        successRate: 1,
        quality: 0.5,
        honesty: 1,
        roundTripMs: 2_000,
        pricePerPixel: 1.5,
        lastFailure: null,
      },
      {
        region: 'LON',
        segments: 1,
        score: 0,
        roundTripMs: null,
        lastFailure: { ...failure, atMs: 2_000_000 },
      },
    ])
    expect(standings[0]?.score).toBeCloseTo(0.5 * (1 - Math.exp(-1)), 9)
    const only = (await board.read('360p')).standings
    expect(only).toMatchObject([{ region: 'FRA', quality: 0 }])

    const first = await readResultPage(database, { limit: 2 })
    expect(first.items).toMatchObject([
      { test: uuid(2), failure: 'BUSY', honesty: null },
      {
        test: uuid(1),
        seqNo: 1,
        paidWei: String(10n ** 30n),
        renditions: [{ claimedPixels: String(2n ** 62n) }, { reasons: ['NO_VIDEO', 'WRONG_SIZE'] }],
      },
    ])
    const { next: cursor } = first
    const rest = await readResultPage(database, { limit: 2, cursor })
    expect(rest).toMatchObject({ items: [{ test: uuid(1), seqNo: 0 }] })
    expect(rest.next).toBeUndefined()

    await store.forgetBefore('FRA', 3_000_000)
    expect((await readResultPage(database, { limit: 9 })).items.map(({ region }) => region)).toEqual(['LON'])
    expect([await store.lastTestAtMs('FRA'), await store.lastTestAtMs('LON')]).toEqual([undefined, 2_000_000])
  })

  test('what was spent is kept by account and day', async () => {
    const { store } = await open(await createDatabase())
    await store.saveSpent('0xa', { day: 5, wei: 7n })
    await store.saveSpent('0xa', { day: 6, wei: 10n ** 20n })
    await store.saveSpent('0xa', { day: 6, wei: 10n ** 21n })
    await store.saveSpent('0xb', { day: 6, wei: 1n })
    expect(await store.spentBy('0xa', 'tests')).toEqual([{ purpose: 'tests', day: 6, wei: 10n ** 21n }])
  })
})
