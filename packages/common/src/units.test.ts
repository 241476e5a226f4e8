import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatEther, shortAddress } from './units.ts'

test('an amount in ether is exact', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (wei) => {
      const text = formatEther(wei)
      const [whole = '', fraction = ''] = text.replace('-', '').split('.')
      const back = BigInt(whole) * 10n ** 18n + BigInt(fraction.padEnd(18, '0'))
      expect(text.startsWith('-') ? -back : back).toBe(wei)
    }),
  )
})

test('an amount with few digits is cut and never rounded up', () => {
  expect(formatEther(1_999_999_999_999_999_999n, { digits: 2 })).toBe('1.99')
  expect(formatEther(10n ** 18n, { digits: 4 })).toBe('1')
  expect(formatEther(0n)).toBe('0')
})

test('addresses are short', () => {
  expect(shortAddress('0x35Bcf3c30594191d53231E4FF333E8A770453e40')).toBe('0x35Bc…3e40')
})
