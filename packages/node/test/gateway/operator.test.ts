import { afterEach, beforeAll, expect, test } from 'vitest'
import { gatewayRoutes } from '../../src/gateway/operator/routes.ts'
import { expectDescribed } from '../described.ts'
import { type Clip, makeClip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

let clip: Clip
beforeAll(async () => {
  clip = await makeClip(3)
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function started(options: Partial<HarnessOptions> = {}) {
  const chain = new TestChain()
  const orchestrator = await ScriptedOrchestrator.create({ clip, script: {}, chain, priceWei: 2n })
  closing.push(() => orchestrator.close())
  const harness = await GatewayHarness.start({ orchestrators: [orchestrator], chain, ...options })
  closing.push(() => harness.close())
  return { harness, orchestrator, chain }
}

async function ask<T>(harness: GatewayHarness, path: string, method = 'GET', body?: unknown): Promise<T> {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) }
  return (await (await harness.operator(path, init)).json()) as T
}

test('a gateway answers all that it describes, as it describes it', async () => {
  const { harness, orchestrator } = await started()
  await harness.pushAll(clip.sources)
  const { streamKeys } = harness.gateway
  await streamKeys.create('spare')
  const keyId = streamKeys.list().find(({ streamId }) => streamId === 'spare')?.keyId ?? ''
  await expectDescribed({
    role: 'gateway',
    operatorUrl: harness.gateway.operatorUrl,
    dataDir: harness.dataDir,
    definitions: gatewayRoutes.definitions,
    samples: {
      createStreamKey: { params: { stream: 'other' } },
      rotateStreamKey: { params: { stream: 'other' }, body: { graceSeconds: 60 } },
      revokeStreamKeys: { params: { stream: 'other' } },
      revokeStreamKey: { params: { stream: 'spare', keyId } },
      // Nothing was checked.
      getEvidence: { params: { address: `0x${'00'.repeat(32)}` }, status: 404 },
      setPriceCap: { body: { maxPricePerPixel: { wei: '1000' } } },
      forgiveOrchestrator: { body: { orchestrator: orchestrator.address } },
      // Its chain is one of the test, on which it has no account.
      doOperation: { params: { name: 'claim' }, body: { mode: 'preview' }, status: 409 },
    },
  })
  expect(await ask(harness, '/api/v1/sessions')).toMatchObject({
    sessions: [{ streamId: 'live', serviceUri: orchestrator.serviceUri, price: { wei: '2', pixels: '1' } }],
  })
  expect(await ask(harness, '/api/v1/orchestrators')).toMatchObject({
    orchestrators: [{ address: orchestrator.address, segmentsDone: 3, score: expect.any(Number) }],
  })
  expect(await ask(harness, '/api/v1/streams?state=ended')).toEqual({ streams: [] })
})

test('keys of streams are made, rotated and revoked over the API, and a revoked one lets nobody in', async () => {
  const { harness } = await started()
  const made = await ask<{ key: string }>(harness, '/api/v1/stream-keys/show', 'POST')
  expect(harness.gateway.streamKeys.check(made.key)?.streamId).toBe('show')
  const next = await ask<{ key: string }>(harness, '/api/v1/stream-keys/show/rotate', 'POST', {})
  expect(harness.gateway.streamKeys.check(made.key)).toBeUndefined()
  expect(harness.gateway.streamKeys.check(next.key)?.streamId).toBe('show')
  await ask(harness, '/api/v1/stream-keys/show', 'DELETE')
  expect(harness.gateway.streamKeys.check(next.key)).toBeUndefined()
  expect(await ask(harness, '/api/v1/stream-keys/show', 'DELETE')).toMatchObject({
    error: { code: 'STREAM_KEY' },
  })
  expect(await ask(harness, '/api/v1/stream-keys/no%20name', 'POST')).toMatchObject({
    error: { code: 'STREAM_KEY', message: expect.stringContaining('letters') },
  })
})

test('a lower price cap stops the work with who asks more, also after a restart', async () => {
  const config = { discoveryIntervalMs: 1_000, discoveryPaceMs: 100 }
  const { harness, orchestrator, chain } = await started({ config })
  await harness.pushAll(clip.sources.slice(0, 1))
  await ask(harness, '/api/v1/price-cap', 'PUT', { maxPricePerPixel: { wei: '3', pixels: '2' } })
  await harness.gateway.close()
  const { dataDir } = harness
  const again = await GatewayHarness.start({ orchestrators: [orchestrator], chain, config, dataDir })
  closing.push(() => again.close())
  expect(await ask(again, '/api/v1/price-cap')).toEqual({ maxPricePerPixel: { wei: '3', pixels: '2' } })
  await expect
    .poll(() => ask(again, '/api/v1/orchestrators'))
    .toMatchObject({ orchestrators: [{ state: 'refused' }] })
  await ask(again, '/api/v1/price-cap', 'PUT', { maxPricePerPixel: null })
  await expect
    .poll(() => ask(again, '/api/v1/orchestrators'))
    .toMatchObject({ orchestrators: [{ state: 'ready' }] })
})

test('metrics are at the operator API and nowhere else', async () => {
  const { harness } = await started()
  expect(await (await harness.operator('/metrics')).text()).toContain('millrace_gateway_streams 0')
  expect((await harness.get('/metrics')).status).toBe(404)
})
