import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PoolWalk } from './pool-walk.ts'

type Address = `0x${string}`

const address = (id: number): Address => `0x${id.toString(16).padStart(2, '0').repeat(20)}`
const zeroAddress = address(0)

function listOf(ids: readonly number[]) {
  let roundTrips = 0
  const at = (index: number) => (ids[index] === undefined ? zeroAddress : address(ids[index]))
  // Calls of one moment go in one request: a call made after another was answered is a new round trip.
  let open: Promise<void> | undefined
  const trip = async <T>(value: T): Promise<T> => {
    open ??= Promise.resolve().then(() => {
      roundTrips++
      open = undefined
    })
    await open
    return value
  }
  return {
    first: () => trip(at(0)),
    next: (one: Address) => trip(at(ids.findIndex((id) => address(id) === one) + 1)),
    trips: () => roundTrips,
  }
}

test('a list that did not change is read in one round trip', async () => {
  const list = listOf([1, 2, 3, 4])
  const walk = new PoolWalk(list)
  expect(await walk.read(10n)).toHaveLength(4)
  const before = list.trips()
  expect(await walk.read(10n)).toEqual([1, 2, 3, 4].map(address))
  expect(list.trips() - before).toBe(1)
})

test('a good guess saves the first walk its round trips, and a wrong one changes nothing', async () => {
  const list = listOf([1, 2, 3, 4])
  const guess = [4, 2, 9, 1, 3].map(address)
  expect(await new PoolWalk({ ...list, guess }).read(10n)).toEqual([1, 2, 3, 4].map(address))
  expect(list.trips()).toBe(1)
})

test('whatever the list was before, its order now is what comes out', async () => {
  const ids = fc.uniqueArray(fc.integer({ min: 1, max: 20 }))
  await fc.assert(
    fc.asyncProperty(fc.array(ids, { minLength: 1, maxLength: 5 }), async (lists) => {
      let now = listOf([])
      const walk = new PoolWalk({ first: () => now.first(), next: (one) => now.next(one) })
      for (const list of lists) {
        now = listOf(list)
        const order = await walk.read(100n)
        const known = order.slice(0, list.length)
        expect(known).toEqual(list.map(address))
      }
    }),
  )
})

test('error: a list that never ends is cut at the pool’s size', async () => {
  const walk = new PoolWalk({
    first: async () => address(1),
    next: async (one) => address(Number(one.slice(0, 4)) + 1),
  })
  expect(await walk.read(5n)).toHaveLength(5)
})
