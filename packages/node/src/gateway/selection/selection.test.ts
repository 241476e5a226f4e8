import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gatewayConfigSchema } from '../config.ts'
import { operatorOf } from './operators.ts'
import {
  afterFailed,
  afterGood,
  afterLate,
  expectationOf,
  knownSegments,
  priorLatencyRatio,
  type Quality,
  qualityScore,
  unknownQuality,
} from './quality.ts'
import { ShareDraw } from './share-draw.ts'
import { type SelectionCandidate, type SelectionSettings, selectionShares } from './shares.ts'
import { cappedStakeShares } from './stake-shares.ts'
import { afterFailure, afterSuccess, isSuspended, noSuspension } from './suspension.ts'

const now = { nowMs: 1_000_000 }
const settings: SelectionSettings = { ...gatewayConfigSchema.parse({}), maxPrice: undefined }
const withoutTrials = { ...settings, trialShare: 0 }

/** Of one that did so many segments, of which a part failed. */
function qualityOf(latencyRatio: number, { samples = 6, failureShare = 0 } = {}): Quality {
  return {
    latency: { mean: latencyRatio, samples, atMs: now.nowMs },
    failures: { mean: failureShare, samples: samples * 3, atMs: now.nowMs },
  }
}

const candidate = (id: string, facts: Partial<SelectionCandidate> = {}): SelectionCandidate => ({
  id,
  operator: id,
  stakeWei: 100n,
  price: { weiPerUnit: 100n, pixelsPerUnit: 1n },
  quality: qualityOf(0.5),
  roundTripMs: 50,
  region: '',
  ...facts,
})

const anyFacts = fc.record({
  operator: fc.constantFrom('x', 'y', 'z', 'w', 'v'),
  stakeWei: fc.bigInt({ min: 0n, max: 10n ** 30n }),
  price: fc.record({
    weiPerUnit: fc.bigInt({ min: 0n, max: 2n ** 63n }),
    pixelsPerUnit: fc.bigInt({ min: 1n, max: 2n ** 63n }),
  }),
  quality: fc.oneof(
    fc.constant(unknownQuality),
    fc
      .record({
        ratio: fc.double({ min: 0.01, max: 6, noNaN: true }),
        failures: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ ratio, failures }) => qualityOf(ratio, { failureShare: failures })),
  ),
  roundTripMs: fc.option(fc.integer({ min: 0, max: 2_500 }), { nil: undefined }),
  region: fc.constantFrom('', 'eu', 'us'),
})
const anyCandidates = fc
  .array(anyFacts, { minLength: 1, maxLength: 20 })
  .map((list) => list.map((facts, index) => candidate(`o${index}`, facts)))

/** Known, staked, and no operator near the cap. */
const manyKnown = fc
  .array(
    fc.record({
      // Can be split by anything up to ten.
      stakeWei: fc.bigInt({ min: 1_000n, max: 2_000n }).map((stake) => stake * 2_520n),
      weiPerUnit: fc.bigInt({ min: 1n, max: 10_000n }),
      ratio: fc.double({ min: 0.05, max: 5, noNaN: true }),
      failureShare: fc.double({ min: 0, max: 0.9, noNaN: true }),
    }),
    { minLength: 16, maxLength: 24 },
  )
  .map((list) =>
    list.map(({ stakeWei, weiPerUnit, ratio, failureShare }, index) =>
      candidate(`o${index}`, {
        stakeWei,
        price: { weiPerUnit, pixelsPerUnit: 1n },
        quality: qualityOf(ratio, { failureShare }),
      }),
    ),
  )

/** Share of the first before and after a change of it. */
function shareOfFirst(
  candidates: readonly SelectionCandidate[],
  change: (first: SelectionCandidate) => Partial<SelectionCandidate>,
): readonly [before: number, after: number] {
  const [first, ...rest] = candidates
  if (!first) return [0, 0]
  // More than half of the base: the typical price and latency stay what they are.
  const anchor = candidate('anchor', { stakeWei: 10n ** 9n })
  const shareIn = (list: readonly SelectionCandidate[]) =>
    selectionShares([anchor, ...list], { ...settings, stakeCap: 1 }, now).get(first.id) ?? 0
  return [shareIn(candidates), shareIn([{ ...first, ...change(first) }, ...rest])]
}

/** As docs/selection.md works it out. */
const workedExample = { a: '0.439', b: '0.195', c: '0.047', d: '0.319' }

describe('shares', () => {
  test('shares are above 0 and sum to 1 whatever the facts', () => {
    fc.assert(
      fc.property(anyCandidates, fc.boolean(), (candidates, isUrgent) => {
        const shares = [
          ...selectionShares(candidates, { ...settings, region: 'eu' }, { ...now, isUrgent }).values(),
        ]
        expect(shares).toHaveLength(candidates.length)
        for (const share of shares) expect(share).toBeGreaterThan(0)
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
      }),
    )
  })

  test('the worked example of docs/selection.md', () => {
    const stakeOf = (tokens: bigint) => tokens * 10n ** 18n
    const shares = selectionShares(
      [
        candidate('a', { stakeWei: stakeOf(400n), quality: qualityOf(0.5, { failureShare: 0.02 }) }),
        candidate('b', {
          stakeWei: stakeOf(400n),
          price: { weiPerUnit: 200n, pixelsPerUnit: 1n },
          quality: qualityOf(0.5, { failureShare: 0.02 }),
        }),
        candidate('c', { stakeWei: stakeOf(200n), quality: qualityOf(1, { failureShare: 0.02 }) }),
        candidate('d', { stakeWei: stakeOf(200n), quality: unknownQuality }),
      ],
      { ...settings, stakeCap: 1 },
      now,
    )
    expect(Object.fromEntries([...shares].map(([id, share]) => [id, share.toFixed(3)]))).toEqual(
      workedExample,
    )
  })

  test('a lower price, a lower latency or fewer failures never lower a share', () => {
    fc.assert(
      fc.property(manyKnown, (candidates) => {
        const changes: ((first: SelectionCandidate) => Partial<SelectionCandidate>)[] = [
          ({ price }) => ({ price: { ...price, pixelsPerUnit: 2n } }),
          ({ quality }) => ({
            quality: {
              ...quality,
              ...qualityOf((quality.latency?.mean ?? 1) * 0.7, { failureShare: quality.failures?.mean ?? 0 }),
            },
          }),
          ({ quality }) => ({
            quality: qualityOf(quality.latency?.mean ?? 1, {
              failureShare: (quality.failures?.mean ?? 0) / 2,
            }),
          }),
        ]
        for (const change of changes) {
          const [before, after] = shareOfFirst(candidates, change)
          expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-9))
        }
      }),
    )
  })

  test('more stake never lowers a share', () => {
    fc.assert(
      fc.property(manyKnown, fc.bigInt({ min: 0n, max: 1_000n }), (candidates, extra) => {
        const [before, after] = shareOfFirst(candidates, ({ stakeWei }) => ({ stakeWei: stakeWei + extra }))
        expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-9))
      }),
    )
  })

  test('splitting stake among many accounts gains nothing, whoever they say they are', () => {
    fc.assert(
      fc.property(manyKnown, fc.integer({ min: 2, max: 10 }), fc.boolean(), (candidates, parts, isOpen) => {
        const [whole, ...rest] = candidates
        if (!whole) return
        const split = Array.from({ length: parts }, (_, index) => ({
          ...whole,
          id: `part${index}`,
          operator: isOpen ? whole.operator : `part${index}`,
          stakeWei: whole.stakeWei / BigInt(parts),
        }))
        const before = selectionShares(candidates, settings, now).get(whole.id) ?? 0
        const shares = selectionShares([...split, ...rest], settings, now)
        const after = split.reduce((sum, { id }) => sum + (shares.get(id) ?? 0), 0)
        expect(after).toBeLessThanOrEqual(before * (1 + 1e-6))
      }),
    )
  })

  test('entries of one operator on trial share one trial', () => {
    const unknown = { quality: unknownQuality, stakeWei: 0n }
    const crowd = Array.from({ length: 9 }, (_, index) =>
      candidate(`s${index}`, { ...unknown, operator: 's' }),
    )
    const shares = selectionShares([candidate('old'), candidate('new', unknown), ...crowd], settings, now)
    expect(shares.get('new')).toBeCloseTo(settings.trialShare / 2)
    expect(shares.get('s0')).toBeCloseTo(settings.trialShare / 18)
  })

  test('a newcomer with next to no stake is tried out until it is known', () => {
    const rich = Array.from({ length: 9 }, (_, index) => candidate(`o${index}`, { stakeWei: 10n ** 24n }))
    const shareAt = (quality: Quality) =>
      selectionShares([...rich, candidate('new', { stakeWei: 1n, quality })], settings, now).get('new') ?? 0
    expect(shareAt(unknownQuality)).toBeCloseTo(settings.trialShare)
    expect(shareAt(qualityOf(0.5, { samples: settings.trialSegments - 1 }))).toBeCloseTo(settings.trialShare)
    expect(shareAt(qualityOf(0.5))).toBeLessThan(0.001)
  })

  test('an operator counts up to the cap only, its entries together', () => {
    const parts = cappedStakeShares(
      [
        candidate('a', { operator: 'whale', stakeWei: 600n }),
        candidate('b', { operator: 'whale', stakeWei: 200n }),
        candidate('c', { stakeWei: 200n }),
      ],
      0.2,
    )
    expect(parts.map((part) => part.toFixed(3))).toEqual(['0.375', '0.125', '0.500'])
  })

  test('off chain all count the same', () => {
    const parts = cappedStakeShares([candidate('a', { stakeWei: 0n }), candidate('b', { stakeWei: 0n })], 0.1)
    expect(parts).toEqual([0.5, 0.5])
  })

  test('a price of next to nothing gains no more than a bounded part', () => {
    const dumping = candidate('dumping', { price: { weiPerUnit: 1n, pixelsPerUnit: 10n ** 15n } })
    const shares = selectionShares([dumping, candidate('a'), candidate('b')], withoutTrials, now)
    expect((shares.get('dumping') ?? 1) / (shares.get('a') ?? 1)).toBeCloseTo(2 ** settings.priceWeight, 2)
  })

  test('a foreign one of equal worth gets less, and a far one that nobody has measured', () => {
    const unknown = { quality: unknownQuality }
    const shares = selectionShares(
      [
        candidate('near', { region: 'eu', ...unknown }),
        candidate('far', { region: 'eu', roundTripMs: 300, ...unknown }),
        candidate('foreign', { region: 'us', ...unknown }),
      ],
      { ...withoutTrials, region: 'eu' },
      now,
    )
    for (const id of ['far', 'foreign']) expect(shares.get(id)).toBeLessThan(shares.get('near') ?? 0)
  })

  test('one above the maximal price is not among them, one exactly at it is', () => {
    const candidates = [
      candidate('cheap', { price: { weiPerUnit: 3n, pixelsPerUnit: 2n } }),
      candidate('dear', { price: { weiPerUnit: 4n, pixelsPerUnit: 2n } }),
    ]
    const limited = { ...settings, maxPrice: { weiPerUnit: 3n, pixelsPerUnit: 2n } }
    expect([...selectionShares(candidates, limited, now).keys()]).toEqual(['cheap'])
  })

  test('a second attempt goes to the good more than a first one does, and never to the unknown by trial', () => {
    const candidates = [
      candidate('good', { quality: qualityOf(0.3) }),
      candidate('slow', { quality: qualityOf(1) }),
    ]
    const calm = selectionShares(candidates, settings, now).get('good') ?? 0
    expect(selectionShares(candidates, settings, { ...now, isUrgent: true }).get('good')).toBeGreaterThan(
      calm,
    )
    const withUnknown = [...candidates, candidate('new', { stakeWei: 0n, quality: unknownQuality })]
    expect(selectionShares(withUnknown, settings, { ...now, isUrgent: true }).get('new')).toBeLessThan(1e-6)
  })
})

test('on chain, accounts on one host count as one operator; off chain each entry stands for itself', () => {
  const on = (host: string, recipient?: `0x${string}`) =>
    operatorOf({
      id: `${host}-${recipient}`,
      recipient,
      serviceUri: `https://${host}`,
      stakeWei: 1n,
      region: '',
    })
  expect(on('h.example:1', '0x1')).toBe(on('h.example:2', '0x2'))
  expect(on('h.example:1', '0x1')).not.toBe(on('other.example:1', '0x1'))
  expect(on('h.example:1')).not.toBe(on('h.example:2'))
})

describe('draw', () => {
  test('after many draws each candidate has its share, to within two turns', () => {
    fc.assert(
      fc.property(anyCandidates, fc.integer({ min: 1, max: 300 }), (candidates, turns) => {
        const shares = selectionShares(candidates, settings, now)
        const draw = new ShareDraw(() => 0.5)
        const counts = new Map<string, number>()
        for (let turn = 0; turn < turns; turn++) {
          const id = draw.draw(shares) ?? ''
          counts.set(id, (counts.get(id) ?? 0) + 1)
        }
        for (const [id, share] of shares) {
          const deviation = Math.abs((counts.get(id) ?? 0) - share * turns)
          expect(deviation).toBeLessThanOrEqual(2 + candidates.length / 4)
        }
      }),
    )
  })

  test('a newcomer is drawn within its first turns', () => {
    const draw = new ShareDraw(() => 0)
    const before = new Map([
      ['a', 0.6],
      ['b', 0.4],
    ])
    for (let turn = 0; turn < 50; turn++) draw.draw(before)
    const after = new Map([
      ['a', 0.4],
      ['b', 0.3],
      ['new', 0.3],
    ])
    const drawn = Array.from({ length: 5 }, () => draw.draw(after))
    expect(drawn).toContain('new')
  })

  test('only usable ones are drawn, and nobody when none is', () => {
    const draw = new ShareDraw(Math.random)
    const shares = new Map([
      ['a', 0.9],
      ['b', 0.1],
    ])
    for (let turn = 0; turn < 20; turn++) expect(draw.draw(shares, (id) => id === 'b')).toBe('b')
    expect(draw.draw(shares, () => false)).toBeUndefined()
    expect(draw.draw(new Map())).toBeUndefined()
  })
})

describe('quality', () => {
  const good = (quality: Quality, totalMs: number, atMs = 0) =>
    afterGood(quality, { totalMs, durationMs: 2_000, nowMs: atMs })
  const expected = (quality: Quality, atMs = 0) => expectationOf(quality, priorLatencyRatio, atMs)

  test('no single sample decides: the first moves what is expected by a fifth, a slow one later by less', () => {
    expect(expected(good(unknownQuality, 3_000)).latencyRatio).toBeCloseTo(0.5 + (1.5 - 0.5) / 5)
    let quality = unknownQuality
    for (let index = 0; index < 20; index++) quality = good(quality, 1_000)
    expect(expected(quality).latencyRatio).toBeCloseTo(0.5)
    expect(expected(good(quality, 8_000)).latencyRatio).toBeLessThan(1)
    for (let index = 0; index < 30; index++) quality = good(quality, 4_000)
    expect(expected(quality).latencyRatio).toBeGreaterThan(1.4)
  })

  test('a failure counts against reliability and never makes one look quicker', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 100, max: 7_000 }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 9_000 }),
        (times, failedMs) => {
          const quality = times.reduce((before, totalMs) => good(before, totalMs), unknownQuality)
          const failed = afterFailed(quality, { totalMs: failedMs, durationMs: 2_000, nowMs: 0 })
          expect(expected(failed).failureShare).toBeGreaterThan(expected(quality).failureShare)
          expect(failed.latency?.mean ?? 6).toBeGreaterThanOrEqual(quality.latency?.mean ?? 0)
          if (quality.latency)
            expect(qualityScore(expected(failed))).toBeLessThan(qualityScore(expected(quality)))
        },
      ),
    )
  })

  test('one that is taken back late is slow, not unreliable', () => {
    const quality = good(unknownQuality, 1_000)
    const late = afterLate(quality, { totalMs: 3_000, durationMs: 2_000, nowMs: 0 })
    expect(expected(late).latencyRatio).toBeGreaterThan(expected(quality).latencyRatio)
    expect(late.failures).toBe(quality.failures)
  })

  test('latency of yesterday is nearly forgotten, failures of yesterday are not', () => {
    let quality = unknownQuality
    for (let index = 0; index < 10; index++) {
      quality = afterFailed(quality, { totalMs: 8_000, durationMs: 2_000, nowMs: 0 })
    }
    const dayMs = 24 * 3_600_000
    expect(expected(quality, dayMs).latencyRatio).toBeCloseTo(priorLatencyRatio, 2)
    expect(expected(quality, dayMs).failureShare).toBeGreaterThan(0.4)
    expect(knownSegments(quality, dayMs)).toBeLessThan(0.01)
  })

  test('hostile times stay within bounds', () => {
    const hung = good(unknownQuality, Number.MAX_SAFE_INTEGER)
    expect(hung.latency?.mean).toBe(6)
    expect(qualityScore(expected(good(unknownQuality, 0)))).toBeLessThanOrEqual(1)
  })
})

describe('suspension', () => {
  const limits = { suspensionBaseMs: 5_000, suspensionMaxMs: 300_000, banBaseMs: 60_000, banMaxMs: 3_600_000 }

  test('grows with each failure up to the maximum, and a lie weighs as several accidents', () => {
    let state = noSuspension
    const lengths = Array.from({ length: 10 }, () => {
      state = afterFailure(state, 'accident', 0, limits)
      return state.untilMs
    })
    expect(lengths[0]).toBe(5_000)
    expect(lengths[1]).toBe(10_000)
    expect(lengths.at(-1)).toBe(300_000)
    expect(afterFailure(noSuspension, 'lie', 0, { ...limits, banBaseMs: 0 }).untilMs).toBe(40_000)
    expect(afterFailure(noSuspension, 'busy', 0, limits).untilMs).toBeLessThan(5_000)
  })

  test('after a lie grows with each one of the last days, however much is good between', () => {
    const dayMs = 24 * 3_600_000
    let nowMs = 0
    let state = noSuspension
    const lengths = Array.from({ length: 9 }, () => {
      nowMs = state.untilMs + 1
      for (let good = 0; good < 20; good++) state = afterSuccess(state, nowMs)
      state = afterFailure(state, 'lie', nowMs, limits)
      return Math.round((state.untilMs - nowMs) / 60_000)
    })
    expect(lengths.slice(0, 5)).toEqual([1, 2, 4, 8, 16])
    expect(lengths.at(-1)).toBe(60)
    const later = state.untilMs + 10 * dayMs
    expect(afterFailure(state, 'lie', later, limits).untilMs - later).toBeLessThan(62_000)
    expect(afterFailure(state, 'accident', later, limits).untilMs - later).toBe(5_000)
  })

  test('lies that come while it is left alone are the same one', () => {
    const first = afterFailure(noSuspension, 'lie', 0, limits)
    const more = Array.from({ length: 8 }).reduce<typeof noSuspension>(
      (state) => afterFailure(state, 'lie', 1_000, limits),
      first,
    )
    expect(more.lies).toBe(1)
    expect(more.untilMs).toBeLessThanOrEqual(301_000)
  })

  test('decays: after a quarter of an hour a failure is as the first', () => {
    const many = Array.from({ length: 6 }).reduce<typeof noSuspension>(
      (state) => afterFailure(state, 'accident', 0, limits),
      noSuspension,
    )
    const later = afterFailure(many, 'accident', 900_000, limits)
    expect(later.untilMs - 900_000).toBeLessThan(5_500)
  })

  test('a good segment ends it', () => {
    const suspended = afterFailure(noSuspension, 'lie', 0, limits)
    expect(isSuspended(suspended, 1)).toBe(true)
    expect(isSuspended(afterSuccess(suspended, 1), 2)).toBe(false)
  })
})
