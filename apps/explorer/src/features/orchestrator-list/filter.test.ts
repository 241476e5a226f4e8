import { expect, test } from 'vitest'
import { isWanted } from './filter.ts'
import type { Listed } from './listed.ts'
import { listSearchSchema } from './search.ts'
import { sortListed } from './sort.ts'

const token = 10n ** 18n

function listed(
  name: string,
  change: Partial<Omit<Listed, 'row'>> & { readonly row?: Partial<Listed['row']> } = {},
): Listed {
  const { row, ...rest } = change
  return {
    row: {
      address: `0x${name.padEnd(40, '0')}`,
      ...{ state: 'active', delegatedStakeWei: token, ownStakeWei: token, rewardCut: 100_000 },
      ...{ feeShare: 400_000, delegators: 1, activationRound: 2, deactivationRound: null },
      ...{ firstActivationRound: 2, lastRewardRound: 9, callsDue: 10, callsMade: 10, rewardCallRatio: 1 },
      ...{
        missedRewardCalls: 0,
        fees30DaysWei: 0n,
        fees90DaysWei: token,
        fees90RoundsWei: token,
        activeRounds: 90,
        feesWei: token,
        rewardsWei: 0n,
      },
      ...{ serviceUri: 'https://a.example:8935', aiServiceUri: null, rewardCaller: null },
      ...row,
    } as Listed['row'],
    name: undefined,
    ...{ election: 'elected', isNew: false, ownShare: 0.5, seen: undefined, price: undefined },
    ...{ score: undefined, forecast: undefined, total: 0.1, isOwn: false },
    ...rest,
  }
}

const wanted = (one: Listed, search: object) => isWanted(one, listSearchSchema.parse(search))

test('without a filter the active set is shown, and the reader’s own delegate wherever it is', () => {
  expect(wanted(listed('a'), {})).toBe(true)
  expect(wanted(listed('a', { election: 'entering' }), {})).toBe(true)
  expect(wanted(listed('a', { election: 'waiting' }), {})).toBe(false)
  expect(wanted(listed('a', { election: 'unregistered', isOwn: true }), {})).toBe(true)
  expect(wanted(listed('a', { election: 'waiting' }), { state: 'all' })).toBe(true)
  expect(wanted(listed('a'), { state: 'waiting' })).toBe(false)
})

test('bounds are in the units that are shown, and hold at the bound itself', () => {
  expect(wanted(listed('a'), { rewardCut: 10, feeCut: 60, calls: 100, own: 50, fees: 1, yield: 10 })).toBe(
    true,
  )
  expect(wanted(listed('a', { row: { rewardCut: 290_000 } }), { rewardCut: 29 })).toBe(true)
  for (const search of [{ rewardCut: 9.9 }, { feeCut: 59 }, { own: 51 }, { fees: 1.01 }, { yield: 11 }])
    expect(wanted(listed('a'), search), JSON.stringify(search)).toBe(false)
})

test('what is not known is beyond every bound', () => {
  const unknown = listed('a', { ownShare: undefined, total: undefined, row: { rewardCallRatio: null } })
  for (const search of [{ own: 0 }, { yield: 0 }, { calls: 0 }, { price: 1_000 }, { score: 0 }])
    expect(wanted(unknown, search), JSON.stringify(search)).toBe(false)
})

test('words are looked for in addresses, whatever their case', () => {
  expect(wanted(listed('abc'), { q: ' 0xABC' })).toBe(true)
  expect(wanted(listed('abc'), { q: 'A.EXAMPLE' })).toBe(true)
  expect(wanted(listed('abc'), { q: '0xabd' })).toBe(false)
})

test('error: an address of the page with nonsense in it is one without that', () => {
  const search = {
    state: 'nowhere',
    rewardCut: -1,
    sort: 'name',
    principal: '1e9',
    rounds: 1.5,
    tokenPrice: 0,
  }
  expect(listSearchSchema.parse(search)).toEqual({})
})

test('orders turn around, but for what is not known, which stays last', () => {
  const list = [
    listed('a', { score: undefined }),
    listed('b', { score: 3 }),
    listed('c', { score: 7 }),
    listed('d', { score: 3 }),
  ]
  const names = (order: 'asc' | 'desc') =>
    sortListed(list, { sort: 'score', order }).map(({ row }) => row.address[2])
  expect(names('desc')).toEqual(['c', 'b', 'd', 'a'])
  expect(names('asc')).toEqual(['b', 'd', 'c', 'a'])
})

test('a fee cut is what is kept: the lowest shares most', () => {
  const list = [listed('a', { row: { feeShare: 900_000 } }), listed('b', { row: { feeShare: 100_000 } })]
  expect(sortListed(list, { sort: 'feeCut', order: 'asc' })[0]?.row.feeShare).toBe(900_000)
})

test('names are found, and come before addresses in the order of identity', () => {
  const [named, other, nameless] = [
    listed('b', { name: 'Weir' }),
    listed('a', { name: 'amber' }),
    listed('c'),
  ]
  expect(wanted(named, { q: 'wei' })).toBe(true)
  expect(wanted(other, { q: 'wei' })).toBe(false)
  expect(sortListed([nameless, named, other], { sort: 'identity', order: 'asc' })).toEqual([
    other,
    named,
    nameless,
  ])
})
