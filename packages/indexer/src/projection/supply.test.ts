import fc from 'fast-check'
import { expect, test } from 'vitest'
import { supplyElsewhereWei } from './supply.ts'

const tokens = fc.bigInt({ min: 0n, max: 10n ** 27n })
const inflation = fc.bigInt({ min: 1n, max: 10n ** 9n })

test('tokens on another chain follow from what may be minted, but for a few wei', () => {
  fc.assert(
    fc.property(tokens, tokens, inflation, (supplyWei, elsewhereWei, rate) => {
      const mintableWei = ((supplyWei + elsewhereWei) * rate) / 10n ** 9n
      const found = supplyElsewhereWei({ mintableWei, inflation: rate, supplyWei })
      expect(found).toBeLessThanOrEqual(elsewhereWei)
      expect(elsewhereWei - found).toBeLessThanOrEqual(10n ** 9n / rate)
    }),
  )
})

test('where all tokens are on this chain there are none elsewhere, to the wei', () => {
  fc.assert(
    fc.property(tokens, inflation, (supplyWei, rate) => {
      const mintableWei = (supplyWei * rate) / 10n ** 9n
      expect(supplyElsewhereWei({ mintableWei, inflation: rate, supplyWei })).toBe(0n)
    }),
  )
})

test('without inflation nothing is known of other chains', () => {
  expect(supplyElsewhereWei({ mintableWei: 0n, inflation: 0n, supplyWei: 5n })).toBe(0n)
})
