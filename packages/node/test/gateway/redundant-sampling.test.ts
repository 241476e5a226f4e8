import { decodeEvidence, verifyEvidence } from '@millrace/verification/evidence'
import { expect, test } from 'vitest'
import { CheckedScene } from './checked-scene.ts'
import type { GatewayHarness } from './harness.ts'
import type { ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

const segments = 3
const scene = new CheckedScene(segments)

/** Nobody is hedged, nothing is checked before it is published, and every segment goes to two. */
const config = {
  ...{ hedgeShare: 0, hedgeAfterMs: 60_000, segmentDeadlineMs: 120_000 },
  ...{ redundancyShare: 1 },
  resultChecks: 'off' as const,
}

function gateway(orchestrators: readonly ScriptedOrchestrator[], chain?: TestChain) {
  return scene.gateway({ orchestrators, config, ...(chain && { chain }) })
}

async function json<Body>(harness: GatewayHarness, path: string): Promise<Body> {
  return (await (await harness.operator(path)).json()) as Body
}

interface Status {
  readonly resultChecks: { readonly redundant: Readonly<Record<string, number>> }
}

async function redundant(harness: GatewayHarness) {
  return (await json<Status>(harness, '/api/v1/status')).resultChecks.redundant
}

/** One after the other, each compared before the next one comes. */
async function pushOneByOne(harness: GatewayHarness): Promise<void> {
  for (const [seqNo, bytes] of scene.clip.sources.entries()) {
    await harness.push(seqNo, bytes)
    await expect
      .poll(async () => {
        const { agreed = 0, dispelled = 0, bad = 0 } = await redundant(harness)
        return agreed + dispelled + bad
      })
      .toBe(seqNo + 1)
  }
}

test('honest orchestrators agree: each segment is made by two, paid to two and published once', async () => {
  const chain = new TestChain()
  const both = [await scene.orchestrator({}, { chain }), await scene.orchestrator({}, { chain })]
  const { harness } = await gateway(both, chain)
  await pushOneByOne(harness)
  expect(both.map(({ served }) => served.length)).toEqual([segments, segments])
  expect(await redundant(harness)).toEqual({ share: 1, agreed: segments, dispelled: 0, bad: 0 })
  const status = await harness.status()
  expect(status.streams[0]).toMatchObject({ segmentsOut: segments, segmentsLost: 0 })
  const metrics = await (await harness.operator('/metrics')).text()
  expect(metrics).toContain(`millrace_gateway_redundant_segments_total{outcome="agreed"} ${segments}`)
})

test('who makes black pictures is caught by the other one’s, suspended, and leaves evidence that holds', async () => {
  const chain = new TestChain()
  const cheater = await scene.orchestrator({ instead: scene.clip.black }, { chain })
  const honest = await scene.orchestrator({}, { chain })
  const { harness } = await gateway([cheater, honest], chain)
  await harness.push(0, scene.clip.sources[0] ?? new Uint8Array())
  await expect.poll(async () => (await redundant(harness)).bad).toBe(1)
  const listed = async () =>
    (await json<{ evidence: { address: string }[] }>(harness, '/api/v1/evidence')).evidence
  await expect.poll(listed).toHaveLength(1)
  const [first] = await listed()
  const answer = await harness.operator(`/api/v1/evidence/${first?.address}`)
  const evidence = decodeEvidence(new Uint8Array(await answer.arrayBuffer()))
  expect(verifyEvidence(evidence)).toMatchObject({ madeBy: cheater.address, hasRenditions: [true] })
  const { orchestrators } = await harness.status()
  const stateOf = ({ serviceUri }: ScriptedOrchestrator) =>
    orchestrators.find((one) => one.serviceUri === serviceUri)?.state
  expect([stateOf(cheater), stateOf(honest)]).toEqual(['suspended', 'serving'])
  await harness.push(1, scene.clip.sources[1] ?? new Uint8Array())
  await expect.poll(async () => (await harness.status()).streams[0]?.segmentsOut).toBe(2)
  expect(cheater.served).toHaveLength(1)
})

test('with one orchestrator alone everything is published, and that nobody else was there is counted', async () => {
  const { harness } = await gateway([await scene.orchestrator()])
  await harness.pushAll(scene.clip.sources)
  await expect.poll(async () => (await harness.status()).streams[0]?.segmentsOut).toBe(segments)
  await expect
    .poll(async () => (await harness.operator('/metrics')).text())
    .toContain(`millrace_gateway_redundant_segments_total{outcome="nobody"} ${segments}`)
})

test('error: a second one that fails is as if it had not been asked', async () => {
  const { harness, lines } = await gateway([
    await scene.orchestrator(),
    await scene.orchestrator({ mood: 'fail' }),
  ])
  await harness.pushAll(scene.clip.sources)
  await expect.poll(async () => (await harness.status()).streams[0]?.segmentsOut).toBe(segments)
  expect(lines.filter(({ msg }) => msg.startsWith('bad result'))).toEqual([])
})
