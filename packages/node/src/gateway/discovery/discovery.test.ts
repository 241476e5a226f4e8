import { delay, silentLogger } from '@millrace/common'
import type { OrchestratorTerms } from '@millrace/wire'
import { expect, test } from 'vitest'
import { gatewayConfigSchema } from '../config.ts'
import { AttemptError, type AttemptFailure } from '../errors.ts'
import { asAttemptError } from '../sessions/attempt-failure.ts'
import { Discovery } from './discovery.ts'
import { OrchestratorBook } from './orchestrator-book.ts'
import { fixedOrchestrators } from './orchestrator-source.ts'

const terms = { price: { weiPerUnit: 1n, pixelsPerUnit: 1n } } as OrchestratorTerms
const uris = Array.from({ length: 10 }, (_, index) => `https://o${index}`)

let nowMs = 0
function discoveryOver(answer: (id: string) => Promise<OrchestratorTerms>, overrides = {}) {
  nowMs = 0
  const asked: string[] = []
  const config = gatewayConfigSchema.parse({ discoveryCutoffMs: 60_000, ...overrides })
  const clock = { nowMs: () => nowMs }
  const book = new OrchestratorBook(
    { ...config, maxPrice: undefined },
    { clock, random: () => 0.5, onChange: () => {} },
  )
  const discovery = new Discovery(config, {
    source: fixedOrchestrators(uris),
    book,
    requestTerms: ({ id }) => {
      asked.push(id)
      return answer(id)
    },
    asAttemptError,
    clock,
    delay,
    random: Math.random,
    log: silentLogger(),
  })
  return { discovery, book, asked }
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
