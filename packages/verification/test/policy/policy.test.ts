import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterCheck,
  assertPolicy,
  assumedCosts,
  type CheckOutcome,
  checkDepth,
  checkRate,
  costShare,
  defaultPolicy,
  drawOf,
  newcomer,
  type PolicyOptions,
  type Standing,
  segmentsToFind,
} from '../../src/policy/index.ts'
import { costOf, simulate } from './simulate.ts'

const secret = new Uint8Array(32).fill(7)
const at = (seqNo: number, sessionId = 'a1b2c3d4', streamId = 'live') => ({ streamId, sessionId, seqNo })
const policies: fc.Arbitrary<PolicyOptions> = fc.record({
  trialChecks: fc.nat({ max: 50 }),
  baseRate: fc.double({ min: 0.01, max: 1, noNaN: true }),
  thoroughShare: fc.double({ min: 0, max: 1, noNaN: true }),
  easing: fc.double({ min: 0.1, max: 0.99, noNaN: true }),
  doubtFactor: fc.double({ min: 1.01, max: 10, noNaN: true }),
})
const outcomes = fc.array(fc.constantFrom<CheckOutcome>('good', 'dispelled', 'bad'), { maxLength: 200 })
const runs = { seed: 3, numRuns: process.env.MILLRACE_DEEP ? 5_000 : 100 }

describe('how closely an orchestrator is looked at', () => {
  test('everything in the trial, then less with each good check, down to the base', () => {
    let standing = newcomer(defaultPolicy)
    for (let check = 0; check < defaultPolicy.trialChecks; check++) {
      expect(checkRate(standing, defaultPolicy)).toBe(1)
      standing = afterCheck(standing, 'good', defaultPolicy)
    }
    const rates: number[] = []
    for (let check = 0; check < 20; check++) {
      standing = afterCheck(standing, 'good', defaultPolicy)
      rates.push(checkRate(standing, defaultPolicy))
    }
    expect(rates).toEqual(rates.toSorted((a, b) => b - a))
    expect(rates[0]).toBe(defaultPolicy.easing)
    expect(rates.at(-1)).toBe(defaultPolicy.baseRate)
  })

  test('doubts raise it at once, and good checks bring it back', () => {
    const rateAfter = (standing: Standing, ...list: readonly CheckOutcome[]) =>
      checkRate(
        list.reduce((before, outcome) => afterCheck(before, outcome, defaultPolicy), standing),
        defaultPolicy,
      )
    const trusted = { trialLeft: 0, rate: 0.06 }
    expect(rateAfter(trusted, 'dispelled')).toBeCloseTo(0.075)
    expect(rateAfter(trusted, 'dispelled', 'dispelled', 'dispelled', 'good')).toBeGreaterThan(0.075)
    expect(rateAfter(trusted, 'dispelled', 'good')).toBe(0.06)
  })

  test('a doubt in the trial takes nothing off it', () => {
    expect(afterCheck(newcomer(defaultPolicy), 'dispelled', defaultPolicy)).toEqual(newcomer(defaultPolicy))
  })

  test('under any policy: the share stays between base and 1, a bad segment begins anew, a doubt never lowers it', () => {
    fc.assert(
      fc.property(policies, outcomes, (policy, list) => {
        assertPolicy(policy)
        let standing = newcomer(policy)
        for (const outcome of list) {
          const before = checkRate(standing, policy)
          standing = afterCheck(standing, outcome, policy)
          const rate = checkRate(standing, policy)
          expect(rate).toBeGreaterThanOrEqual(policy.baseRate)
          expect(rate).toBeLessThanOrEqual(1)
          if (outcome === 'bad') expect(standing).toEqual(newcomer(policy))
          if (outcome === 'dispelled') expect(rate).toBeGreaterThanOrEqual(before)
          if (outcome === 'good') expect(rate).toBeLessThanOrEqual(before)
        }
      }),
      runs,
    )
  })

  test('under any policy: whoever is good long enough comes down to the base', () => {
    fc.assert(
      fc.property(policies, outcomes, (policy, list) => {
        let standing = newcomer(policy)
        for (const outcome of list) standing = afterCheck(standing, outcome, policy)
        const most = policy.trialChecks + Math.ceil(Math.log(policy.baseRate) / Math.log(policy.easing)) + 1
        for (let check = 0; check < most; check++) standing = afterCheck(standing, 'good', policy)
        expect(checkRate(standing, policy)).toBe(policy.baseRate)
      }),
      runs,
    )
  })

  test('a standing that was kept under another policy counts under this one', () => {
    expect(checkRate({ trialLeft: 0, rate: 0.01 }, defaultPolicy)).toBe(0.06)
    expect(checkRate({ trialLeft: 0, rate: 7 }, defaultPolicy)).toBe(1)
  })

  test('in the trial every check is thorough, later the share of them that the policy says', () => {
    const depths = (standing: Standing) =>
      [0.01, 0.0119, 0.0121, 0.059, 0.06, 0.9].map((chance) => checkDepth(standing, chance, defaultPolicy))
    expect(depths(newcomer(defaultPolicy))).toEqual(Array(6).fill('thorough'))
    expect(depths({ trialLeft: 0, rate: 0.06 })).toEqual([
      ...['thorough', 'thorough', 'quick', 'quick'],
      ...[undefined, undefined],
    ])
  })

  test.each<[string, Partial<PolicyOptions>]>([
    ['has more thorough checks than checks', { thoroughShare: 1.5 }],
    ['checks nothing', { baseRate: 0 }],
    ['checks more than all', { baseRate: 1.1 }],
    ['never eases', { easing: 1 }],
    ['eases on a doubt', { doubtFactor: 0.5 }],
    ['has half a trial', { trialChecks: 1.5 }],
    ['is not a number', { baseRate: Number.NaN }],
  ])('error: a policy that %s', (_what, change) => {
    expect(() => assertPolicy({ ...defaultPolicy, ...change })).toThrow(RangeError)
  })
})

describe('which segments are drawn', () => {
  test('the same each time for one secret, others for another, another session or stream', () => {
    const drawn = (key: Uint8Array, session?: string, stream?: string) =>
      Array.from({ length: 200 }, (_, seqNo) => drawOf(key, at(seqNo, session, stream)).chance < 0.5)
    const own = drawn(secret)
    expect(drawn(secret)).toEqual(own)
    for (const other of [drawn(new Uint8Array(32)), drawn(secret, 'b'), drawn(secret, undefined, 'b')]) {
      const same = other.filter((is, index) => is === own[index]).length
      expect(same).toBeGreaterThan(60)
      expect(same).toBeLessThan(140)
    }
  })

  test('nothing can be moved from the name of a stream to that of a session', () => {
    expect(drawOf(secret, at(1, 'b', 'a'))).not.toEqual(drawOf(secret, at(1, '', 'ab')))
    expect(drawOf(secret, at(1, 'c', 'a","b'))).not.toEqual(drawOf(secret, at(1, 'b","c', 'a')))
  })

  test('as many as the rate says, at every phase', () => {
    const draws = Array.from({ length: 20_000 }, (_, seqNo) => drawOf(secret, at(seqNo)))
    const drawn = draws.filter(({ chance }) => chance < 0.1)
    // Four standard deviations of 2,000.
    expect(Math.abs(drawn.length - 2_000)).toBeLessThan(170)
    const phases = [0, 1, 2, 3].map(
      (part) => drawn.filter(({ phase }) => Math.floor(phase * 4) === part).length,
    )
    expect(Math.min(...phases)).toBeGreaterThan(drawn.length / 4 - 80)
  })
})

describe('what the default policy finds and costs', () => {
  const cheat = { share: 0.05, sensitivity: 0.95 }
  const confidence = 0.99
  const policy = defaultPolicy

  test('by arithmetic: a cheat on every 20th segment within 1,614 segments, with 99 % confidence', () => {
    const most = segmentsToFind(cheat, policy.baseRate, confidence)
    expect(most).toBe(1_614)
    expect(1 - (1 - 0.05 * 0.06 * 0.95) ** most).toBeGreaterThanOrEqual(confidence)
    expect(1 - (1 - 0.05 * 0.06 * 0.95) ** (most - 1)).toBeLessThan(confidence)
    // However it spreads them: the 79th bad segment is its last.
    expect(segmentsToFind({ ...cheat, share: 1 }, policy.baseRate, confidence)).toBe(79)
    expect(costShare(policy.baseRate, policy.thoroughShare, assumedCosts)).toBeLessThan(0.05)
  })

  test('by simulation: as many are found as the arithmetic says, and what they got through is as little', () => {
    const behaviour = { cheatShare: cheat.share, sensitivity: cheat.sensitivity, doubtShare: 0 }
    const played = Array.from({ length: 200 }, (_, seed) =>
      simulate(seed, behaviour, { policy, maxSegments: 5_000 }),
    )
    const within = (most: number) =>
      played.filter(({ segmentsToFind: found }) => found !== undefined && found <= most).length /
      played.length
    expect(within(1_614)).toBeGreaterThanOrEqual(0.98)
    // Half of them within the 243 that the same formula gives for a half: no luck of the simulation finds them sooner.
    expect(within(segmentsToFind(cheat, policy.baseRate, 0.5))).toBeLessThan(0.6)
    const few = played.filter(({ badSegments }) => badSegments < 79).length / played.length
    expect(few).toBeGreaterThanOrEqual(0.98)
  })

  test('by simulation: an honest orchestrator costs no more than 6 % of the transcode within two hours, trial included', () => {
    const behaviour = { cheatShare: 0, sensitivity: 1, doubtShare: assumedCosts.doubtShare }
    const played = Array.from({ length: 8 }, (_, seed) =>
      simulate(seed, behaviour, { policy, maxSegments: 3_600 }),
    )
    expect(played.every(({ segmentsToFind: found }) => found === undefined)).toBe(true)
    const cost = costOf(played, assumedCosts)
    expect(cost).toBeLessThanOrEqual(0.06)
    expect(cost).toBeGreaterThan(costShare(policy.baseRate, policy.thoroughShare, assumedCosts))
  })
})
