import { expect, test } from 'vitest'
import { InvalidQueryError } from './errors.ts'
import { type ListDefinition, readListQuery } from './list.ts'

const delegators: ListDefinition = {
  ...{ path: '/v1/delegators', summary: 'Delegators.', from: 'delegator', key: ['address'], order: 'desc' },
  columns: { address: { kind: 'text' }, stakeWei: { kind: 'wei' } },
  sorts: ['stakeWei', 'address'],
  filters: {},
}

function afterOf(sort: string, values: readonly (string | null)[]): readonly (string | null)[] | undefined {
  const cursor = Buffer.from(JSON.stringify(values)).toString('base64url')
  return readListQuery(delegators, { sort, order: 'asc', limit: 5, cursor }).after
}

test('a cursor has a value for each column of the order that it is used with', () => {
  expect(afterOf('stakeWei', ['12', '0xab'])).toEqual(['12', '0xab'])
  expect(afterOf('address', ['0xab'])).toEqual(['0xab'])
})

test.each([
  ['fewer values than the order has', 'stakeWei', ['12']],
  ['more values than the order has', 'address', ['12', '0xab']],
  ['a zero byte, which no text in PostgreSQL can hold', 'address', ['0xab\0']],
])('error: a cursor with %s is refused before the database sees it', (_, sort, values) => {
  expect(() => afterOf(sort, values)).toThrow(InvalidQueryError)
})
