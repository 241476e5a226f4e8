import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SeededRandom } from './random.ts'

test('the same text gives the same numbers, and what a fork draws changes none of them', () => {
  const drawn = (random: SeededRandom) => Array.from({ length: 20 }, () => random.next())
  const disturbed = new SeededRandom('text')
  drawn(disturbed.fork('other'))
  expect(drawn(disturbed)).toEqual(drawn(new SeededRandom('text')))
  expect(drawn(new SeededRandom('text').fork('other'))).not.toEqual(drawn(new SeededRandom('text')))
})

test('whole numbers stay in their bounds, shuffling keeps every item, and weights of zero are never picked', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.integer({ min: -50, max: 50 }),
      fc.integer({ min: 1, max: 50 }),
      (text, from, span) => {
        const random = new SeededRandom(text)
        const number = random.integer(from, from + span)
        expect(number).toBeGreaterThanOrEqual(from)
        expect(number).toBeLessThan(from + span)
        const items = Array.from({ length: span }, (_, index) => index)
        expect(random.shuffle(items).toSorted((one, other) => one - other)).toEqual(items)
        expect(random.pickWeighted(items, (item) => (item === 0 ? 1 : 0))).toBe(0)
      },
    ),
  )
})

test('numbers are spread evenly', () => {
  const random = new SeededRandom('even')
  const mean = Array.from({ length: 10_000 }, () => random.next()).reduce((sum, one) => sum + one, 0) / 10_000
  expect(mean).toBeCloseTo(0.5, 1)
})
