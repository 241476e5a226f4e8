import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type PoolEntry, poolAfter, poolHints } from './pool.ts'

const address = (id: number) => `0x${id.toString(16).padStart(2, '0').repeat(20)}` as const
const entry = (id: number, stakeWei: bigint): PoolEntry => ({ address: address(id), stakeWei })
const pool = [entry(1, 50n), entry(2, 30n), entry(3, 30n), entry(4, 10n)]
const none = address(0)

test.each<[string, PoolEntry, bigint, [number, number]]>([
  ['to the head', entry(9, 60n), 10n, [0, 1]],
  ['before an equal head', entry(9, 50n), 10n, [0, 1]],
  ['before the first of equals', entry(9, 30n), 10n, [1, 2]],
  ['between', entry(9, 20n), 10n, [3, 4]],
  ['to the tail', entry(9, 5n), 10n, [4, 0]],
  ['a member that rises', entry(4, 40n), 10n, [1, 2]],
  ['a member that stays', entry(1, 55n), 10n, [0, 2]],
  ['a member that falls to the end', entry(1, 1n), 10n, [4, 0]],
  ['a newcomer that drops the last of a full pool', entry(9, 11n), 4n, [3, 0]],
  ['a newcomer equal to the last of a full pool stays out', entry(9, 10n), 4n, [0, 0]],
  ['a member of a full pool', entry(4, 20n), 4n, [3, 0]],
  ['out of the pool', entry(2, 0n), 10n, [0, 0]],
])('place of %s', (_, change, maxSize, [prev, next]) => {
  const named = (id: number) => (id === 0 ? none : address(id))
  expect(poolHints(pool, change, maxSize)).toEqual({ prev: named(prev), next: named(next) })
})

test('hints into an empty pool are zero', () => {
  expect(poolHints([], entry(1, 5n), 3n)).toEqual({ prev: none, next: none })
})

test('hints always name the neighbours in the pool as it is afterwards, which stays sorted and bounded', () => {
  const change = fc.record({ id: fc.integer({ min: 1, max: 12 }), stakeWei: fc.bigInt({ min: 0n, max: 6n }) })
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), fc.bigInt({ min: 1n, max: 8n }), (changes, maxSize) => {
      let now: readonly PoolEntry[] = []
      for (const { id, stakeWei } of changes) {
        const hints = poolHints(now, entry(id, stakeWei), maxSize)
        now = poolAfter(now, entry(id, stakeWei), maxSize)
        const at = now.findIndex((one) => one.address === address(id))
        const neighbours =
          at === -1 ? [none, none] : [now[at - 1]?.address ?? none, now[at + 1]?.address ?? none]
        expect([hints.prev, hints.next]).toEqual(neighbours)
        expect(BigInt(now.length) <= maxSize).toBe(true)
        const stakes = now.map((one) => one.stakeWei)
        expect(stakes).toEqual(stakes.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)))
      }
    }),
  )
})
