import type { Hex } from '@millrace/crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LogsBloom } from './logs-bloom.ts'

/** A transfer of a token. */
const example = {
  address: '0xdac17f958d2ee523a2206206994597c13d831ec7',
  topics: ['0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef'],
} as const

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value): Hex => `0x${Buffer.from(value).toString('hex')}`)
const log = fc.record({ address: hex(20), topics: fc.array(hex(32), { maxLength: 4 }) })

test('a filter contains every address and topic that it was made of', () => {
  const bloom = new LogsBloom()
  fc.assert(
    fc.property(fc.array(log, { maxLength: 20 }), (logs) => {
      const filter = bloom.of(logs)
      for (const { address, topics } of logs)
        for (const value of [address, ...topics]) expect(bloom.mayContain(filter, value)).toBe(true)
    }),
  )
})

test('each value sets at most three bits, and nothing sets none', () => {
  const bloom = new LogsBloom()
  const bits = (filter: Uint8Array) =>
    filter.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0)
  expect(bits(bloom.of([]))).toBe(0)
  expect(bits(bloom.of([{ address: example.address, topics: [] }]))).toBe(3)
  expect(bits(bloom.of([example]))).toBeLessThanOrEqual(6)
  expect(bloom.mayContain(bloom.of([]), example.address)).toBe(false)
})
