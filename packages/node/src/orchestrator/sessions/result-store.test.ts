import { expect, test } from 'vitest'
import { ResultStore } from './result-store.ts'

const at = (sessionId: string, seqNo: number) =>
  ({ sessionId, profileName: 'p', seqNo, format: 'mpegts' }) as const

function put(store: ResultStore, sessionId: string, seqNo: number, size: number): void {
  store.put(at(sessionId, seqNo), new Uint8Array(size))
}

test('the last twelve objects of a path can be fetched, older ones are gone', () => {
  const store = new ResultStore({ maxBytes: 1_000 })
  for (let seqNo = 0; seqNo < 14; seqNo++) put(store, 's', seqNo, 10)
  expect(store.get(at('s', 1))).toBeUndefined()
  expect(store.get(at('s', 2))).toHaveLength(10)
  expect(store.get(at('s', 13))).toHaveLength(10)
  expect(store.bytes).toBe(120)
})

test('a repeated segment replaces the object of its name', () => {
  const store = new ResultStore({ maxBytes: 1_000 })
  put(store, 's', 1, 10)
  put(store, 's', 1, 30)
  expect(store.get(at('s', 1))).toHaveLength(30)
  expect(store.bytes).toBe(30)
})

test('a greedy session loses its own objects, not those of others', () => {
  const store = new ResultStore({ maxBytes: 100 })
  put(store, 'modest', 1, 20)
  for (let seqNo = 0; seqNo < 6; seqNo++) put(store, 'greedy', seqNo, 30)
  expect(store.get(at('modest', 1))).toHaveLength(20)
  expect(store.get(at('greedy', 5))).toHaveLength(30)
  expect(store.get(at('greedy', 0))).toBeUndefined()
  expect(store.bytes).toBeLessThanOrEqual(100)
})

test('an ended session frees its memory, and a single object above the bound is not kept', () => {
  const store = new ResultStore({ maxBytes: 100 })
  put(store, 's', 1, 60)
  store.drop('s')
  expect(store.bytes).toBe(0)
  put(store, 's', 2, 101)
  expect(store.get(at('s', 2))).toBeUndefined()
  expect(store.bytes).toBe(0)
})
