import { expect, test } from 'vitest'
import { secondsPerBlock, secondsPerBlockOf } from './pace.ts'
import { overdueBlocks, roundProgress, roundState } from './progress.ts'

test('a round goes from its first block to its length and never beyond', () => {
  const round = { startBlock: 100n, length: 60n }
  expect(roundProgress({ ...round, block: 100n })).toEqual({ blocksLeft: 60, share: 0 })
  expect(roundProgress({ ...round, block: 145n })).toEqual({ blocksLeft: 15, share: 0.75 })
  expect(roundProgress({ ...round, block: 999n })).toEqual({ blocksLeft: 0, share: 1 })
  expect(roundProgress({ ...round, block: 90n })).toEqual({ blocksLeft: 60, share: 0 })
})

test('the pace of blocks is known once a few were seen', () => {
  expect(secondsPerBlock([{ block: 5n, atMs: 0 }])).toBeUndefined()
  expect(
    secondsPerBlock([
      { block: 5n, atMs: 0 },
      { block: 7n, atMs: 3_000 },
    ]),
  ).toBeUndefined()
  expect(
    secondsPerBlock([
      { block: 5n, atMs: 0 },
      { block: 7n, atMs: 3_000 },
      { block: 9n, atMs: 8_000 },
    ]),
  ).toBe(2)
})

test('before any block was seen, the last rounds tell the pace', () => {
  const rounds = [
    { round: 12, time: 360_000 },
    { round: 11, time: 240_000 },
    { round: 10, time: 120_000 },
  ]
  expect(secondsPerBlockOf(rounds, 60)).toBe(2)
  expect(secondsPerBlockOf(rounds.slice(0, 1), 60)).toBeUndefined()
  expect(secondsPerBlockOf(rounds, 0)).toBeUndefined()
})

test('a round is overdue for as long as its blocks have gone by', () => {
  const round = { startBlock: 100n, length: 60n, isInitialized: false, isLocked: false }
  expect(overdueBlocks({ ...round, block: 130n })).toBe(30)
  expect(overdueBlocks({ ...round, block: 130n, isInitialized: true })).toBe(0)
})

test('error: a chain that went back has no pace', () => {
  const seen = [9n, 7n, 5n].map((block, index) => ({ block, atMs: index * 1_000 }))
  expect(secondsPerBlock(seen)).toBeUndefined()
})

test('a round that nobody has begun is overdue only after a while', () => {
  const round = { startBlock: 100n, length: 60n, isInitialized: false, isLocked: false }
  expect(roundState({ ...round, block: 101n })).toBe('beginning')
  expect(roundState({ ...round, block: 110n })).toBe('overdue')
  expect(roundState({ ...round, block: 110n, isInitialized: true })).toBe('initialised')
  expect(roundState({ ...round, block: 158n, isInitialized: true, isLocked: true })).toBe('locked')
})
