import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Profile, ProfileStore } from './profile-store.ts'

const freshMs = 60_000
const retryMs = 2_000
const addressOf = (index: number) => `0x${index.toString(16).padStart(40, '0')}`

function profileOf(address: string, name: string | null = null): Profile {
  return { address, main: null, linked: [], textsOf: address, texts: {}, name, ens: null, lookAlikes: [] }
}

/** A store whose indexer answers at once, and what that was asked. */
function storeWith(answer: (addresses: readonly string[]) => readonly Profile[]) {
  const asked: (readonly string[])[] = []
  const ask = async (addresses: readonly string[]) => {
    asked.push(addresses)
    return answer(addresses)
  }
  const isWorthAnotherTry = (reason: unknown) => reason !== 'never'
  return { store: new ProfileStore({ ask, isWorthAnotherTry, freshMs, retryMs }), asked }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('whoever watches in the same moment shares questions of a hundred accounts, each named once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(400), { minLength: 1, maxLength: 500 }), async (indexes) => {
      const { store, asked } = storeWith((addresses) =>
        addresses.toReversed().map((address) => profileOf(address)),
      )
      const ends = indexes.map((index) => store.watch([addressOf(index)], () => {}))
      await vi.advanceTimersByTimeAsync(0)
      expect(indexes.map((index) => store.profileOf(addressOf(index))?.address)).toEqual(
        indexes.map(addressOf),
      )
      expect(asked).toHaveLength(Math.ceil(new Set(indexes).size / 100))
      expect(new Set(asked.flat()).size).toBe(asked.flat().length)
      expect(Math.max(...asked.map(({ length }) => length))).toBeLessThanOrEqual(100)
      for (const end of ends) end()
    }),
    { numRuns: 20 },
  )
})

test('an account is the same whatever the case of its address; a reader of many is told once for an answer', async () => {
  const { store, asked } = storeWith((addresses) => addresses.map((address) => profileOf(address, 'Weir')))
  const [upper, other] = [`0x${'A'.repeat(40)}`, addressOf(1)]
  const onChange = vi.fn()
  store.watch([upper, other], onChange)
  store.watch([upper.toLowerCase()], () => {})
  await vi.advanceTimersByTimeAsync(0)
  expect(asked).toEqual([[upper.toLowerCase(), other]])
  expect(onChange).toHaveBeenCalledTimes(1)
  expect(store.namesOf([upper, other, addressOf(2)])).toEqual(
    new Map([
      [upper.toLowerCase(), 'Weir'],
      [other, 'Weir'],
    ]),
  )
})

test('what is watched stays fresh; what nobody watches any more, or was told of just now, is not asked for', async () => {
  const { store, asked } = storeWith((addresses) => addresses.map((address) => profileOf(address)))
  const end = store.watch([addressOf(1)], () => {})
  store.watch([addressOf(2)], () => {})
  await vi.advanceTimersByTimeAsync(freshMs / 2)
  end()
  store.tell([profileOf(addressOf(2), 'Sluice')])
  store.watch([addressOf(3)], () => {})
  await vi.advanceTimersByTimeAsync(freshMs / 2)
  expect(asked).toEqual([[addressOf(1), addressOf(2)], [addressOf(3)]])
  expect(store.profileOf(addressOf(2))?.name).toBe('Sluice')
  await vi.advanceTimersByTimeAsync(freshMs)
  expect(asked.slice(2).flat().toSorted()).toEqual([addressOf(2), addressOf(3)])
})

test('error: a failure that may pass is followed by another try, one that does not only by the next turn', async () => {
  let reason = 'passes'
  const { store, asked } = storeWith(() => {
    throw reason
  })
  const onChange = vi.fn()
  store.watch([addressOf(1)], onChange)
  expect(store.isAnswered([addressOf(1)])).toBe(false)
  await vi.advanceTimersByTimeAsync(0)
  expect([store.isAnswered([addressOf(1)]), onChange.mock.calls.length]).toEqual([true, 1])
  reason = 'never'
  await vi.advanceTimersByTimeAsync(retryMs)
  expect(asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(freshMs - 1)
  expect(asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(retryMs)
  expect(asked).toHaveLength(3)
})
