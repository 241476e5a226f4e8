import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Clip, makeClip } from './clip.ts'
import { EventReceiver } from './event-receiver.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

let clip: Clip
beforeAll(async () => {
  clip = await makeClip(4)
})

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const multipart = { accept: 'multipart/mixed' }
const source = (index: number) => clip.sources[index] ?? new Uint8Array()

async function orchestrator(chain: TestChain, priceWei = 1n): Promise<ScriptedOrchestrator> {
  const started = await ScriptedOrchestrator.create({ clip, chain, priceWei })
  closing.push(() => started.close())
  return started
}

async function gateway(options: HarnessOptions): Promise<GatewayHarness> {
  const harness = await GatewayHarness.start(options)
  closing.push(() => harness.close())
  return harness
}

/** Pixels of one segment of the clip, at a wei each, and some more for tickets are never too small. */
const segmentWei = 160n * 90n * 30n

test('a stream that has spent its day goes on with its source alone, says so, and others go on whole', async () => {
  const chain = new TestChain()
  const events = await EventReceiver.start()
  closing.push(() => events.close())
  const one = await orchestrator(chain)
  const config = {
    streamLimits: { live: { dailySpendCapWei: String(segmentWei * 3n) } },
    eventsWebhookUrl: events.url,
  }
  const harness = await gateway({ orchestrators: [one], chain, config })
  const statuses: number[] = []
  for (const index of [0, 1, 2, 3])
    statuses.push((await harness.push(index, source(index), multipart)).status)
  expect(statuses[0]).toBe(200)
  expect(statuses.at(-1)).toBe(503)
  const served = one.served.length
  const response = await harness.push(4, source(0), multipart)
  expect([response.status, await response.text()]).toEqual([503, expect.stringMatching(/may spend today/)])
  expect(one.served).toHaveLength(served)
  expect((await harness.playlist('source')).segments).toHaveLength(5)
  const { streams, totals } = await harness.status()
  expect(streams[0]).toMatchObject({
    state: 'spend-capped',
    reason: expect.stringMatching(/may spend today/),
  })
  expect(totals.ticketValueWei).toBeLessThanOrEqual(segmentWei * 3n)
  await expect.poll(() => events.of('spend_cap_reached')).toHaveLength(1)
  expect(events.of('spend_cap_reached')[0]?.data).toMatchObject({ streamId: 'live' })
  expect(events.of('stream_state').map(({ data }) => data)).toContainEqual(
    expect.objectContaining({ state: 'spend-capped' }),
  )
  const key = await harness.gateway.streamKeys.create('other')
  const other = await harness.get('/live/other/0.ts', {
    method: 'PUT',
    body: source(0) as Uint8Array<ArrayBuffer>,
    headers: { authorization: `Bearer ${key}`, ...multipart },
  })
  expect(other.status).toBe(200)
})

test('what was spent is remembered after a power cut', async () => {
  const chain = new TestChain()
  const one = await orchestrator(chain)
  const dailySpendCapWei = segmentWei * 100n
  const config = {
    streamDailySpendCapWei: String(segmentWei * 2n),
    dailySpendCapWei: String(dailySpendCapWei),
  }
  const first = await gateway({ orchestrators: [one], chain, config })
  expect((await first.push(0, source(0), multipart)).status).toBe(200)
  for (const index of [1, 2, 3]) await first.push(index, source(index), multipart)
  const dataDir = await first.crashImage()
  await first.gateway.close()
  const served = one.served.length
  const second = await gateway({ orchestrators: [one], chain, config, dataDir })
  expect((await second.push(4, source(0), multipart)).status).toBe(503)
  expect(one.served).toHaveLength(served)
  const metrics = await (await second.operator('/metrics')).text()
  const figureOf = (name: string) =>
    Number(new RegExp(`^millrace_gateway_${name} (.+)$`, 'm').exec(metrics)?.[1])
  expect(figureOf('daily_spend_cap_wei')).toBe(Number(dailySpendCapWei))
  expect(figureOf('spent_today_wei')).toBeGreaterThan(0)
  expect(figureOf('spent_today_wei')).toBeLessThanOrEqual(Number(segmentWei * 2n))
})

test('a stream with a lower price cap goes to those within it, others to the dear ones too', async () => {
  const chain = new TestChain()
  const [cheap, dear] = [await orchestrator(chain, 1n), await orchestrator(chain, 3n)]
  const config = {
    maxPricePerPixel: { wei: '5' },
    streamLimits: { live: { maxPricePerPixel: { wei: '2' } } },
    sessionTurnSegments: 1,
    segmentDeadlineMs: 2_000,
  }
  const harness = await gateway({ orchestrators: [cheap, dear], chain, config })
  for (const index of [0, 1, 2, 3, 4, 5]) {
    expect((await harness.push(index, source(index % 4), multipart)).status).toBe(200)
  }
  expect(dear.served).toEqual([])
  await cheap.close()
  const response = await harness.push(6, source(0), multipart)
  expect(response.status).toBe(503)
  expect(dear.served).toEqual([])
  const { streams, orchestrators } = await harness.status()
  expect(streams[0]?.state).toBe('no-orchestrators')
  expect(orchestrators.find(({ address }) => address === dear.address)?.state).toBe('ready')
  const key = await harness.gateway.streamKeys.create('other')
  const other = await harness.get('/live/other/0.ts', {
    method: 'PUT',
    body: source(0) as Uint8Array<ArrayBuffer>,
    headers: { authorization: `Bearer ${key}`, ...multipart },
  })
  expect([other.status, dear.served.length]).toEqual([200, 1])
})

test('a deposit below its floor is called low, told, and topped up no more than allowed', async () => {
  const chain = new TestChain()
  const events = await EventReceiver.start()
  closing.push(() => events.close())
  const one = await orchestrator(chain)
  chain.depositWei = 10n ** 17n
  const config = {
    depositFloorWei: String(2n * 10n ** 17n),
    depositTopUpWei: String(10n ** 17n),
    depositTopUpMaxPerDayWei: String(10n ** 17n),
    eventsWebhookUrl: events.url,
  }
  const harness = await gateway({ orchestrators: [one], chain, config })
  await expect.poll(() => chain.additions).toEqual([10n ** 17n])
  await expect.poll(async () => (await harness.status()).funds.state).toBe('ok')
  chain.depositWei = 10n ** 16n
  await expect
    .poll(async () => (await harness.status()).funds)
    .toMatchObject({
      state: 'low',
      reason: expect.stringMatching(/below its floor of 0.2/),
    })
  await expect.poll(() => events.of('funds_state').at(-1)?.data).toMatchObject({ state: 'low' })
  expect(events.of('deposit_top_up').map(({ data }) => data)).toMatchObject([{ success: true }])
  expect(chain.additions).toHaveLength(1)
})
