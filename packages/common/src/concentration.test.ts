import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concentrationOf, lorenzCurve, topShare } from './concentration.ts'

const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 27n }), { minLength: 1, maxLength: 50 })

test('known spreads have known measures', () => {
  expect(concentrationOf([5n])).toMatchObject({
    nakamoto: { third: 1, half: 1, twoThirds: 1 },
    gini: 0,
    hhi: 1,
  })
  expect(concentrationOf([1n, 1n, 1n, 1n])).toMatchObject({
    nakamoto: { third: 2, half: 3, twoThirds: 3 },
    gini: 0,
    hhi: 0.25,
    effectiveAccounts: 4,
    theil: 0,
  })
  expect(concentrationOf([0n, 0n])).toMatchObject({
    accounts: 0,
    gini: null,
    hhi: null,
    theil: null,
    topTenShare: null,
  })
  expect(concentrationOf([1n, 2n, 3n, 4n]).gini).toBeCloseTo(0.25, 6)
  // ¼ ln ½ + ¾ ln 3/2
  expect(concentrationOf([1n, 3n]).theil).toBeCloseTo(0.130812, 5)
  expect(topShare([1n, 2n, 3n, 4n], 2)).toBeCloseTo(0.7, 6)
})

test('measures stay in their bounds, and grow with what the largest has', () => {
  fc.assert(
    fc.property(amounts, (values) => {
      const { gini, hhi, theil, topTenShare, nakamoto, accounts } = concentrationOf(values)
      for (const share of [gini, hhi, topTenShare])
        if (share !== null) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1.000001)
        }
      if (theil !== null) expect(theil).toBeLessThanOrEqual(Math.log(accounts) + 1e-6)
      expect(nakamoto.third).toBeLessThanOrEqual(nakamoto.half)
      expect(nakamoto.half).toBeLessThanOrEqual(nakamoto.twoThirds)
      expect(nakamoto.twoThirds).toBeLessThanOrEqual(accounts)
    }),
  )
})

test('a Lorenz curve goes from nothing to all, rises ever faster and never above equality', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 2, max: 200 }), (values, most) => {
      const curve = lorenzCurve(values, most)
      if (values.every((value) => value === 0n)) {
        expect(curve).toEqual([])
        return
      }
      expect(curve.length).toBeLessThanOrEqual(most)
      expect(curve[0]).toEqual({ accounts: 0, held: 0 })
      expect(curve.at(-1)).toEqual({ accounts: 1, held: 1 })
      curve.slice(1).forEach(({ accounts, held }, index) => {
        const before = curve[index]
        expect(held).toBeGreaterThanOrEqual((before?.held ?? 0) - 1e-9)
        expect(accounts).toBeGreaterThan(before?.accounts ?? 0)
        expect(held).toBeLessThanOrEqual(accounts + 1e-6)
      })
    }),
  )
  expect(lorenzCurve([1n, 3n])).toEqual([
    { accounts: 0, held: 0 },
    { accounts: 0.5, held: 0.25 },
    { accounts: 1, held: 1 },
  ])
})
