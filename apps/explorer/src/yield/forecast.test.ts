import fc from 'fast-check'
import { expect, test } from 'vitest'
import { callChanceOf, createForecaster, forecast } from './forecast.ts'
import type { ForecastQuestion, NetworkInputs, OrchestratorInputs } from './inputs.ts'
import { inflationCourses } from './inputs.ts'
import { networkCourse } from './network-course.ts'

const token = 10n ** 18n

const network: NetworkInputs = {
  round: 100,
  totalSupplyWei: 1_000_000n * token,
  nextActiveStakeWei: 500_000n * token,
  inflation: 0.0002,
  inflationChange: 0.0000005,
  targetBondingRate: 0.5,
  treasuryCut: 0.1,
  callsDue: 900,
  callsMade: 890,
}
const orchestrator: OrchestratorInputs = {
  isInPool: true,
  rewardCut: 0.1,
  feeShare: 0.5,
  delegatedStakeWei: 10_000n * token,
  callsDue: 90,
  callsMade: 90,
  feesPerRoundWei: token / 10n,
}
const question: ForecastQuestion = {
  principalWei: 100n * token,
  isNewStake: true,
  rounds: 415,
  inflation: 'constant',
}

const part = fc.double({ min: 0, max: 1, noNaN: true })
const amount = fc.bigInt({ min: 0n, max: 10n ** 26n })
const calls = fc.integer({ min: 0, max: 10_000 })
const networks: fc.Arbitrary<NetworkInputs> = fc.record({
  round: fc.nat(),
  totalSupplyWei: fc.bigInt({ min: 1n, max: 10n ** 27n }),
  nextActiveStakeWei: amount,
  inflation: fc.double({ min: 0, max: 0.001, noNaN: true }),
  inflationChange: fc.double({ min: 0, max: 0.0001, noNaN: true }),
  targetBondingRate: part,
  treasuryCut: part,
  callsDue: calls,
  callsMade: fc.constant(0),
})
const orchestrators: fc.Arbitrary<OrchestratorInputs> = fc.record({
  isInPool: fc.boolean(),
  rewardCut: part,
  feeShare: part,
  delegatedStakeWei: amount,
  callsDue: calls,
  callsMade: fc.constant(0),
  feesPerRoundWei: amount,
})
const questions: fc.Arbitrary<ForecastQuestion> = fc.record({
  principalWei: amount,
  isNewStake: fc.boolean(),
  rounds: fc.integer({ min: 0, max: 500 }),
  inflation: fc.constantFrom(...inflationCourses),
})

test('whatever the record is, a forecast is a number that is not negative', () => {
  fc.assert(
    fc.property(networks, orchestrators, questions, (anyNetwork, one, asked) => {
      const { rewards, feesWei, callChance } = forecast(anyNetwork, one, asked)
      expect(rewards).toBeGreaterThanOrEqual(0)
      expect(Number.isFinite(rewards)).toBe(true)
      expect(feesWei >= 0n).toBe(true)
      // All the fees there are cannot be more than went to delegators.
      expect(Number(feesWei)).toBeLessThanOrEqual(
        Number(one.feesPerRoundWei) * asked.rounds * one.feeShare * (1 + 1e-6) + 1e6,
      )
      expect(callChance).toBeGreaterThan(0)
      expect(callChance).toBeLessThan(1)
    }),
  )
})

test('an orchestrator without a record is expected to call as often as all do', () => {
  const fresh = { ...orchestrator, callsDue: 0, callsMade: 0 }
  expect(callChanceOf(fresh, network)).toBeCloseTo(891 / 902)
  expect(callChanceOf(fresh, { ...network, callsDue: 0, callsMade: 0 })).toBe(0.5)
})

test('inflation never falls below zero, however long it falls', () => {
  const course = networkCourse(network, { ...question, rounds: 1_000, inflation: 'falling' })
  expect(course.every(({ rewardPerToken }) => rewardPerToken >= 0)).toBe(true)
  expect(course.at(-1)?.rewardPerToken).toBe(0)
  const total = createForecaster(network, { ...question, rounds: 400, inflation: 'falling' })(orchestrator)
  const more = createForecaster(network, { ...question, rounds: 1_000, inflation: 'falling' })(orchestrator)
  expect(more.rewards).toBe(total.rewards)
})

test('by the rule inflation turns where the target share of the supply is staked', () => {
  const below = networkCourse({ ...network, targetBondingRate: 0.9 }, { ...question, inflation: 'rule' })
  const rising = networkCourse(network, { ...question, inflation: 'rising' })
  expect(below).toEqual(rising)
  const above = networkCourse({ ...network, targetBondingRate: 0.1 }, { ...question, inflation: 'rule' })
  expect(above).toEqual(networkCourse(network, { ...question, inflation: 'falling' }))
})

test('stake that joins dilutes everybody, its own part too; stake that moves does not', () => {
  const yieldOf = (change: Partial<ForecastQuestion>) =>
    forecast(network, orchestrator, { ...question, ...change }).rewards
  const small = yieldOf({ principalWei: token })
  const large = yieldOf({ principalWei: 500_000n * token })
  expect(large).toBeLessThan(small)
  expect(yieldOf({ principalWei: 500_000n * token, rounds: 1 })).toBeCloseTo(yieldOf({ rounds: 1 }) / 2, 5)
  const moved = yieldOf({ principalWei: 500_000n * token, isNewStake: false })
  expect(moved).toBeCloseTo(small, 5)
})

test('one round is the contract’s arithmetic', () => {
  const one = forecast(
    network,
    { ...orchestrator, callsDue: 1e9, callsMade: 1e9 },
    { ...question, rounds: 1 },
  )
  // 200 tokens minted, a tenth to the treasury, shared by 500,100, a tenth of that to the orchestrator.
  expect(one.rewards).toBeCloseTo(((200 * 0.9) / 500_100) * 0.9, 12)
  expect(Number(one.feesWei)).toBeCloseTo(0.1e18 * 0.5 * (100 / 10_100), -8)
})

test('outside of the active set nothing is earned', () => {
  expect(forecast(network, { ...orchestrator, isInPool: false }, question)).toMatchObject({
    rewards: 0,
    feesWei: 0n,
  })
})

test('a higher cut, fewer calls and a smaller fee share earn less', () => {
  const base = forecast(network, orchestrator, question)
  const worse = (change: Partial<OrchestratorInputs>) =>
    forecast(network, { ...orchestrator, ...change }, question)
  expect(worse({ rewardCut: 0.2 }).rewards).toBeLessThan(base.rewards)
  expect(worse({ callsMade: 45 }).rewards).toBeLessThan(base.rewards)
  expect(worse({ feeShare: 0.4 }).feesWei < base.feesWei).toBe(true)
})
