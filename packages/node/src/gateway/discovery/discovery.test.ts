import { delay, silentLogger } from '@millrace/common'
import type { OrchestratorTerms } from '@millrace/wire'
import { expect, test, vi } from 'vitest'
import { fixedOrchestrators } from '../../ordering/orchestrator-source.ts'
import { gatewayConfigSchema } from '../config.ts'
import { AttemptError, type AttemptFailure } from '../errors.ts'
import { asAttemptError } from '../sessions/attempt-failure.ts'
import { Discovery } from './discovery.ts'
import { OrchestratorBook } from './orchestrator-book.ts'

const terms = { price: { weiPerUnit: 1n, pixelsPerUnit: 1n } } as OrchestratorTerms
const uris = Array.from({ length: 10 }, (_, index) => `https://o${index}`)

let nowMs = 0
function discoveryOver(answer: (id: string) => Promise<OrchestratorTerms>, overrides = {}) {
  nowMs = 0
  const asked: string[] = []
  const urgent: boolean[] = []
  const config = gatewayConfigSchema.parse({ discoveryCutoffMs: 60_000, ...overrides })
  const clock = { nowMs: () => nowMs }
  const book = new OrchestratorBook(
    { ...config, maxPrice: undefined },
    { clock, random: () => 0.5, onChange: () => {} },
  )
  const discovery = new Discovery(config, {
    source: fixedOrchestrators(uris),
    book,
    requestTerms: ({ id }, isUrgent) => {
      asked.push(id)
      urgent.push(isUrgent)
      return answer(id)
    },
    asAttemptError,
    clock,
    delay,
    random: Math.random,
    log: silentLogger(),
  })
  return { discovery, book, asked, urgent }
}

const never = new Promise<OrchestratorTerms>(() => {})
const fails = (failure: AttemptFailure) => Promise.reject(new AttemptError({ failure, detail: failure }))

test('nine answers in ten are enough, good and bad ones', async () => {
  const silent = uris[9]
  const { discovery, book } = discoveryOver(
    async (id) => (id === silent ? never : id === uris[8] ? fails('UNREACHABLE') : terms),
    { discoveryTimeoutMs: 60_000 },
  )
  await discovery.refresh()
  expect(book.entries().filter((entry) => entry.terms)).toHaveLength(8)
})

test('nobody is asked again within the pace, however many streams begin', async () => {
  const { discovery, asked } = discoveryOver(async () => terms)
  await Promise.all([discovery.prepare(), discovery.prepare(), discovery.refresh()])
  await discovery.refresh()
  expect(asked).toHaveLength(10)
  nowMs = 2_000
  await discovery.refresh()
  expect(asked).toHaveLength(20)
})

test('once somebody is known a stream waits for nobody', async () => {
  const { discovery, asked } = discoveryOver(async () => terms)
  await discovery.prepare()
  nowMs = 60_000
  await discovery.prepare()
  expect(asked).toHaveLength(10)
})

test('who asks everybody is in a hurry, who asks one after the other is not', async () => {
  const { discovery, urgent } = discoveryOver(async () => terms, {
    discoveryIntervalMs: 1_000,
    discoveryPaceMs: 100,
  })
  discovery.start()
  await discovery.prepare()
  expect(urgent).toEqual(uris.map(() => true))
  nowMs = 1_000
  await vi.waitUntil(() => urgent.length > uris.length, { timeout: 20_000 })
  expect(urgent.slice(uris.length)).toContain(false)
  await discovery.close()
})

test('after funding those that found our funds too small are asked at once, the others in their time', async () => {
  const { discovery, asked } = discoveryOver(async (id) =>
    id === uris[0] ? fails('FUNDS_BELOW_TERMS') : terms,
  )
  await discovery.refresh()
  asked.length = 0
  await discovery.refreshAfterFunding()
  expect(asked).toEqual([uris[0]])
})

test('error: with nobody to answer the wait ends at once when all have refused', async () => {
  const { discovery, book } = discoveryOver(() => fails('UNREACHABLE'), { discoveryTimeoutMs: 60_000 })
  await discovery.refresh()
  expect(book.isEmpty).toBe(true)
})
