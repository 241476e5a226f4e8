import { expect, test } from 'vitest'
import { splitQuery } from './split-query.ts'

test('a query stands behind the first question mark, if any', () => {
  expect(splitQuery('key?token=a%20b&x')).toEqual({ path: 'key', query: new URLSearchParams('token=a b&x=') })
  expect(splitQuery('key?a=b?c').query.get('a')).toBe('b?c')
  expect(splitQuery('?a=b')).toMatchObject({ path: '' })
  expect(splitQuery('key').path).toBe('key')
})
