import fc from 'fast-check'
import { expect, test } from 'vitest'
import { roundAt } from './round-at.ts'

const info = { number: 10n, startBlock: 1_000n, lengthBlocks: 60n }

test.each([
  [1_000n, 10n],
  [1_059n, 10n],
  [1_060n, 11n],
  [999n, 9n],
  [940n, 9n],
  [939n, 8n],
])('block %i is in round %i', (block, round) => {
  expect(roundAt(info, block)).toBe(round)
})

test('rounds never fall as blocks rise, and each has its length', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10_000n }), (block) => {
      expect(roundAt(info, block + 60n)).toBe(roundAt(info, block) + 1n)
      expect(roundAt(info, block + 1n) >= roundAt(info, block)).toBe(true)
    }),
  )
})
