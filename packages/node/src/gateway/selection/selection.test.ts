import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { currentLatency, smoothLatency } from './latency.ts'
import { ShareDraw } from './share-draw.ts'
import { type SelectionCandidate, type SelectionSettings, selectionShares } from './shares.ts'
import { afterFailure, afterSuccess, isSuspended, noSuspension } from './suspension.ts'

const settings: SelectionSettings = {
  stakeWeight: 0.8,
  stakeCap: 0.5,
  priceSensitivity: 1,
  maxPrice: undefined,
  region: '',
  foreignRegionWeight: 0.5,
}

const candidate = (id: string, facts: Partial<SelectionCandidate> = {}): SelectionCandidate => ({
  id,
  stakeWei: 100n,
  price: { weiPerUnit: 100n, pixelsPerUnit: 1n },
  latencyRatio: undefined,
  region: '',
  ...facts,
})

const anyCandidates = fc
  .array(
    fc.record({
      stakeWei: fc.bigInt({ min: 0n, max: 10n ** 30n }),
      price: fc.record({
        weiPerUnit: fc.bigInt({ min: 0n, max: 2n ** 63n }),
        pixelsPerUnit: fc.bigInt({ min: 1n, max: 2n ** 63n }),
      }),
      latencyRatio: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
      region: fc.constantFrom('', 'eu', 'us'),
    }),
    { minLength: 1, maxLength: 20 },
  )
  .map((list) => list.map((facts, index) => candidate(`o${index}`, facts)))

describe('shares', () => {
  test('shares are above 0 and sum to 1 whatever the facts', () => {
    fc.assert(
      fc.property(anyCandidates, (candidates) => {
        const shares = [...selectionShares(candidates, { ...settings, region: 'eu' }).values()]
        expect(shares).toHaveLength(candidates.length)
        for (const share of shares) expect(share).toBeGreaterThan(0)
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
      }),
    )
  })

  test('more stake never lowers a share', () => {
    fc.assert(
      fc.property(anyCandidates, fc.bigInt({ min: 0n, max: 10n ** 30n }), (candidates, extra) => {
        const [first, ...rest] = candidates
        if (!first) return
        const before = selectionShares(candidates, settings).get(first.id) ?? 0
        const richer = { ...first, stakeWei: first.stakeWei + extra }
        const after = selectionShares([richer, ...rest], settings).get(first.id) ?? 0
        expect(after).toBeGreaterThanOrEqual(before * (1 - 1e-6))
      }),
    )
  })

  test('a dearer or slower one of equal stake gets less, a foreign one too', () => {
    const shares = selectionShares(
      [
        candidate('plain', { region: 'eu' }),
        candidate('dear', { price: { weiPerUnit: 200n, pixelsPerUnit: 1n }, region: 'eu' }),
        candidate('slow', { latencyRatio: 1.5, region: 'eu' }),
        candidate('foreign', { region: 'us' }),
      ],
      { ...settings, region: 'eu' },
    )
    for (const id of ['dear', 'slow', 'foreign']) {
      expect(shares.get(id)).toBeLessThan(shares.get('plain') ?? 0)
    }
  })

  test('stake counts up to the cap only', () => {
    const shares = selectionShares(
      [candidate('whale', { stakeWei: 10n ** 24n }), candidate('a'), candidate('b')],
      settings,
    )
    expect(shares.get('a')).toBeGreaterThan(0.1)
    expect(shares.get('whale')).toBeLessThan(0.8)
  })

  test('equally quick and priced ones share as their stake when all follows stake', () => {
    const shares = selectionShares(
      [
        candidate('a', { stakeWei: 50n, latencyRatio: 0.2 }),
        candidate('b', { stakeWei: 30n, latencyRatio: 0.7 }),
        candidate('c', { stakeWei: 20n }),
      ],
      { ...settings, stakeWeight: 1 },
    )
    expect(shares.get('a')).toBeCloseTo(0.5)
    expect(shares.get('b')).toBeCloseTo(0.3)
    expect(shares.get('c')).toBeCloseTo(0.2)
  })

  test('one above the maximal price is not among them, one exactly at it is', () => {
    const candidates = [
      candidate('cheap', { price: { weiPerUnit: 3n, pixelsPerUnit: 2n } }),
      candidate('dear', { price: { weiPerUnit: 4n, pixelsPerUnit: 2n } }),
    ]
    const shares = selectionShares(candidates, {
      ...settings,
      maxPrice: { weiPerUnit: 3n, pixelsPerUnit: 2n },
    })
    expect([...shares.keys()]).toEqual(['cheap'])
  })
})

describe('draw', () => {
  test('after many draws each candidate has its share, to within two turns', () => {
    fc.assert(
      fc.property(anyCandidates, fc.integer({ min: 1, max: 300 }), (candidates, turns) => {
        const shares = selectionShares(candidates, settings)
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

describe('latency', () => {
  test('one slow segment moves the figure by less than half, ten move it nearly all the way', () => {
    const first = smoothLatency(undefined, { totalMs: 500, durationMs: 2000, nowMs: 0 })
    expect(first.ratio).toBe(0.25)
    let estimate = smoothLatency(first, { totalMs: 8000, durationMs: 2000, nowMs: 1 })
    expect(estimate.ratio).toBeLessThan(2)
    for (let i = 0; i < 10; i++)
      estimate = smoothLatency(estimate, { totalMs: 8000, durationMs: 2000, nowMs: 2 })
    expect(estimate.ratio).toBeGreaterThan(3.8)
  })

  test('a figure of long ago is forgotten', () => {
    const old = smoothLatency(undefined, { totalMs: 9000, durationMs: 2000, nowMs: 0 })
    expect(currentLatency(old, 60_000)).toBe(4.5)
    expect(currentLatency(old, 3_600_000)).toBeUndefined()
  })
})

describe('suspension', () => {
  const limits = { suspensionBaseMs: 5_000, suspensionMaxMs: 300_000 }

  test('grows with each failure up to the maximum, and a lie weighs as several accidents', () => {
    let state = noSuspension
    const lengths = Array.from({ length: 10 }, () => {
      state = afterFailure(state, 'accident', 0, limits)
      return state.untilMs
    })
    expect(lengths[0]).toBe(5_000)
    expect(lengths[1]).toBe(10_000)
    expect(lengths.at(-1)).toBe(300_000)
    expect(afterFailure(noSuspension, 'lie', 0, limits).untilMs).toBe(40_000)
    expect(afterFailure(noSuspension, 'busy', 0, limits).untilMs).toBeLessThan(5_000)
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
