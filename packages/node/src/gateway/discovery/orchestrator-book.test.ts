import type { OrchestratorTerms } from '@millrace/wire'
import { expect, test } from 'vitest'
import {
  chainOrchestrators,
  fixedOrchestrators,
  type KnownOrchestrator,
} from '../../ordering/orchestrator-source.ts'
import { gatewayConfigSchema } from '../config.ts'
import type { PerformanceScores } from '../selection/performance-scores.ts'
import { OrchestratorBook } from './orchestrator-book.ts'

const terms = { price: { weiPerUnit: 1n, pixelsPerUnit: 1n } } as OrchestratorTerms
const known = (id: string): KnownOrchestrator => ({
  id,
  recipient: undefined,
  serviceUri: `https://${id}`,
  stakeWei: 1n,
  region: '',
})

const segmentTime = { totalMs: 1_000, durationMs: 2_000 }

let nowMs = 0
function bookOf(...ids: string[]): OrchestratorBook {
  return openBook(ids)
}

function openBook(
  ids: readonly string[],
  performance?: Pick<PerformanceScores, 'goodEnough'>,
): OrchestratorBook {
  nowMs = 0
  const settings = {
    ...gatewayConfigSchema.parse({}),
    maxPrice: undefined,
    suspensionBaseMs: 1_000,
    suspensionMaxMs: 60_000,
    banBaseMs: 1_000,
  }
  const book = new OrchestratorBook(settings, {
    clock: { nowMs: () => nowMs },
    random: () => 0.5,
    onChange: () => {},
    performance,
  })
  book.setKnown(ids.map(known))
  for (const id of ids) book.recordTerms(id, terms)
  return book
}

test('only those who gave terms can be asked', () => {
  const book = bookOf('a')
  book.setKnown([known('a'), known('silent')])
  expect(Array.from({ length: 10 }, () => book.draw()?.id)).not.toContain('silent')
  expect(book.pick(new Set(['a']))).toBeUndefined()
})

test('a suspended one is left alone until its time is over', () => {
  const book = bookOf('a', 'b')
  book.recordFailure('a', 'UNREACHABLE', 'gone', segmentTime)
  expect(Array.from({ length: 6 }, () => book.draw()?.id)).toEqual(Array(6).fill('b'))
  nowMs = 1_000
  expect(Array.from({ length: 6 }, () => book.draw()?.id)).toContain('a')
})

test('when all are suspended those who only failed are asked, those who lied are not', () => {
  const book = bookOf('failed', 'lied')
  book.recordFailure('failed', 'TIMEOUT', 'slow', segmentTime)
  book.recordFailure('lied', 'BAD_RESULT', 'wrong pixels', segmentTime)
  expect(book.draw()?.id).toBe('failed')
  expect(book.pick(new Set(['failed']))).toBeUndefined()
  expect(book.isEmpty).toBe(false)
})

test('those whom others found too bad are asked only when nobody else is left', () => {
  const book = openBook(['bad', 'good', 'fine'], {
    goodEnough: (candidates, idOf) => {
      const good = candidates.filter((one) => idOf(one) !== 'bad')
      return good.length > 0 ? good : candidates
    },
  })
  expect(new Set(Array.from({ length: 9 }, () => book.draw()?.id))).toEqual(new Set(['good', 'fine']))
  expect(book.pick(new Set(['good', 'fine']))?.id).toBe('bad')
})

test('one whose terms our funds do not cover is left out until it answers again', () => {
  const book = bookOf('a')
  book.recordFailure('a', 'FUNDS_BELOW_TERMS', 'insufficient sender reserve')
  expect(book.isEmpty).toBe(true)
  expect(book.needsFunds).toBe(true)
  expect(book.describeAbsence()).toContain('insufficient sender reserve')
  book.recordTerms('a', terms)
  expect(book.draw()?.id).toBe('a')
})

test('one that leaves the active set keeps its history and gets no more work', () => {
  const book = bookOf('a', 'b')
  book.recordSuccess('a', { totalMs: 100, durationMs: 2_000 })
  book.setKnown([known('b')])
  expect(Array.from({ length: 4 }, () => book.draw()?.id)).toEqual(Array(4).fill('b'))
  expect(book.get('a')).toMatchObject({ isActive: false, segmentsDone: 1 })
})

test('the chain tells who is active; bad URIs are left out, a list narrows it down', async () => {
  const one = (digit: string, serviceUri: string, isActive = true) => ({
    address: `0x${digit.repeat(40)}` as const,
    stakeWei: 5n,
    serviceUri,
    isActive,
  })
  const staking = {
    orchestrators: async () => [
      one('A', 'https://a:1/'),
      one('b', 'https://b:1'),
      one('c', 'not a uri'),
      one('d', 'https://d:1', false),
    ],
  }
  const regions = { [`0x${'a'.repeat(40)}`]: 'eu', 'https://b:1/': 'us' }
  const all = await chainOrchestrators(staking, { regions }).list()
  expect(all.map(({ serviceUri, region }) => [serviceUri, region])).toEqual([
    ['https://a:1', 'eu'],
    ['https://b:1', 'us'],
  ])
  expect(await chainOrchestrators(staking, { only: ['https://b:1'] }).list()).toHaveLength(1)
  expect(await fixedOrchestrators(['https://a:1', 'https://a:1/']).list()).toHaveLength(1)
})
