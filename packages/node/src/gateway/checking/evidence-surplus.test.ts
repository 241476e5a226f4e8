import fc from 'fast-check'
import { expect, test } from 'vitest'
import { surplusOf } from './evidence-surplus.ts'

const kept = fc.array(fc.record({ orchestratorId: fc.constantFrom('a', 'b', 'c'), bytes: fc.nat(100) }), {
  maxLength: 30,
})
const bounds = fc.record({ maxFiles: fc.nat(20), maxBytes: fc.nat(1_000) })

test('what is left is within bounds, and nothing goes that could stay', () => {
  fc.assert(
    fc.property(kept, bounds, (all, { maxFiles, maxBytes }) => {
      const surplus = surplusOf(all, { maxFiles, maxBytes })
      const left = all.filter((one) => !surplus.includes(one))
      const bytesOf = (some: typeof all) => some.reduce((sum, { bytes }) => sum + bytes, 0)
      expect(left.length).toBeLessThanOrEqual(maxFiles)
      expect(bytesOf(left)).toBeLessThanOrEqual(maxBytes)
      const last = surplus.at(-1)
      if (last) expect(left.length + 1 > maxFiles || bytesOf([...left, last]) > maxBytes).toBe(true)
    }),
  )
})

test('whoever is caught over and over pushes out its own evidence, the oldest first', () => {
  const once = { orchestratorId: 'once', bytes: 1 }
  const often = Array.from({ length: 5 }, (_, seqNo) => ({ orchestratorId: 'often', bytes: 1, seqNo }))
  expect(surplusOf([once, ...often], { maxFiles: 4, maxBytes: 100 })).toEqual(often.slice(0, 2))
})
