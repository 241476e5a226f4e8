import { expect, test } from 'vitest'
import { type CutChange, cutSpikeOf } from './cut-spike.ts'

const day = 86_400_000
const now = 400 * day

function changes(...steps: readonly (readonly [atDay: number, percent: number])[]): CutChange[] {
  return steps.slice(1).map(([atDay, percent], index) => ({
    ...{ time: atDay * day, rewardCut: percent * 10_000, feeShare: 500_000, previousFeeShare: 500_000 },
    previousRewardCut: (steps[index]?.[1] ?? 0) * 10_000,
  }))
}

test('a reward cut that jumps within a week is told, by one step or several', () => {
  expect(cutSpikeOf(changes([0, 10], [300, 95]), now)).toEqual({
    time: 300 * day,
    from: 100_000,
    to: 950_000,
  })
  const stairs = changes([0, 10], [300, 30], [302, 50], [305, 70])
  expect(cutSpikeOf(stairs, now)).toEqual({ time: 305 * day, from: 100_000, to: 700_000 })
})

test('one that rises slowly, falls, or rose long ago is not', () => {
  expect(cutSpikeOf(changes([0, 10], [300, 30], [310, 50], [320, 70]), now)).toBeUndefined()
  expect(cutSpikeOf(changes([0, 95], [300, 10]), now)).toBeUndefined()
  expect(cutSpikeOf(changes([0, 10], [200, 95]), now)).toBeUndefined()
  expect(cutSpikeOf([], now)).toBeUndefined()
})

test('who registers with a high cut raises nothing', () => {
  const first = { time: 390 * day, rewardCut: 900_000, feeShare: 100_000 }
  expect(cutSpikeOf([{ ...first, previousRewardCut: 0, previousFeeShare: 0 }], now)).toBeUndefined()
})
