import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concentrationOf, rankPersistence } from './concentration.ts'

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
  })
  expect(concentrationOf([0n, 0n])).toMatchObject({ accounts: 0, gini: null, hhi: null, topTenShare: null })
  expect(concentrationOf([1n, 2n, 3n, 4n]).gini).toBeCloseTo(0.25, 6)
})

test('measures stay in their bounds, and grow with what the largest has', () => {
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 10n ** 27n }), { minLength: 1, maxLength: 50 })
  fc.assert(
    fc.property(amounts, (values) => {
      const { gini, hhi, topTenShare, nakamoto, accounts } = concentrationOf(values)
      for (const share of [gini, hhi, topTenShare])
        if (share !== null) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(1.000001)
        }
      expect(nakamoto.third).toBeLessThanOrEqual(nakamoto.half)
      expect(nakamoto.half).toBeLessThanOrEqual(nakamoto.twoThirds)
      expect(nakamoto.twoThirds).toBeLessThanOrEqual(accounts)
    }),
  )
})

test('ranks that stay give 1, ranks that turn round give -1', () => {
  expect(rankPersistence(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe(1)
  expect(rankPersistence(['a', 'b', 'c'], ['c', 'b', 'a'])).toBe(-1)
  expect(rankPersistence(['a', 'x', 'b'], ['a', 'b', 'y'])).toBe(1)
  expect(rankPersistence(['a'], ['a'])).toBeNull()
})
