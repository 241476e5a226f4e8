import { randomUUID } from 'node:crypto'
import type { Clock, Logger } from '@millrace/common'
import { type FileSegment, makeTestClip } from '@millrace/media'
import { createPrice } from '@millrace/payments'
import type { MediaWorker } from '@millrace/verification/looking'
import type { OrchestratorClient } from '@millrace/wire'
import type { EndpointCheck } from '../../ordering/endpoint-check.ts'
import type { KnownOrchestrator, OrchestratorSource } from '../../ordering/orchestrator-source.ts'
import type { Budget, Payer } from '../../ordering/payer.ts'
import type { TesterConfig } from '../config.ts'
import { NotMeasuredError } from '../errors.ts'
import type { TestLadder } from '../ladders.ts'
import { testOrchestrator } from '../measure/test-orchestrator.ts'
import type { ResultStore } from '../store/result-store.ts'
import type { TesterChain } from '../tester-chain.ts'
import type { TesterEvents } from './events.ts'

export interface RunDependencies {
  readonly source: OrchestratorSource
  readonly client: OrchestratorClient
  /** Undefined off chain. */
  readonly chain: TesterChain | undefined
  readonly endpoints: EndpointCheck | undefined
  readonly payer: Payer | undefined
  readonly budget: Budget
  readonly worker: MediaWorker
  readonly store: ResultStore
  /** From 0 to 1, and nobody can know it ahead. */
  readonly random: () => number
  readonly clock: Clock
  readonly log: Logger
  readonly signal: AbortSignal
  readonly onTest: (test: TesterEvents['test']) => void
}

/** What one run came to. */
export interface RunSummary {
  readonly orchestrators: number
  readonly tested: number
  /** How many could not be measured, by reason. */
  readonly notMeasured: Readonly<Record<string, number>>
}

const framesPerSecond = 30
const segmentSeconds = 2

/**
 * Tests every orchestrator once, one after the other in an order of chance, with a clip that is made for this run.
 * @throws {SourceFileError} when the clip cannot be made; what reading the chain throws.
 */
export async function runTests(
  config: TesterConfig,
  ladder: TestLadder,
  deps: RunDependencies,
): Promise<RunSummary> {
  const { source, endpoints, random, signal, log } = deps
  const known = await source.list()
  endpoints?.keepOnly(known)
  const orchestrators = shuffled(known, random)
  const notMeasured: Record<string, number> = {}
  let tested = 0
  const clip = orchestrators.length > 0 ? await makeClip(config, ladder, deps) : []
  for (const orchestrator of orchestrators) {
    if (signal.aborted) break
    try {
      await testOne(orchestrator, { ...config, ...ladder, clip }, deps)
      tested += 1
    } catch (err) {
      const reason = err instanceof NotMeasuredError ? err.reason : 'FAULT'
      notMeasured[reason] = (notMeasured[reason] ?? 0) + 1
      const facts = { err, orchestrator: orchestrator.id }
      if (reason === 'FAULT') log.error(facts, 'test broke down')
      else log.info(facts, 'orchestrator was not measured')
    }
  }
  return { orchestrators: orchestrators.length, tested, notMeasured }
}

function makeClip(
  { segments }: TesterConfig,
  { sourceSize }: TestLadder,
  { random, signal }: RunDependencies,
): Promise<readonly FileSegment[]> {
  const seconds = segments * segmentSeconds
  return makeTestClip({ ...sourceSize, framesPerSecond, seconds, signal }, random)
}

async function testOne(
  orchestrator: KnownOrchestrator,
  options: TesterConfig & TestLadder & { readonly clip: readonly FileSegment[] },
  { client, chain, payer, budget, worker, store, onTest, log, ...deps }: RunDependencies,
): Promise<void> {
  const { maxPricePerPixel: cap, region } = options
  const test = randomUUID()
  const results = await testOrchestrator(
    orchestrator,
    {
      ...options,
      manifestId: test,
      maxPrice: cap && createPrice(cap.wei, cap.pixels),
      verifyTimeoutMs: 120_000,
    },
    { ...deps, client, signer: chain?.signer, payer, budget, worker, log },
  )
  const { id, serviceUri } = orchestrator
  await store.add({ test, region, orchestrator: id, serviceUri, results })
  onTest({ orchestrator: id, results })
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
