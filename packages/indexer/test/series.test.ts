import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listQuerySchema, readListQuery, readPage } from '../src/api/list.ts'
import { allLists } from '../src/api/lists.ts'
import { type IndexerDatabase, openIndexerDatabase } from '../src/store/open-indexer-database.ts'

const lists = allLists({ weiPerPixel: 2, pixelsPerMinute: 5 })
const days = 86_400
/** A time in day 20,000. */
const now = 20_000 * days + 3_600
const someone = `0x${'a'.repeat(40)}`

let database: IndexerDatabase

beforeAll(async () => {
  database = await openIndexerDatabase({ memory: true })
  await database.query(
    `insert into "indexer"."checkpoint" values (1, 1, '0x', 0, 9, '0x09', ${now}, 9, 9, 1)`,
  )
})
afterAll(() => database.close())

async function items(path: string, query: Readonly<Record<string, string>> = {}) {
  const list = lists.find((one) => one.path === path)
  if (!list) throw new Error('There is such a list.')
  const values = listQuerySchema(list).parse({ limit: '500', ...query })
  return (await readPage(list, readListQuery(list, values), database)).items
}

test('days without events have sums of nothing, and what stood before them, up to today', async () => {
  const day = (number: number, fees: number, stake: number) =>
    `(${number}, ${fees}, 1, 0, 0, 0, 0, ${stake}, 1000, 5, 7, 3)`
  await database.query(`insert into "indexer"."day" values ${day(19_990, 30, 400)}, ${day(19_995, 50, 500)}`)
  const found = await items('/v1/days', { order: 'asc' })
  expect(found.map((one) => one['day'])).toEqual(Array.from({ length: 11 }, (_, index) => 19_990 + index))
  expect(found.map((one) => one['feesWei'])).toEqual([
    '30',
    '0',
    '0',
    '0',
    '0',
    '50',
    '0',
    '0',
    '0',
    '0',
    '0',
  ])
  expect(found.map((one) => one['participation'])).toEqual([...Array(5).fill(0.4), ...Array(6).fill(0.5)])
  expect(found.every((one) => one['delegators'] === 7 && one['activeOrchestrators'] === 3)).toBe(true)
  expect(found[0]).toMatchObject({ usageMinutes: 3, isComplete: true, time: 19_990 * days * 1_000 })
  expect(found.at(-1)).toMatchObject({ usageMinutes: 0, isComplete: false })
  expect(await items('/v1/days', { from: '19994', to: '19996' })).toHaveLength(3)
})

test('rounds that nobody initialised are among the others, and say so', async () => {
  const round = (number: number, stake: number) =>
    `(${number}, ${number * 10}, '0x', ${number}, 9, 5, ${stake}, 1000, 0, 3, 7, 0, 0, 0, 0, 20, 1, 1, 2, 3, ${number}, 0, 0, 1, 2, 0.5, 0.25, null)`
  await database.query(`insert into "indexer"."round" values ${round(4, 60)}, ${round(7, 0)}`)
  const found = await items('/v1/rounds', { order: 'asc' })
  expect(found.map((one) => one['isInitialized'])).toEqual([true, false, false, true])
  expect(found[0]).toMatchObject({ churn: 0.1, gini: 0.5, usageMinutes: 2, isComplete: true, time: 4_000 })
  expect(found[1]).toMatchObject({
    churn: null,
    gini: null,
    feesWei: '0',
    totalActiveStakeWei: '60',
    time: 4_000,
  })
  expect(found[3]).toMatchObject({ churn: null, rankPersistence: null, isComplete: false, participation: 0 })
})

/** Raises by 50 points or more over any cut in force within the week before; the first setting is no raise. */
function spikesOf(changes: readonly { readonly hours: number; readonly cut: number }[]): (number | null)[] {
  return changes.map(({ hours, cut }, index) => {
    const inForce = changes.slice(1, index + 1).flatMap((one, at) => {
      const before = changes[at]?.cut ?? 0
      return hours - one.hours <= 7 * 24 ? [before] : []
    })
    const lowest = Math.min(...inForce)
    return cut - lowest >= 500_000 ? lowest : null
  })
}

test('a raise of the reward cut by 50 points within a week is told, and no other change', async () => {
  const change = fc.record({ after: fc.integer({ min: 0, max: 200 }), cut: fc.integer({ min: 0, max: 20 }) })
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (drawn) => {
      let hours = 0
      const changes = drawn.map(({ after, cut }) => {
        hours += after
        return { hours, cut: cut * 50_000 }
      })
      await database.query('delete from "indexer"."cut_change"')
      for (const [index, { hours: at, cut }] of changes.entries())
        await database.query(
          `insert into "indexer"."cut_change" (block_number, log_index, time, orchestrator, round, reward_cut, fee_share, previous_reward_cut, previous_fee_share)
           values ($1, 0, $2, $3, 1, $4, 400000, $5, $6)`,
          [
            ...[index, now - 100 * days + at * 3_600, someone, cut],
            ...[changes[index - 1]?.cut ?? 0, index === 0 ? 0 : 400_000],
          ],
        )
      const found = await items('/v1/cut-changes', { order: 'asc' })
      expect(found.map((one) => one['spikeFrom'])).toEqual(spikesOf(changes))
    }),
    { numRuns: 40 },
  )
})

test('spikes of the last 180 days count for an orchestrator', async () => {
  await database.query('delete from "indexer"."cut_change"')
  await database.query(`insert into "indexer"."protocol" values (1, 7, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`)
  await database.query(
    `insert into "indexer"."orchestrator" (address, reward_cut, fee_share, delegated_stake_wei, is_in_pool, activation_round,
       last_reward_round, last_fee_round, last_active_stake_update_round, active_cumulative_rewards_wei, cumulative_rewards_wei,
       cumulative_fees_wei, reward_factor, fee_factor, delegators, fees_wei, rewards_wei, missed_reward_calls, active_rounds)
     values ($1, 0, 0, 0, false, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)`,
    [someone],
  )
  for (const [index, daysAgo] of [181, 179, 3].entries())
    await database.query(
      `insert into "indexer"."cut_change" values ($1, 0, $3, 1, 900000, 0, 50000, 0, $2)`,
      [index, now - daysAgo * days, someone],
    )
  const [found] = await items('/v1/orchestrators')
  expect(found).toMatchObject({
    cutSpikes: 2,
    rewardCallRatio: null,
    rewardCallRatio30: null,
    ownStakeShare: null,
  })
})
