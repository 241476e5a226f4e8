import { expect, test } from 'vitest'
import { exactAmounts } from './exact-amounts.ts'

test('amounts become exact, whatever holds them; nothing else changes', () => {
  const answer = {
    block: { number: 7 },
    totalWei: '340282366920938463463374607431768211456',
    items: [{ stakeWei: '-1', feesWei: null, inflation: '120' }],
  }
  expect(exactAmounts(answer)).toEqual({
    block: { number: 7 },
    totalWei: 2n ** 128n,
    items: [{ stakeWei: -1n, feesWei: null, inflation: '120' }],
  })
})

test('error: an amount that is no whole number', () => {
  expect(() => exactAmounts({ stakeWei: '1.5' })).toThrow(SyntaxError)
})
