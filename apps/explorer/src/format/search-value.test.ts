import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { searchValue } from './search-value.ts'

const schema = z.object({ rounds: searchValue(z.int().check(z.minimum(1))) })

test('an address says what is wanted', () => {
  expect(schema.parse({ rounds: 7 })).toEqual({ rounds: 7 })
})

test.each([0, 1.5, '7', null, {}])('what makes no sense in an address is left out: %j', (rounds) => {
  expect(schema.parse({ rounds })).toEqual({ rounds: undefined })
})

test('an address may say nothing', () => {
  expect(schema.parse({})).toEqual({})
})
