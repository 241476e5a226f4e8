import fc from 'fast-check'
import { expect, test } from 'vitest'
import { forecast } from './forecast.ts'
import type { History } from './history.ts'
import type { NetworkInputs, OrchestratorInputs } from './inputs.ts'
import { intervalOf } from './interval.ts'

const address = '0x1'
const network: NetworkInputs = {
  round: 100,
  totalSupplyWei: 10n ** 24n,
  nextActiveStakeWei: 5n * 10n ** 23n,
  inflation: 0.0002,
  inflationChange: 0,
  targetBondingRate: 0.5,
  treasuryCut: 0,
  callsDue: 90,
  callsMade: 90,
}
const orchestrator: OrchestratorInputs = {
  isInPool: true,
  rewardCut: 0.1,
  feeShare: 0.5,
  delegatedStakeWei: 10n ** 22n,
  callsDue: 90,
  callsMade: 90,
  feesPerRoundWei: 10n ** 17n,
}
const nothing: History = { rounds: [], pools: [], cutChanges: [], activeOrchestrators: 0 }

/** Rounds in which stake grew by its rewards alone, with the same fees in each. */
const steady: History = {
  ...nothing,
  activeOrchestrators: 1,
  rounds: Array.from({ length: 60 }, (_, round) => ({
    ...{ round, activeStake: 1e23 * 1.001 ** round, rewards: 1e20 * 1.001 ** round },
    ...{ fees: 1e17, winningTickets: 1 },
  })),
  pools: Array.from({ length: 60 }, (_, round) => ({
    ...{ round, activeStake: 1e22 * 1.001 ** round, rewards: 1e19 * 1.001 ** round, fees: 1e17 },
  })),
}

function intervalFor(history: History, one: OrchestratorInputs = orchestrator, rounds = 30) {
  const expected = forecast(network, one, {
    ...{ principalWei: 10n ** 20n, isNewStake: true, rounds, inflation: 'constant' },
  })
  return { expected, ...intervalOf(expected, { address, orchestrator: one, rounds, history }) }
}

/** Amounts are whole numbers of wei. */
const wei = (max: number) => fc.double({ min: 0, max, noNaN: true }).map(Math.round)

const histories: fc.Arbitrary<History> = fc.record({
  rounds: fc.array(
    fc.record({
      round: fc.nat(100),
      activeStake: wei(1e26),
      rewards: wei(1e22),
      fees: wei(1e20),
      winningTickets: fc.nat(100),
    }),
    { maxLength: 60 },
  ),
  pools: fc.array(
    fc.record({
      round: fc.nat(100),
      activeStake: wei(1e26),
      rewards: wei(1e22),
      fees: wei(1e20),
    }),
    { maxLength: 60 },
  ),
  cutChanges: fc.array(
    fc.record({
      orchestrator: fc.constantFrom(address, '0x2'),
      round: fc.nat(100),
      rewardCutChange: fc.double({ min: -1, max: 1, noNaN: true }),
      feeShareChange: fc.double({ min: -1, max: 1, noNaN: true }),
    }),
    { maxLength: 20 },
  ),
  activeOrchestrators: fc.nat(100),
})

test('whatever happened, the interval is of numbers, holds what is expected, and is not negative', () => {
  const cut = fc.constantFrom(0, 0.1, 1)
  fc.assert(
    fc.property(
      histories,
      cut,
      cut,
      fc.integer({ min: 1, max: 500 }),
      (history, rewardCut, share, rounds) => {
        const one = { ...orchestrator, rewardCut, feeShare: share }
        const { expected, rewards, feesWei } = intervalFor(history, one, rounds)
        expect(rewards.low).toBeGreaterThanOrEqual(0)
        expect(rewards.low).toBeLessThanOrEqual(expected.rewards * (1 + 1e-9))
        expect(rewards.high).toBeGreaterThanOrEqual(expected.rewards * (1 - 1e-9))
        expect(feesWei.low).toBeGreaterThanOrEqual(0)
        expect(feesWei.low).toBeLessThanOrEqual(Number(expected.feesWei) + 1e6)
        expect(feesWei.high).toBeGreaterThanOrEqual(Number(expected.feesWei) - 1e6)
      },
    ),
  )
})

test('a network in which nothing ever changed leaves little room; one that is not known leaves much', () => {
  const known = intervalFor(steady)
  expect(known.rewards.high / known.rewards.low).toBeLessThan(1.03)
  expect(known.feesWei.high / known.feesWei.low).toBeLessThan(1.1)
  const unknown = intervalFor(nothing)
  expect(unknown.rewards.high / unknown.rewards.low).toBeGreaterThan(2)
})

test('missed calls, changes of cuts and tickets that come by chance each make it wider', () => {
  const width = ({ low, high }: { low: number; high: number }) => high - low
  const base = intervalFor(steady)
  const half = { ...orchestrator, callsMade: 45 }
  expect(width(intervalFor(steady, half).rewards)).toBeGreaterThan(width(base.rewards))
  const changed = {
    ...steady,
    cutChanges: [{ orchestrator: address, round: 30, rewardCutChange: 0.5, feeShareChange: 0 }],
  }
  expect(width(intervalFor(changed).rewards)).toBeGreaterThan(width(base.rewards))
  const rare = {
    ...steady,
    pools: steady.pools.map((pool, index) => ({ ...pool, fees: index % 10 === 0 ? 1e18 : 0 })),
  }
  expect(width(intervalFor(rare).feesWei)).toBeGreaterThan(width(base.feesWei))
})

test('who never had fees may have some, as much as three tickets in its record', () => {
  const none = { ...steady, pools: steady.pools.map((pool) => ({ ...pool, fees: 0 })) }
  const { expected, feesWei } = intervalFor(none, { ...orchestrator, feesPerRoundWei: 0n })
  expect(feesWei.low).toBe(0)
  expect(feesWei.high).toBeCloseTo((1e17 * 3 * expected.feeRounds) / 60, -6)
})
