import { createLogger } from '@millrace/common'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type CheckedClip, makeCheckedClip } from './checked-clip.ts'
import type { Clip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { type Script, ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

const segments = 4
let clip: CheckedClip
beforeAll(async () => {
  clip = await makeCheckedClip(segments)
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function orchestrator(script: Partial<Script> = {}, of: Clip = clip, chain?: TestChain) {
  const started = await ScriptedOrchestrator.create({ clip: of, script, ...(chain && { chain }) })
  closing.push(() => started.close())
  return started
}

/** Whatever the machine is busy with, nobody is hedged, and a verdict is waited for. */
const patient = {
  hedgeShare: 0,
  hedgeAfterMs: 60_000,
  segmentDeadlineMs: 120_000,
  suspensionBaseMs: 3_600_000,
  suspensionMaxMs: 3_600_000,
} as const

interface Line {
  readonly msg: string
  readonly level: string
  readonly [fact: string]: unknown
}

async function gateway(options: HarnessOptions) {
  const lines: Line[] = []
  const log = createLogger({ name: 'gateway', to: { write: (line) => lines.push(JSON.parse(line)) } })
  const harness = await GatewayHarness.start({
    ...options,
    config: { resultChecks: 'content', ...patient, ...options.config },
    deps: { log, machine: { isSaturated: false }, ...options.deps },
  })
  closing.push(() => harness.close())
  const bad = () => lines.filter(({ msg }) => msg.startsWith('bad result'))
  return { harness, bad, lines }
}

/** Checks by what came of them, as the metrics count them. */
async function checks(harness: GatewayHarness): Promise<Record<string, number>> {
  const text = await (await harness.operator('/metrics')).text()
  const found = text.matchAll(/^millrace_gateway_result_checks_total\{outcome="([^"]+)"\} (\d+)$/gm)
  return Object.fromEntries([...found].map(([, outcome, count]) => [outcome, Number(count)]))
}

async function published(harness: GatewayHarness, count: number): Promise<void> {
  await expect.poll(async () => (await harness.status()).streams[0]?.segmentsOut).toBe(count)
}

async function statusOf(harness: GatewayHarness, { serviceUri }: ScriptedOrchestrator) {
  return (await harness.status()).orchestrators.find((one) => one.serviceUri === serviceUri)
}

test('honest results are all checked while their orchestrator is new, and all pass', async () => {
  const { harness, bad } = await gateway({ orchestrators: [await orchestrator()] })
  await harness.pushAll(clip.sources)
  await published(harness, segments)
  const { good = 0, dispelled = 0, ...others } = await checks(harness)
  expect([good + dispelled, others]).toEqual([segments, {}])
  expect(bad()).toEqual([])
})

describe('a bad result is never published, is done again elsewhere, and ends the work with who made it', () => {
  test.each<[cheat: 'small' | 'black', resultChecks: 'facts' | 'content', code: string]>([
    ['small', 'facts', 'WRONG_SIZE'],
    ['black', 'content', 'OTHER_PICTURE'],
  ])('%s pictures, by %s', async (cheat, resultChecks, code) => {
    const chain = new TestChain()
    const cheater = await orchestrator({ instead: clip[cheat] }, clip, chain)
    const honest = await orchestrator({}, clip, chain)
    const { harness, bad } = await gateway({
      orchestrators: [cheater, honest],
      chain,
      config: { resultChecks, sessionTurnSegments: 1 },
    })
    await harness.pushAll(clip.sources)
    await published(harness, segments)
    for (const [seqNo, bytes] of clip.renditions.entries())
      expect(Buffer.compare(await harness.segment('90p', seqNo), bytes)).toBe(0)
    const paid = cheater.ticketsReceived
    expect(await statusOf(harness, cheater)).toMatchObject({ state: 'suspended', segmentsDone: 0 })
    expect(bad()[0]).toMatchObject({ orchestrator: cheater.address, wasPublished: false })
    expect(JSON.stringify(bad()[0]?.reasons)).toContain(code)
    expect(bad()).toHaveLength(cheater.served.length)
    const before = cheater.served.length
    for (const seqNo of clip.sources.keys())
      await harness.push(segments + seqNo, clip.sources[seqNo] ?? new Uint8Array())
    await published(harness, 2 * segments)
    expect([cheater.served.length, cheater.ticketsReceived]).toEqual([before, paid])
  })
})

test('facts alone say nothing against a black picture', async () => {
  const cheater = await orchestrator({ instead: clip.black })
  const { harness, bad } = await gateway({ orchestrators: [cheater], config: { resultChecks: 'facts' } })
  await harness.pushAll(clip.sources)
  await published(harness, segments)
  expect(await checks(harness)).toEqual({ good: segments })
  expect(bad()).toEqual([])
})

test('a verdict that comes after its result was published has its consequences all the same', async () => {
  const cheater = await orchestrator({ instead: clip.black })
  // No process starts and looks within this.
  const config = { hedgeAfterMs: 100, hedgeAfterDurations: 0, sessionTurnSegments: 100 }
  const { harness, bad } = await gateway({ orchestrators: [cheater], config })
  await harness.push(0, clip.sources[0] ?? new Uint8Array())
  await published(harness, 1)
  await expect.poll(async () => (await statusOf(harness, cheater))?.state).toBe('suspended')
  expect(bad()).toMatchObject([{ wasPublished: true, seqNo: 0 }])
  const status = await harness.operator('/metrics')
  expect(await status.text()).toContain('millrace_gateway_result_checks_late_total 1')
})

test('error: a source that cannot be decoded is nobody’s fault', async () => {
  const { broken } = clip
  const honest = await orchestrator({}, broken)
  const { harness, bad, lines } = await gateway({ orchestrators: [honest] })
  await harness.pushAll(broken.sources)
  await published(harness, segments)
  expect(await checks(harness)).toEqual({ source: segments })
  expect(bad()).toEqual([])
  expect(lines.filter(({ msg }) => msg === 'source cannot be checked against')).toHaveLength(1)
  expect(await statusOf(harness, honest)).toMatchObject({ segmentsDone: segments, segmentsFailed: 0 })
})
