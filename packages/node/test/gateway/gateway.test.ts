import { parsePlaylist } from '@millrace/media'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Clip, makeClip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { type Script, ScriptedOrchestrator } from './scripted-orchestrator.ts'
import { TestChain } from './test-chain.ts'

const segments = 8
let clip: Clip
beforeAll(async () => {
  clip = await makeClip(segments)
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function orchestrators(
  scripts: readonly Partial<Script>[],
  options: { readonly chain?: TestChain; readonly priceWei?: bigint } = {},
): Promise<ScriptedOrchestrator[]> {
  const started = await Promise.all(
    scripts.map((script) => ScriptedOrchestrator.create({ clip, script, ...options })),
  )
  closing.push(async () => {
    await Promise.all(started.map((one) => one.close()))
  })
  return started
}

async function gateway(options: HarnessOptions): Promise<GatewayHarness> {
  const harness = await GatewayHarness.start(options)
  closing.push(() => harness.close())
  return harness
}

/** A slow machine is only slower. */
function eventually<T>(read: () => Promise<T>) {
  return expect.poll(read)
}

/** Waits until all pushed segments are published or lost, then checks that both playlists are whole and in step. */
async function expectWhole(harness: GatewayHarness, count = segments): Promise<void> {
  await eventually(async () => (await harness.playlist('90p')).segments.length).toBe(count)
  const playlist = await harness.playlist('90p')
  expect(playlist.mediaSequence).toBe(0)
  expect(playlist.segments.map(({ uri }) => uri)).toEqual(
    Array.from({ length: count }, (_, seqNo) => `90p/${seqNo}.ts`),
  )
  expect(playlist.segments.filter(({ gap }) => gap)).toEqual([])
  for (let seqNo = 0; seqNo < count; seqNo++) {
    const bytes = await harness.segment('90p', seqNo)
    expect(Buffer.compare(bytes, clip.renditions[seqNo] ?? new Uint8Array())).toBe(0)
  }
  const { streams } = await harness.status()
  expect(streams[0]).toMatchObject({ id: 'live', segmentsIn: count, segmentsOut: count, segmentsLost: 0 })
}

test('a pushed stream is played back as source and rendition, aligned and seamless', async () => {
  const harness = await gateway({ orchestrators: await orchestrators([{}, {}]) })
  await harness.pushAll(clip.sources)
  await expectWhole(harness)
  const source = await harness.playlist('source')
  const rendition = await harness.playlist('90p')
  expect(source.segments.map(({ durationMs }) => durationMs)).toEqual(
    rendition.segments.map(({ durationMs }) => durationMs),
  )
  expect(source.targetDurationMs).toBe(rendition.targetDurationMs)
  expect(source.segments.some(({ discontinuity }) => discontinuity)).toBe(false)
  for (const path of ['/hls/live/index.m3u8', '/stream/live.m3u8']) {
    const response = await harness.get(path)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const master = parsePlaylist(await response.text())
    if (master.kind !== 'master') throw new Error('It is a media playlist.')
    expect(master.variants.map(({ widthPx, heightPx }) => [widthPx, heightPx])).toEqual([
      [320, 180],
      [160, 90],
    ])
    for (const { uri, codecs } of master.variants) {
      expect(codecs?.[1]).toBe('mp4a.40.2')
      const media = new URL(uri, new URL(path, harness.gateway.httpUrl))
      const playlist = parsePlaylist(await (await fetch(media)).text())
      if (playlist.kind !== 'media') throw new Error('It is a master playlist.')
      const first = await fetch(new URL(playlist.segments[0]?.uri ?? '', media), { method: 'HEAD' })
      expect(first.status).toBe(200)
      expect(Number(first.headers.get('content-length'))).toBeGreaterThan(1_000)
    }
  }
})

describe('nothing is lost and the playlists stay whole when one of two orchestrators', () => {
  const troubles: readonly Script['mood'][] = [
    'die',
    'lie-about-pixels',
    'capped',
    'busy',
    'fail',
    'unusable',
    'no-terms',
  ]
  test.each(troubles)('is in the mood to %s', async (mood) => {
    const harness = await gateway({ orchestrators: await orchestrators([{ mood }, {}]) })
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
  })

  test('dies in the middle of a segment that it had taken', async () => {
    const [first, second] = await orchestrators([{ delayMs: 200 }, { delayMs: 200 }])
    const harness = await gateway({ orchestrators: [first, second].filter((one) => one !== undefined) })
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    await eventually(async () => (await harness.status()).streams[0]?.orchestrator).toBeDefined()
    const { streams, orchestrators: known } = await harness.status()
    const holder = known.find(({ address }) => address === streams[0]?.orchestrator)?.serviceUri
    const dying = [first, second].find((one) => one?.serviceUri === holder)
    if (dying) dying.script.mood = 'die'
    for (let seqNo = 1; seqNo < segments; seqNo++) {
      await harness.push(seqNo, clip.sources[seqNo] ?? new Uint8Array())
    }
    await expectWhole(harness)
    const { segments: timeline } = await harness.status()
    const attempts = timeline.flatMap(({ attempts }) => attempts)
    expect(attempts.some(({ outcome, error }) => outcome === 'failed' && error === 'UNREACHABLE')).toBe(true)
  })

  test('is slow against the live edge: the other one is asked at once', async () => {
    const slow = await orchestrators([{ delayMs: 3_000 }])
    const quick = await orchestrators([{}])
    const harness = await gateway({
      orchestrators: [...slow, ...quick],
      config: { hedgeAfterMs: 300, hedgeShare: 1, sessionTurnSegments: 1 },
    })
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
    const { segments: timeline } = await harness.status()
    expect(
      timeline.some(({ attempts }) => attempts.some(({ hedge, outcome }) => hedge && outcome === 'won')),
    ).toBe(true)
  })
})

test('error: when nobody transcodes, the source still plays and the renditions say what is missing', async () => {
  const harness = await gateway({
    orchestrators: await orchestrators([{ mood: 'fail' }]),
    config: { maxAttempts: 1, segmentDeadlineMs: 2_000 },
  })
  await harness.pushAll(clip.sources.slice(0, 3))
  await eventually(async () => (await harness.status()).streams[0]?.segmentsLost).toBe(3)
  const rendition = await harness.playlist('90p')
  expect(rendition.segments.map(({ gap }) => gap)).toEqual([true, true, true])
  expect((await harness.get('/hls/live/90p/1.ts')).status).toBe(410)
  expect((await harness.segment('source', 1)).length).toBe(clip.sources[1]?.length)
  expect((await harness.status()).streams[0]?.state).toBe('degraded')
})

test('error: without any orchestrator the stream says so', async () => {
  const harness = await gateway({ orchestrators: [], config: { segmentDeadlineMs: 1_000 } })
  await harness.push(0, clip.sources[0] ?? new Uint8Array())
  await eventually(async () => (await harness.status()).streams[0]?.state).toBe('no-orchestrators')
  expect((await harness.get('/readyz')).status).toBe(503)
  expect((await harness.get('/healthz')).status).toBe(200)
})

describe('on chain', () => {
  test('orchestrators are paid with tickets, work follows stake, and results are signed', async () => {
    const chain = new TestChain()
    const [large, small] = await orchestrators([{}, {}], { chain })
    if (!large || !small) throw new Error('There are two.')
    const harness = await gateway({
      orchestrators: [large, small],
      chain,
      config: { sessionTurnSegments: 1, stakeWeight: 1, stakeCap: 1 },
    })
    chain.orchestrators = [
      { orchestrator: large, stakeWei: 300n },
      { orchestrator: small, stakeWei: 100n },
    ]
    chain.round++
    chain.latestBlock++
    await eventually(async () =>
      (await harness.status()).orchestrators.map(({ stakeWei }) => stakeWei),
    ).toEqual([300n, 100n])
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
    expect(large.served.length).toBeGreaterThan(small.served.length)
    expect(small.served.length).toBeGreaterThan(0)
    const { totals, orchestrators: known, segments: timeline, funds } = await harness.status()
    expect(totals.ticketsSent).toBe(large.ticketsReceived + small.ticketsReceived)
    expect(totals.ticketsSent).toBeGreaterThan(segments)
    expect(known.reduce((sum, { ticketsSent }) => sum + ticketsSent, 0)).toBe(totals.ticketsSent)
    const pixels = timeline.reduce((sum, segment) => sum + (segment.pixels ?? 0n), 0n)
    expect(totals.feesWei).toBe(pixels)
    expect(funds).toMatchObject({ state: 'ok', depositWei: chain.depositWei })
  })

  test('error: a result with a wrong signature is not published, and its maker is suspended', async () => {
    const chain = new TestChain()
    const both = await orchestrators([{ mood: 'sign-badly' }, {}], { chain })
    const harness = await gateway({ orchestrators: both, chain, config: { sessionTurnSegments: 2 } })
    const suspensions: unknown[] = []
    harness.gateway.events.on('orchestrator_suspended', (data) => suspensions.push(data))
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
    const liar = (await harness.status()).orchestrators.find(({ segmentsFailed }) => segmentsFailed > 0)
    expect(liar).toMatchObject({ state: 'suspended', segmentsDone: 0 })
    const orchestrator = { address: liar?.address, transcoderUri: both[0]?.serviceUri }
    expect(suspensions).toMatchObject([{ orchestrator, until: expect.any(Number) }])
  })

  test('error: one above the maximal price is not asked', async () => {
    const chain = new TestChain()
    const dear = await orchestrators([{}], { chain, priceWei: 3n })
    const cheap = await orchestrators([{}], { chain, priceWei: 2n })
    const harness = await gateway({
      orchestrators: [...dear, ...cheap],
      chain,
      config: { maxPricePerPixel: { wei: '2' }, sessionTurnSegments: 1 },
    })
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
    expect(dear[0]?.served).toEqual([])
    const known = (await harness.status()).orchestrators
    expect(known.find(({ serviceUri }) => serviceUri === dear[0]?.serviceUri)?.state).toBe('refused')
  })

  test('error: an empty deposit stops the work with a clear state, and filling it starts it again', async () => {
    const chain = new TestChain()
    const two = await orchestrators([{}, {}], { chain })
    chain.depositWei = 0n
    const harness = await gateway({ orchestrators: two, chain })
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    await eventually(async () => (await harness.status()).streams[0]?.state).toBe('payment-required')
    const { funds, streams } = await harness.status()
    expect(funds).toMatchObject({ state: 'insufficient' })
    expect(streams[0]?.reason).toMatch(/deposit/)
    const master = await (await harness.get('/hls/live/index.m3u8')).text()
    expect(master).toContain('source.m3u8')
    expect(master).not.toContain('90p.m3u8')
    chain.depositWei = 10n ** 18n
    await eventually(async () => (await harness.status()).funds.state).toBe('ok')
    await harness.push(1, clip.sources[1] ?? new Uint8Array())
    await eventually(async () => (await harness.status()).streams[0]?.segmentsOut).toBe(1)
  })

  test('error: too small a reserve is what orchestrators say it is', async () => {
    const chain = new TestChain()
    const two = await orchestrators([{}, {}], { chain })
    chain.reserveWei = 1n
    const harness = await gateway({ orchestrators: two, chain })
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    await eventually(async () => (await harness.status()).streams[0]?.state).toBe('payment-required')
  })
})
