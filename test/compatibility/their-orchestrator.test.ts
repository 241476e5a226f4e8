import type { GatewayConfigInput } from '@millrace/node/gateway'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Clip, makeClip } from '../../packages/node/test/gateway/clip.ts'
import { GatewayHarness } from '../../packages/node/test/gateway/harness.ts'
import { TestChain } from '../../packages/node/test/gateway/test-chain.ts'
import type { TranscodeResult } from '../peer/messages.ts'
import { TheirOrchestrator } from '../peer/orchestrator.ts'
import type { Script } from '../peer/script.ts'
import { checksummed, fromHex } from '../peer/signing.ts'
import { probe } from './fixture.ts'

const segments = 4
let clip: Clip
let pixels: readonly bigint[]
beforeAll(async () => {
  clip = await makeClip(segments)
  pixels = clip.renditions.map((bytes) => {
    const { width, height, frames } = probe(bytes)
    return BigInt(width * height * frames)
  })
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface PeerOptions {
  readonly scheme?: 'http' | 'https'
  readonly chain?: TestChain
  readonly script?: Partial<Script>
}

async function peer({ scheme = 'https', chain, script = {} }: PeerOptions): Promise<TheirOrchestrator> {
  const head = () => {
    const [round] = chain?.recipientChain.head().creationRounds ?? []
    if (!round) throw new Error('There is no round.')
    const blockHash = fromHex(round.creationRoundBlockHash)
    return { block: chain?.latestBlock ?? 0n, expiration: { round: round.creationRound, blockHash } }
  }
  const started = await TheirOrchestrator.create({
    scheme,
    script,
    ...(chain && { chain: { head, price: { perUnit: 1n, pixels: 1n } } }),
    transcode: (source) => {
      const index = clip.sources.findIndex((one) => Buffer.compare(one, source) === 0)
      return { bytes: clip.renditions[index] ?? source, pixels: pixels[index] ?? 0n }
    },
  })
  closing.push(() => started.close())
  return started
}

async function gatewayOver(
  peers: readonly TheirOrchestrator[],
  chain?: TestChain,
  config: GatewayConfigInput = {},
): Promise<GatewayHarness> {
  const orchestrators = peers.map(({ uri, key }) => ({
    serviceUri: uri,
    address: checksummed(key.address) as `0x${string}`,
  }))
  const harness = await GatewayHarness.start({
    orchestrators,
    ...(chain && { chain }),
    config: { sessionTurnSegments: 1, ...config },
  })
  closing.push(() => harness.close())
  return harness
}

async function expectWhole(harness: GatewayHarness, count = segments): Promise<void> {
  const published = async () => (await harness.playlist('90p')).segments.length
  await expect.poll(published).toBe(count)
  const playlist = await harness.playlist('90p')
  expect(playlist.segments.filter(({ gap }) => gap)).toEqual([])
  for (let seqNo = 0; seqNo < count; seqNo++) {
    const bytes = await harness.segment('90p', seqNo)
    expect(Buffer.compare(bytes, clip.renditions[seqNo] ?? new Uint8Array())).toBe(0)
  }
}

/** Pushes each segment once the one before it is published. */
async function pushOneByOne(harness: GatewayHarness): Promise<void> {
  for (const [seqNo, bytes] of clip.sources.entries()) {
    await harness.push(seqNo, bytes)
    const published = async () => (await harness.playlist('90p')).segments.length
    await expect.poll(published).toBe(seqNo + 1)
  }
}

const outcomesOf = async (harness: GatewayHarness) =>
  (await harness.status()).segments.flatMap(({ attempts }) => attempts)

describe.each(['https', 'http'] as const)('an orchestrator of theirs at %s', (scheme) => {
  test('off chain gets orders that it understands, and its results are published', async () => {
    const one = await peer({ scheme })
    const harness = await gatewayOver([one])
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
    expect(one.faults).toEqual([])
    // Several are on their way at once, and may overtake one another.
    expect(one.orders.map(({ seq }) => Number(seq)).sort()).toEqual([0, 1, 2, 3])
    for (const order of one.orders) {
      expect(order).toMatchObject({
        manifestId: 'live',
        profileField: 33,
        names: ['90p'],
        durationMs: 1_000n,
      })
      expect(order.capabilities?.bits).toEqual(expect.arrayContaining([0, 1, 12]))
      expect(order.sig).toHaveLength(0)
    }
    const used = new Set(one.orders.map(({ authToken }) => authToken?.sessionId))
    await harness.gateway.close()
    await expect.poll(() => [...used].every((id) => one.ended.includes(id ?? ''))).toBe(true)
  })

  test('is paid with tickets that hold, for the newest params, in one session', async () => {
    const chain = new TestChain()
    const one = await peer({ scheme, chain })
    const harness = await gatewayOver([one], chain, { sessionTurnSegments: 100 })
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
    expect([one.faults, one.till?.faults]).toEqual([[], []])
    expect(one.till).toMatchObject({ payments: segments })
    expect(one.till?.tickets).toBeGreaterThan(segments)
    expect(new Set(one.orders.map(({ authToken }) => authToken?.sessionId)).size).toBe(1)
    const { totals } = await harness.status()
    expect(totals).toMatchObject({ ticketsSent: one.till?.tickets, feesWei: pixels.reduce((a, b) => a + b) })
  })
})

/** Changes the list of renditions in a good result. */
const withSegments =
  (change: (list: readonly { url: string; pixels: bigint }[]) => { url: string; pixels: bigint }[]) =>
  (good: TranscodeResult): TranscodeResult => ({
    ...good,
    ...(good.data && { data: { ...good.data, segments: change(good.data.segments) } }),
  })
const withInfo =
  (change: (info: NonNullable<TranscodeResult['info']>) => TranscodeResult['info']) =>
  (good: TranscodeResult) => ({
    ...good,
    info: good.info && change(good.info),
  })

/** Each with the failure that the gateway's status has to name, where it is one. */
const troubles: readonly (readonly [string, Partial<Script>, string | undefined])[] = [
  ['is busy', { error: 'OrchestratorBusy' }, 'BUSY'],
  ['is capped, it says in the result', { error: 'OrchestratorCapped' }, 'BUSY'],
  ['has no transcoders', { error: 'no transcoders available' }, 'BUSY'],
  ['lost its transcoder', { error: 'Remote transcoder took too long' }, 'TRANSCODE_FAILED'],
  ['says a text that nobody knows', { error: 'encoder is on fire: %s\u0000%n' }, 'TRANSCODE_FAILED'],
  ['refuses with 403', { refuseSegment: { status: 403, text: 'OrchestratorCapped' } }, 'BUSY'],
  ['refuses with 400', { refuseSegment: { status: 400, text: 'Insufficient balance' } }, 'REFUSED'],
  ['refuses with 500', { refuseSegment: { status: 500, text: 'Internal Server Error' } }, 'REFUSED'],
  [
    'answers with a rendition too many',
    { result: withSegments((list) => [...list, ...list]) },
    'TRANSCODE_FAILED',
  ],
  ['answers without renditions', { result: withSegments(() => []) }, 'TRANSCODE_FAILED'],
  [
    'answers for another segment',
    { result: (good) => ({ ...good, seq: good.seq + 1n }) },
    'TRANSCODE_FAILED',
  ],
  ['answers with neither data nor error', { result: ({ seq }) => ({ seq }) }, 'TRANSCODE_FAILED'],
  ['answers with garbage', { answer: (good) => good.map((byte) => byte ^ 0xff) }, 'TRANSCODE_FAILED'],
  ['answers with nothing', { answer: () => new Uint8Array() }, 'TRANSCODE_FAILED'],
  ['answers with two megabytes', { answer: () => new Uint8Array(2_000_000) }, 'TRANSCODE_FAILED'],
  [
    'lies about pixels',
    { result: withSegments((list) => list.map((one) => ({ ...one, pixels: one.pixels + 1n }))) },
    'BAD_RESULT',
  ],
  [
    'has no such result',
    { result: withSegments((list) => list.map((one) => ({ ...one, url: `${one.url}x` }))) },
    'TRANSCODE_FAILED',
  ],
  [
    'points into a private network',
    { result: withSegments((list) => list.map((one) => ({ ...one, url: 'http://10.0.0.1/0.ts' }))) },
    'UNREACHABLE',
  ],
  [
    'forgets the token in its new terms',
    { result: withInfo((info) => ({ ...info, authToken: undefined })) },
    'TRANSCODE_FAILED',
  ],
  ['never says that the upload is done', { silent: 'head' }, undefined],
  ['never gives a result', { silent: 'result' }, undefined],
  ['never gives the bytes of a result', { silent: 'download' }, undefined],
]

test.each(troubles)(
  'error: one that %s costs nothing when there is a good one',
  async (_, script, failure) => {
    const [bad, good] = [await peer({ script }), await peer({})]
    // Who waits for one that is silent has asked the other long before.
    const config = failure === undefined ? { hedgeAfterMs: 300, hedgeShare: 1 } : {}
    const harness = await gatewayOver([bad, good], undefined, config)
    await harness.pushAll(clip.sources)
    await expectWhole(harness)
    expect(bad.orders.length).toBeGreaterThan(0)
    expect([...bad.faults, ...good.faults]).toEqual([])
    const failed = (await outcomesOf(harness)).filter(({ outcome }) => outcome === 'failed')
    if (failure) expect(new Set(failed.map(({ error }) => error))).toEqual(new Set([failure]))
  },
)

test('a result without new terms is a good one: the old ones go on', async () => {
  const one = await peer({ script: { result: withInfo(() => undefined) } })
  const harness = await gatewayOver([one], undefined, { sessionTurnSegments: 100 })
  await harness.pushAll(clip.sources)
  await expectWhole(harness)
  expect(new Set(one.orders.map(({ authToken }) => authToken?.sessionId)).size).toBe(1)
})

describe('terms run out', () => {
  test('a token in its last three minutes is renewed before the next segment, and the old session ended', async () => {
    const one = await peer({ script: { tokenLifetimeS: 170 } })
    const harness = await gatewayOver([one], undefined, { sessionTurnSegments: 100 })
    await pushOneByOne(harness)
    await expectWhole(harness)
    const sessions = one.orders.map(({ authToken }) => authToken?.sessionId ?? '')
    expect(new Set(sessions).size).toBe(segments)
    await expect.poll(() => sessions.slice(0, -1).filter((id) => !one.ended.includes(id))).toEqual([])
  })

  test('ticket params that expire by the next block are renewed, and the new session is paid anew', async () => {
    const chain = new TestChain()
    const one = await peer({ chain, script: { paramsLifetimeBlocks: 2n } })
    const harness = await gatewayOver([one], chain, { sessionTurnSegments: 100 })
    await pushOneByOne(harness)
    await expectWhole(harness)
    expect([one.faults, one.till?.faults]).toEqual([[], []])
    expect(new Set(one.orders.map(({ authToken }) => authToken?.sessionId)).size).toBe(segments)
  })

  test('error: one that asks more than twice its first price on renewal gets no more work', async () => {
    const chain = new TestChain()
    const [greedy, fair] = [await peer({ chain, script: { tokenLifetimeS: 170 } }), await peer({ chain })]
    // The fair one would never be drawn while the other is there.
    const harness = await gatewayOver([greedy, fair], chain, {
      sessionTurnSegments: 100,
      stakeWeight: 1,
      stakeCap: 1,
    })
    chain.orchestrators = chain.orchestrators.map((one, index) => ({
      ...one,
      stakeWei: index === 0 ? 10n ** 9n : 1n,
    }))
    chain.round++
    chain.latestBlock++
    await expect
      .poll(async () => (await harness.status()).orchestrators.map(({ stakeWei }) => stakeWei))
      .toEqual([10n ** 9n, 1n])
    await harness.push(0, clip.sources[0] ?? new Uint8Array())
    await expectWhole(harness, 1)
    expect(greedy.done).toEqual([0n])
    greedy.price = { perUnit: 21n, pixels: 10n }
    for (const seqNo of [1, 2, 3]) await harness.push(seqNo, clip.sources[seqNo] ?? new Uint8Array())
    await expectWhole(harness)
    expect(greedy.done).toEqual([0n])
    expect(fair.done).toEqual([1n, 2n, 3n])
    expect([greedy.till?.faults, fair.till?.faults]).toEqual([[], []])
  })
})

const unusable: readonly (readonly [string, NonNullable<Script['info']>])[] = [
  ['no service address', (info) => ({ ...info, transcoder: '' })],
  ['a service address that is none', (info) => ({ ...info, transcoder: 'ftp://nobody' })],
  ['no capabilities', (info) => ({ ...info, capabilities: undefined })],
  ['no token', (info) => ({ ...info, authToken: undefined })],
  ['no ticket params', (info) => ({ ...info, ticketParams: undefined })],
  ['no price', (info) => ({ ...info, price: undefined })],
  ['a price for no pixels', (info) => ({ ...info, price: { perUnit: 1n, pixels: 0n } })],
  ['a negative price', (info) => ({ ...info, price: { perUnit: -1n, pixels: 1n } })],
  ['an address of 19 bytes', (info) => ({ ...info, address: info.address.slice(1) })],
  [
    'params that never expire',
    (info) => ({ ...info, ticketParams: info.ticketParams && { ...info.ticketParams, expirationBlock: 0n } }),
  ],
  [
    'params that pay somebody else',
    (info) => ({
      ...info,
      ticketParams: info.ticketParams && { ...info.ticketParams, recipient: new Uint8Array(20).fill(9) },
    }),
  ],
  [
    'a face value above the deposit',
    (info) => ({
      ...info,
      ticketParams: info.ticketParams && { ...info.ticketParams, faceValue: 1n << 200n },
    }),
  ],
]

test('error: those whose terms cannot be used get no work and no tickets', async () => {
  const chain = new TestChain()
  const bad = await Promise.all(unusable.map(([, info]) => peer({ chain, script: { info } })))
  const refusing = await peer({ chain, script: { refuseTerms: 'insufficient sender reserve' } })
  const good = await peer({ chain })
  const harness = await gatewayOver([...bad, refusing, good], chain, { maxAttempts: 20 })
  await harness.pushAll(clip.sources)
  await expectWhole(harness)
  const taken = unusable.filter((_, index) => (bad[index]?.done.length ?? 0) > 0).map(([name]) => name)
  expect(taken).toEqual([])
  expect(bad.reduce((sum, one) => sum + (one.till?.tickets ?? 0), 0)).toBe(0)
  expect(good.done).toHaveLength(segments)
})

test('error: a result that another key signed is not published', async () => {
  const chain = new TestChain()
  const sign = withInfo((info) => info)
  const forged = (good: TranscodeResult): TranscodeResult => ({
    ...sign(good),
    ...(good.data && { data: { ...good.data, sig: new Uint8Array(65).fill(27) } }),
  })
  const [bad, good] = [await peer({ chain, script: { result: forged } }), await peer({ chain })]
  const harness = await gatewayOver([bad, good], chain)
  await harness.pushAll(clip.sources)
  await expectWhole(harness)
  const failed = (await outcomesOf(harness)).filter(({ outcome }) => outcome === 'failed')
  expect(failed.map(({ error }) => error)).toContain('BAD_RESULT')
})
