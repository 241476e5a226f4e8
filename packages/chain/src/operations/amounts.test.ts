import { formatEther } from '@millrace/common'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseEtherAmount, parsePercent, parseTokenAmount } from './amounts.ts'
import { AmountFormatError } from './errors.ts'

const amount = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n })

test('an amount is read back exactly as it is shown, in every unit', () => {
  fc.assert(
    fc.property(amount, fc.constantFrom(' ', '', '  '), (wei, space) => {
      const text = formatEther(wei)
      expect(parseEtherAmount(`${text}${space}ether`)).toBe(wei)
      expect(parseEtherAmount(`${text}${space}ETH`)).toBe(wei)
      expect(parseEtherAmount(`${wei}${space}wei`)).toBe(wei)
      expect(parseTokenAmount(`${text}${space}LPT`)).toBe(wei)
      expect(parseTokenAmount(`${text}${space}MILL`, { symbol: 'MILL' })).toBe(wei)
    }),
  )
})

test('zeros at either end change nothing, and places that a unit lacks are never dropped', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 30n }),
      fc.nat({ max: 20 }),
      fc.nat({ max: 20 }),
      (wei, before, after) => {
        const [whole, fraction = ''] = formatEther(wei).split('.')
        const text = `${'0'.repeat(before)}${whole}.${fraction}${'0'.repeat(after + 1)}`
        expect(parseEtherAmount(`${text} ether`)).toBe(wei)
      },
    ),
  )
  expect(parseEtherAmount('1.000 wei')).toBe(1n)
  expect(parseEtherAmount('0.000000001 gwei')).toBe(1n)
  expect(() => parseEtherAmount('1.5 wei')).toThrow(/0 decimal places at most/)
  expect(() => parseEtherAmount('0.0000000001 gwei')).toThrow(/9 decimal places at most/)
  expect(() => parseTokenAmount(`0.${'0'.repeat(18)}1 LPT`)).toThrow(/18 decimal places at most/)
})

test('error: any text either is an amount or is refused as none, and never read as something else', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.,eExX_ ]{0,12} ?(ether|wei|LPT)?$/)),
      (text) => {
        try {
          const wei = parseEtherAmount(text)
          expect(text).toMatch(/^\s*\d+(\.\d+)?\s*(ether|eth|gwei|wei)\s*$/i)
          expect(wei >= 0n && wei < 2n ** 256n).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(AmountFormatError)
        }
      },
    ),
  )
})

test.each([
  ['1.5', /unit is missing/],
  ['100', /unit is missing/],
  ['1 LPT', /LPT is not one of the units/],
  ['-1 ether', /is no amount/],
  ['1e18 wei', /is no amount/],
  ['1,5 ether', /is no amount/],
  ['0x10 wei', /is no amount/],
  ['1 2 ether', /is no amount/],
  ['.5 ether', /is no amount/],
  [`${2n ** 256n} wei`, /too large/],
])('error: %s is no amount of ether', (text, problem) => {
  expect(() => parseEtherAmount(text)).toThrow(problem)
})

test('error: ether is no token, whatever a deployment calls its token', () => {
  expect(() => parseTokenAmount('1 ether')).toThrow(/ether is not one of the units/)
  expect(() => parseTokenAmount('1 ETH', { symbol: 'ETH' })).toThrow(/ETH is not one of the units/)
  expect(() => parseTokenAmount('1 gwei', { symbol: 'GWEI' })).toThrow(/gwei is not one of the units/)
  expect(parseTokenAmount('1 wei', { symbol: 'WEI' })).toBe(1n)
})

test('shares are exact parts per million', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (ppm) => {
      const text = `${Math.floor(ppm / 10_000)}.${String(ppm % 10_000).padStart(4, '0')}`
      expect(parsePercent(`${text}%`)).toBe(BigInt(ppm))
      expect(parsePercent(`${text} %`)).toBe(BigInt(ppm))
    }),
  )
  for (const text of ['100.0001%', '101', '-1%', '1.23456%', '', 'half'])
    expect(() => parsePercent(text)).toThrow(AmountFormatError)
})
