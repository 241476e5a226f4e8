import { expect, test } from 'vitest'
import {
  changeOver,
  type EarnedRound,
  explain,
  type NetworkRound,
  type PoolOfRound,
  pushOf,
} from './explain.ts'

const earned = (round: number, change: Partial<EarnedRound> = {}): EarnedRound => ({
  ...{ round, delegate: '0xa', stakeWei: 1_000n, rewardsWei: 10n, feesWei: 5n, missedWei: 0n },
  ...change,
})
const pool = (round: number, change: Partial<PoolOfRound> = {}): PoolOfRound => ({
  ...{ round, orchestrator: '0xa', rewardCut: 100_000, feeShare: 500_000 },
  ...change,
})
const network = (round: number, change: Partial<NetworkRound> = {}): NetworkRound => ({
  ...{ round, inflationPpb: 100n, totalActiveStakeWei: 10_000n },
  ...change,
})
const nothing = { pools: [], rounds: [] }
const reasonsOf = (now: Partial<EarnedRound>, pools: PoolOfRound[] = [], rounds: NetworkRound[] = []) =>
  explain([earned(2, now), earned(1)], { pools, rounds })[0]?.reasons

test('a round like the one before it needs no reason', () => {
  expect(reasonsOf({}, [pool(1), pool(2)], [network(1), network(2)])).toEqual([])
})

test.each([
  [
    { rewardsWei: 0n, missedWei: 9n },
    { kind: 'missed-call', lostWei: 9n },
  ],
  [{ feesWei: 11n }, { kind: 'fees', isMore: true }],
  [{ feesWei: 2n }, { kind: 'fees', isMore: false }],
])('%o is for the reason %o', (now, reason) => {
  expect(reasonsOf(now)).toEqual([reason])
})

test('cuts, all stake and inflation are compared with the round before', () => {
  const pools = [pool(1), pool(2, { rewardCut: 900_000, feeShare: 0 })]
  const rounds = [network(1), network(2, { inflationPpb: 90n, totalActiveStakeWei: 12_000n })]
  expect(reasonsOf({}, pools, rounds)).toEqual([
    { kind: 'reward-cut', before: 100_000, after: 900_000 },
    { kind: 'fee-share', before: 500_000, after: 0 },
    { kind: 'all-stake', percent: 20 },
    { kind: 'inflation', before: 100n, after: 90n },
  ])
})

test('stake that moved meets the cuts of its new orchestrator', () => {
  expect(reasonsOf({ delegate: '0xb' }, [pool(1), pool(2, { orchestrator: '0xb', rewardCut: 1 })])).toEqual([
    { kind: 'moved' },
    { kind: 'reward-cut', before: 100_000, after: 1 },
  ])
})

test('the yield of a round is rewards by stake; without stake there is none', () => {
  expect(explain([earned(1)], nothing)[0]?.yield).toBe(0.01)
  expect(explain([earned(1, { stakeWei: 0n })], nothing)[0]?.yield).toBeUndefined()
})

test('a round whose reward was not called yet has no yield, one in which it was missed has none left', () => {
  expect(explain([earned(1, { rewardsWei: 0n })], nothing)[0]?.yield).toBeUndefined()
  expect(explain([earned(1, { rewardsWei: 0n, missedWei: 9n })], nothing)[0]?.yield).toBe(0)
})

test('inflation that moves by a little is not told of', () => {
  const rounds = [network(1, { inflationPpb: 225_000n }), network(2, { inflationPpb: 224_500n })]
  expect(reasonsOf({}, [], rounds)).toEqual([])
})

test('over many rounds the last that paid is compared with the first, whatever was between', () => {
  const rounds = [network(1), network(2), network(4, { totalActiveStakeWei: 20_000n })]
  const history = [
    earned(5, { rewardsWei: 0n }),
    earned(4, { rewardsWei: 5n }),
    earned(3, { rewardsWei: 0n, missedWei: 9n }),
    earned(2),
    earned(1),
  ]
  expect(changeOver(history, { pools: [], rounds }, 4)).toMatchObject({
    from: { round: 2, yield: 0.01 },
    to: { round: 4, yield: 0.005 },
    reasons: [{ kind: 'all-stake', percent: 100 }],
  })
  expect(changeOver(history, { pools: [], rounds }, 2)).toBeUndefined()
})

test('a rise is not explained by what makes yields fall, nor by fees', () => {
  expect(pushOf({ kind: 'reward-cut', before: 1, after: 2 })).toBe('down')
  expect(pushOf({ kind: 'reward-cut', before: 2, after: 1 })).toBe('up')
  expect(pushOf({ kind: 'all-stake', percent: -3 })).toBe('up')
  expect(pushOf({ kind: 'inflation', before: 1n, after: 2n })).toBe('up')
  expect(pushOf({ kind: 'fee-share', before: 1, after: 2 })).toBe('none')
  expect(pushOf({ kind: 'moved' })).toBeUndefined()
})
