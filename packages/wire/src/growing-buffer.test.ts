import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GrowingBuffer } from './growing-buffer.ts'

test('parts of any size come back as one', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 70_000, size: 'max' }), { maxLength: 6 }),
      fc.nat({ max: 200_000 }),
      (parts, announced) => {
        const buffer = new GrowingBuffer(announced)
        for (const part of parts) buffer.append(part)
        expect(Buffer.compare(buffer.bytes, Buffer.concat(parts))).toBe(0)
      },
    ),
    { numRuns: 30 },
  )
})

test('a body of the announced length takes no more memory than that', () => {
  const buffer = new GrowingBuffer(100_000)
  for (let index = 0; index < 10; index++) buffer.append(new Uint8Array(10_000))
  expect(buffer.bytes.buffer.byteLength).toBe(100_000)
})
