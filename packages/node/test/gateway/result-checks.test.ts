import { silentLogger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'
import { decodeEvidence, lookAgain, verifyEvidence } from '@millrace/verification/evidence'
import { describe, expect, test } from 'vitest'
import { CheckedScene } from './checked-scene.ts'
import type { GatewayHarness, HarnessOptions } from './harness.ts'
import type { ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

const segments = 4
const scene = new CheckedScene(segments)

/** Whatever the machine is busy with, nobody is hedged, and a verdict is waited for. */
const patient = {
  hedgeShare: 0,
  hedgeAfterMs: 60_000,
  segmentDeadlineMs: 120_000,
  suspensionBaseMs: 3_600_000,
  suspensionMaxMs: 3_600_000,
} as const

async function gateway(options: HarnessOptions) {
  const config = { resultChecks: 'content', ...patient, ...options.config } as const
  const { harness, lines } = await scene.gateway({ ...options, config })
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

interface ListedEvidence {
  readonly address: string
  readonly streamId: string
  readonly seqNo: number
  readonly wasPublished: boolean
}

async function evidenceOf(harness: GatewayHarness): Promise<readonly ListedEvidence[]> {
  const answer = await (await harness.operator('/api/v1/evidence')).json()
  return (answer as { evidence: ListedEvidence[] }).evidence
}

interface Standing {
  readonly checkShare: number
  readonly checks: unknown
}

/** By service URI. */
async function standingsOf(harness: GatewayHarness): Promise<Readonly<Record<string, Standing>>> {
  const answer = await (await harness.operator('/api/v1/orchestrators')).json()
  const { orchestrators } = answer as { orchestrators: (Standing & { serviceUri: string })[] }
  return Object.fromEntries(
    orchestrators.map(({ serviceUri, checkShare, checks }) => [serviceUri, { checkShare, checks }]),
  )
}

async function statusOf(harness: GatewayHarness, { serviceUri }: ScriptedOrchestrator) {
  return (await harness.status()).orchestrators.find((one) => one.serviceUri === serviceUri)
}

test('honest results are all checked while their orchestrator is new, and all pass', async () => {
  const { harness, bad } = await gateway({ orchestrators: [await scene.orchestrator()] })
  await harness.pushAll(scene.clip.sources)
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
    const cheater = await scene.orchestrator({ instead: scene.clip[cheat] }, { chain })
    const honest = await scene.orchestrator({}, { chain })
    const { harness, bad } = await gateway({
      orchestrators: [cheater, honest],
      chain,
      config: { resultChecks, sessionTurnSegments: 1 },
    })
    const told: unknown[] = []
    harness.gateway.events.on('bad_result', (data) => told.push(data))
    await harness.pushAll(scene.clip.sources)
    await published(harness, segments)
    for (const [seqNo, bytes] of scene.clip.renditions.entries())
      expect(Buffer.compare(await harness.segment('90p', seqNo), bytes)).toBe(0)
    const paid = cheater.ticketsReceived
    const { length } = cheater.served
    expect(await statusOf(harness, cheater)).toMatchObject({
      ...{ state: 'suspended', segmentsDone: 0 },
      checks: { checked: length, bad: length, lastBad: { reasons: expect.anything() } },
    })
    await expect.poll(() => told).toHaveLength(length)
    expect(told[0]).toMatchObject({
      orchestrator: { address: cheater.address, transcoderUri: cheater.serviceUri },
      reasons: expect.arrayContaining([expect.objectContaining({ rendition: '90p', code })]),
      evidence: bad()[0]?.evidence,
    })
    expect(bad()[0]).toMatchObject({ orchestrator: cheater.address, wasPublished: false })
    expect(JSON.stringify(bad()[0]?.reasons)).toContain(code)
    expect(bad()).toHaveLength(cheater.served.length)
    const before = cheater.served.length
    for (const seqNo of scene.clip.sources.keys())
      await harness.push(segments + seqNo, scene.clip.sources[seqNo] ?? new Uint8Array())
    await published(harness, 2 * segments)
    expect([cheater.served.length, cheater.ticketsReceived]).toEqual([before, paid])
    const forgive = (name: string) =>
      harness.operator('/api/v1/orchestrators/forgive', {
        method: 'POST',
        body: JSON.stringify({ orchestrator: name }),
      })
    expect((await forgive('https://nobody.example')).status).toBe(404)
    expect((await forgive(cheater.address)).status).toBe(200)
    expect(await statusOf(harness, cheater)).not.toHaveProperty('suspendedUntil')
  })
})

describe('evidence of a bad result can be listed and fetched, and holds for whoever looks at it', () => {
  test.each([new TestChain(), undefined])('with a chain: %#', async (chain) => {
    const cheater = await scene.orchestrator({ instead: scene.clip.small }, { chain })
    const { harness, bad } = await gateway({
      orchestrators: [cheater],
      ...(chain && { chain }),
      config: { resultChecks: 'facts', maxAttempts: 1 },
    })
    await harness.push(0, scene.clip.sources[0] ?? new Uint8Array())
    await expect.poll(bad).toHaveLength(1)
    const listed = await evidenceOf(harness)
    expect(listed).toMatchObject([{ streamId: 'live', seqNo: 0, wasPublished: false }])
    const address = listed[0]?.address
    const answer = await harness.operator(`/api/v1/evidence/${address}`)
    const evidence = decodeEvidence(new Uint8Array(await answer.arrayBuffer()))
    expect(evidence.address).toBe(address)
    expect(verifyEvidence(evidence)).toEqual({
      reportedBy: chain?.sender.address,
      orderedBy: chain?.sender.address,
      madeBy: chain && cheater.address,
      hasSource: true,
      hasRenditions: [true],
    })
    const { session, verdict } = evidence.statement
    expect(session).toMatchObject({ recipient: cheater.address, weiPerUnit: chain ? 1n : 0n })
    expect(verdict.reasons[0]).toMatchObject({ code: 'WRONG_SIZE', severity: 'bad' })
    await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
    expect(await lookAgain(evidence, pool)).toMatchObject({ verdicts: [{ outcome: 'bad' }] })
  })
})

test('a result that is signed and refused as soon as it comes leaves evidence, too; one that is not signed cannot', async () => {
  const chain = new TestChain()
  const liar = await scene.orchestrator({ mood: 'lie-about-pixels' }, { chain })
  const forger = await scene.orchestrator({ mood: 'sign-badly' }, { chain })
  const honest = await scene.orchestrator({}, { chain })
  const { harness, bad } = await gateway({
    orchestrators: [liar, forger, honest],
    chain,
    config: { resultChecks: 'facts', sessionTurnSegments: 1 },
  })
  const told: unknown[] = []
  harness.gateway.events.on('bad_result', (data) => told.push(data))
  // One after the other: what is on its way together may go to the same one.
  for (let seqNo = 0; liar.served.length === 0 || forger.served.length === 0; seqNo++) {
    await harness.push(seqNo, scene.clip.sources[seqNo % segments] ?? new Uint8Array())
    await published(harness, seqNo + 1)
  }
  expect([liar.served.length, forger.served.length]).toEqual([1, 1])
  await expect.poll(() => evidenceOf(harness)).toHaveLength(1)
  const [listed] = await evidenceOf(harness)
  const answer = await harness.operator(`/api/v1/evidence/${listed?.address}`)
  const evidence = decodeEvidence(new Uint8Array(await answer.arrayBuffer()))
  expect(verifyEvidence(evidence)).toMatchObject({ madeBy: liar.address, hasRenditions: [true] })
  expect(evidence.statement.verdict.reasons).toMatchObject([{ code: 'WRONG_PIXEL_COUNT' }])
  await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
  const again = await lookAgain(evidence, pool)
  expect(again).toMatchObject({ verdicts: [{ outcome: 'bad', reasons: [{ code: 'WRONG_PIXEL_COUNT' }] }] })
  expect(told).toMatchObject([{ orchestrator: { address: liar.address }, evidence: listed?.address }])
  expect(bad()).toMatchObject([{ orchestrator: liar.address, evidence: listed?.address }])
})

test('standings and evidence are there after a restart', async () => {
  const [cheater, honest] = [
    await scene.orchestrator({ instead: scene.clip.small }),
    await scene.orchestrator(),
  ]
  const options = {
    orchestrators: [cheater, honest],
    config: { resultChecks: 'facts', resultChecksTrial: 1, sessionTurnSegments: 1 },
  } as const
  const { harness: before, bad } = await gateway(options)
  await before.pushAll(scene.clip.sources)
  await published(before, segments)
  await expect.poll(() => bad().length).toBeGreaterThan(0)
  const [standings, evidence] = [await standingsOf(before), await evidenceOf(before)]
  expect(Object.values(standings).filter((one) => one.checkShare === 1)).toHaveLength(1)
  expect(evidence).toHaveLength(bad().length)
  await before.gateway.close()
  const { harness: after } = await gateway({ ...options, dataDir: before.dataDir })
  await expect.poll(() => standingsOf(after)).toEqual(standings)
  expect(await evidenceOf(after)).toEqual(evidence)
})

test('error: a store that takes no evidence changes nothing else, and is told', async () => {
  const [cheater, honest] = [
    await scene.orchestrator({ instead: scene.clip.small }),
    await scene.orchestrator(),
  ]
  const { harness, bad } = await gateway({
    orchestrators: [cheater, honest],
    config: { resultChecks: 'facts', sessionTurnSegments: 1, storeMinFreeBytes: Number.MAX_SAFE_INTEGER },
  })
  await harness.pushAll(scene.clip.sources)
  await published(harness, segments)
  await expect.poll(() => bad().length).toBeGreaterThan(0)
  expect(bad()[0]).toMatchObject({ err: { message: expect.stringContaining('nearly full') } })
  expect(await statusOf(harness, cheater)).toMatchObject({ state: 'suspended' })
  expect(await evidenceOf(harness)).toEqual([])
})

test('facts alone say nothing against a black picture', async () => {
  const cheater = await scene.orchestrator({ instead: scene.clip.black })
  const { harness, bad } = await gateway({ orchestrators: [cheater], config: { resultChecks: 'facts' } })
  await harness.pushAll(scene.clip.sources)
  await published(harness, segments)
  expect(await checks(harness)).toEqual({ good: segments })
  expect(bad()).toEqual([])
})

test('a verdict that comes after its result was published has its consequences all the same', async () => {
  const cheater = await scene.orchestrator({ instead: scene.clip.black })
  // No process starts and looks within this.
  const config = { hedgeAfterMs: 100, hedgeAfterDurations: 0, sessionTurnSegments: 100 }
  const { harness, bad } = await gateway({ orchestrators: [cheater], config })
  await harness.push(0, scene.clip.sources[0] ?? new Uint8Array())
  await published(harness, 1)
  await expect.poll(async () => (await statusOf(harness, cheater))?.state).toBe('suspended')
  await expect.poll(bad).toMatchObject([{ wasPublished: true, seqNo: 0 }])
  const status = await harness.operator('/metrics')
  expect(await status.text()).toContain('millrace_gateway_result_checks_late_total 1')
})

test('error: a source that cannot be decoded is nobody’s fault', async () => {
  const { broken } = scene.clip
  const honest = await scene.orchestrator({}, { of: broken })
  const { harness, bad, lines } = await gateway({ orchestrators: [honest] })
  await harness.pushAll(broken.sources)
  await published(harness, segments)
  expect(await checks(harness)).toEqual({ source: segments })
  expect(bad()).toEqual([])
  expect(lines.filter(({ msg }) => msg === 'source cannot be checked against')).toHaveLength(1)
  expect(await statusOf(harness, honest)).toMatchObject({ segmentsDone: segments, segmentsFailed: 0 })
})
