import { expect, test } from 'vitest'
import { rankPersistence } from './rank-persistence.ts'

test('ranks that stay give 1, ranks that turn round give -1', () => {
  expect(rankPersistence(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe(1)
  expect(rankPersistence(['a', 'b', 'c'], ['c', 'b', 'a'])).toBe(-1)
  expect(rankPersistence(['a', 'x', 'b'], ['a', 'b', 'y'])).toBe(1)
  expect(rankPersistence(['a'], ['a'])).toBeNull()
})
