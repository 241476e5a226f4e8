import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Orchestrator } from '@millrace/node/orchestrator'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { jobBits, smallProfile, TheirGateway, toBase64 } from '../peer/gateway.ts'
import type { OrchestratorInfo, VideoProfile } from '../peer/messages.ts'
import { ObjectStore } from '../peer/object-store.ts'
import { int } from '../peer/protobuf.ts'
import { keccak, keyOf } from '../peer/signing.ts'
import { GrpcStatusError, get } from '../peer/transport.ts'
import { freePort, makeSource, probe, startOrchestrator, temporaryDir } from './fixture.ts'

const dir = temporaryDir()
const source = makeSource()
const gateway = new TheirGateway()
const job = { bits: [...jobBits, 26] }
const tiny: VideoProfile = { name: 'tiny', width: 128, height: 72, bitrate: 60_000, fps: 30 }
let https: Orchestrator
let plain: Orchestrator
let nodes: { readonly https: Orchestrator; readonly http: Orchestrator }
/** Headers and body that never come: begun early, so that the eight seconds pass beside the other tests. */
let slowSource: { readonly refusal: Promise<string>; readonly tookMs: () => number; close(): void }

async function askSlowSource(): Promise<typeof slowSource> {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const sourceUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/0.ts`
  const info = await gateway.info(plain.serviceUri, job)
  const startMs = performance.now()
  let tookMs = 0
  const refusal = gateway.refusal({ info, source, sourceUrl, manifestId: 'slow' }).finally(() => {
    tookMs = performance.now() - startMs
  })
  return { refusal, tookMs: () => tookMs, close: () => server.close() }
}

beforeAll(async () => {
  const port = await freePort()
  const serviceUri = `http://127.0.0.1:${port}`
  https = await startOrchestrator(`${dir.path}/https`)
  plain = await startOrchestrator(`${dir.path}/http`, { serviceUri, port, allowPrivateSourceUris: true })
  nodes = { https, http: plain }
  slowSource = await askSlowSource()
})
afterAll(async () => {
  slowSource?.close()
  await Promise.all([https?.close(), plain?.close()])
  dir[Symbol.dispose]()
})

const segmentsOf = async (sending: ReturnType<TheirGateway['transcode']>) => {
  const result = await sending
  expect(result.error).toBeUndefined()
  return result.data?.segments ?? []
}

describe.each(['https', 'http'] as const)('a service URI that begins with %s', (scheme) => {
  test('a whole session: terms, segments out of order and at once, results, its end', async () => {
    const node = nodes[scheme]
    const info = await gateway.info(node.serviceUri, job)
    expect(info.transcoder).toBe(node.serviceUri)
    expect(info.transcoder.startsWith(`${scheme}://`)).toBe(true)
    const { authToken: token } = info
    expect(token?.sessionId).toMatch(/^[0-9a-f]{8}$/)
    expect(Number(token?.expiration) * 1_000).toBeGreaterThan(Date.now() + 3 * 60_000)
    const profiles = { 33: [smallProfile, tiny] }
    for (const version of ['h2', 'http/1.1'] as const) {
      const results = await Promise.all(
        [2, 1].map((seq) => gateway.transcode({ info, source, seq, profiles, version, manifestId: version })),
      )
      for (const [index, result] of results.entries()) {
        expect(result.seq).toBe([2n, 1n][index])
        expect(result.info?.authToken).toEqual(token)
        const segments = result.data?.segments ?? []
        expect(segments.map(({ url }) => url)).toEqual(
          ['small', 'tiny'].map(
            (name) => `${info.transcoder}/stream/${token?.sessionId}/${name}/${result.seq}.ts`,
          ),
        )
        for (const { url, pixels } of segments) {
          const { width, height, frames } = probe(await get(url))
          expect(BigInt(width * height * frames)).toBe(pixels)
        }
      }
    }
    const [first] = await segmentsOf(gateway.transcode({ info, source, seq: 3, profiles }))
    if (token) await gateway.end(node.serviceUri, token)
    await expect(get(first?.url ?? '')).rejects.toThrow('404')
  })

  test('terms hold what decides whether a gateway takes an orchestrator, whatever the job', async () => {
    for (const capabilities of [
      undefined,
      job,
      { bits: [...jobBits, 2, 3, 7, 8, 9, 10, 11], minVersion: '0.8.0' },
    ]) {
      const info = await gateway.info(nodes[scheme].serviceUri, capabilities)
      expect(capabilities?.bits.filter((bit) => !info.capabilities?.bits.includes(bit)) ?? []).toEqual([])
      expect(info.capabilities?.bits).toEqual(expect.arrayContaining([...Array(13).keys(), 26]))
      expect(info.capabilities?.version).toMatch(/^\d+\.\d+\.\d+$/)
      expect(info).toMatchObject({ ticketParams: undefined })
    }
  })
})

test('the head of the answer comes when the upload is done, while the segment still waits', async () => {
  const info = await gateway.info(https.serviceUri, job)
  const pids = https.transcoderPids
  for (const pid of pids) process.kill(pid, 'SIGSTOP')
  try {
    const replies = await Promise.all(
      (['h2', 'http/1.1'] as const).map((version, seq) => gateway.send({ info, source, seq, version })),
    )
    expect(replies.map(({ status }) => status)).toEqual([200, 200])
    for (const { headers } of replies) expect(headers['content-type']).toBeUndefined()
    for (const pid of pids) process.kill(pid, 'SIGCONT')
    for (const { body } of replies) expect((await body).length).toBeGreaterThan(0)
  } finally {
    for (const pid of pids) process.kill(pid, 'SIGCONT')
  }
})

describe('profiles', () => {
  const second: VideoProfile = { ...smallProfile, name: 'second' }
  const fine: VideoProfile = { ...tiny, name: 'fine', fps: 60, fpsDen: 2, profile: 1, gop: 500 }
  const mp4: VideoProfile = { ...tiny, name: 'file', format: 1 }

  test.each([
    { field: 33, list: [smallProfile] },
    { field: 34, list: [mp4, tiny] },
    { field: 35, list: [fine, { ...fine, name: 'intra', gop: -1 }] },
  ])('are taken from field $field', async ({ field, list }) => {
    const info = await gateway.info(https.serviceUri, job)
    const segments = await segmentsOf(gateway.transcode({ info, source, profiles: { [field]: list } }))
    for (const [index, profile] of list.entries()) {
      const { url = '', pixels } = segments[index] ?? {}
      const found = probe(await get(url))
      expect(found).toMatchObject({ width: profile.width, height: profile.height })
      expect(found.format).toContain(profile.format === 1 ? 'mp4' : 'mpegts')
      expect(url.endsWith(profile.format === 1 ? '.mp4' : '.ts')).toBe(true)
      expect(BigInt(found.width * found.height * found.frames)).toBe(pixels)
    }
  })

  test('of the third field count before those of the second, and these before those of the first', async () => {
    const info = await gateway.info(https.serviceUri, job)
    const orders = [
      { profiles: { 33: [smallProfile], 34: [second], 35: [tiny] }, name: 'tiny' },
      { profiles: { 33: [smallProfile], 34: [second] }, name: 'second' },
    ]
    for (const { profiles, name } of orders) {
      const segments = await segmentsOf(gateway.transcode({ info, source, profiles }))
      expect(segments.map(({ url }) => url.split('/').at(-2))).toEqual([name])
    }
  })

  test('without a name get the network’s, and nobody counts fields that are not known yet', async () => {
    const info = await gateway.info(https.serviceUri, job)
    const profiles = { 33: [{ ...smallProfile, name: '' }] }
    const segments = await segmentsOf(gateway.transcode({ info, source, profiles }))
    expect(segments[0]?.url).toContain('/net_160x90_100000/')
    const reply = await gateway.send({ info, source, payment: toBase64(int(1_000, 7)) })
    expect(reply.status).toBe(200)
    await reply.body
  })
})

describe('a segment that lies in an object store', () => {
  test('is fetched, and one that is not there or not the one that was signed is refused', async () => {
    const store = await ObjectStore.create()
    try {
      store.objects.set('in.ts', source)
      const info = await gateway.info(plain.serviceUri, job)
      const order = { info, source, manifestId: 'store' }
      const segments = await segmentsOf(gateway.transcode({ ...order, sourceUrl: `${store.host}/in.ts` }))
      expect(segments).toHaveLength(1)
      expect(await gateway.refusal({ ...order, sourceUrl: `${store.host}/none.ts` })).toBe('400 BadRequest')
      store.objects.set('other.ts', source.slice(188))
      expect(await gateway.refusal({ ...order, sourceUrl: `${store.host}/other.ts` })).toBe('403 Forbidden')
    } finally {
      await store.close()
    }
  })

  test('error: is not fetched from this machine or a private network, unless the operator says so', async () => {
    const info = await gateway.info(https.serviceUri, job)
    for (const host of [
      '127.0.0.1:1',
      '[::1]:1',
      '10.0.0.1',
      '169.254.169.254',
      'localhost:1',
      '[::ffff:10.0.0.1]',
    ])
      expect(await gateway.refusal({ info, source, sourceUrl: `http://${host}/x.ts` })).toBe('400 BadRequest')
    for (const sourceUrl of ['file:///etc/passwd', 'nonsense', 'http://user:word@example.com/'])
      expect(await gateway.refusal({ info, source, sourceUrl })).toBe('400 BadRequest')
  })
})

describe('results that a gateway wants in its own bucket', () => {
  let store: ObjectStore
  beforeAll(async () => {
    store = await ObjectStore.create()
  })
  afterAll(() => store?.close())

  test.each([
    { kind: 'S3', isGoogle: false },
    { kind: 'Google', isGoogle: true },
  ])('are put there with the signed policy of $kind, below its prefix', async ({ isGoogle }) => {
    const info = await gateway.info(plain.serviceUri, { bits: [...jobBits, isGoogle ? 6 : 5] })
    const prefix = `movie/${info.authToken?.sessionId}`
    const named = { ...tiny, name: 'tiny & small', format: 1 }
    const profiles = { 34: [smallProfile, named] }
    const storage = [store.grant(prefix, { isGoogle })]
    const segments = await segmentsOf(gateway.transcode({ info, source, seq: 9, profiles, storage }))
    expect(store.refusals).toEqual([])
    expect(segments.map(({ url }) => url)).toEqual([
      `${store.host}/${prefix}/small/9.ts`,
      `${store.host}/${prefix}/tiny%20%26%20small/9.mp4`,
    ])
    for (const { url, pixels } of segments) {
      const { width, height, frames } = probe(await get(url))
      expect(BigInt(width * height * frames)).toBe(pixels)
    }
  })

  test('stay here when the store is the gateway’s own machine', async () => {
    const info = await gateway.info(plain.serviceUri, { bits: [...jobBits, 4] })
    const segments = await segmentsOf(gateway.transcode({ info, source, storage: [{ storageType: 0 }] }))
    expect(segments[0]?.url).toContain(`${info.transcoder}/stream/`)
  })

  test('error: a store that refuses, and one that is no store, end in the result and in a refusal', async () => {
    const info = await gateway.info(plain.serviceUri, job)
    const send = (storage: ReturnType<typeof store.grant>) =>
      gateway.refusal({ info, source, storage: [storage] })
    const good = store.grant('p')
    const failed = '200 could not save the result to the object store'
    expect(await send(store.grant('p', { expiresInMs: -1_000 }))).toBe(failed)
    expect(await send({ ...good, key: 'elsewhere' })).toBe(failed)
    expect(await send({ ...good, signature: '00' })).toBe(failed)
    expect(await send({ ...good, host: 'http://127.0.0.1:1/bucket' })).toBe(failed)
    expect(store.refusals.length).toBe(3)
    expect(await send({ ...good, storageType: 7 })).toMatch(/^403 storage: /)
    expect(await send({ ...good, policy: 'e30=' })).toBe('403 storage: policy has no conditions')
    expect(await send({ ...good, host: 'ftp://bucket' })).toBe('403 storage: bucket has no address')
    // An operator who allows no private addresses is not made to knock on them.
    const guarded = await gateway.info(https.serviceUri, job)
    expect(await gateway.refusal({ info: guarded, source, storage: [good] })).toBe(failed)
    expect(store.refusals.length).toBe(3)
  })
})

describe('error: a wrong request', () => {
  let info: OrchestratorInfo
  beforeAll(async () => {
    info = await gateway.info(https.serviceUri, job)
  })

  test('gets the status and text that their gateway knows, step by step', async () => {
    const refusal = (changes: object) => gateway.refusal({ info, source, ...changes })
    const token = info.authToken
    if (!token) throw new Error('There is no token.')
    const bad = (profile: Partial<VideoProfile>) =>
      refusal({ profiles: { 35: [{ ...smallProfile, ...profile }] } })
    expect(await refusal({ payment: '***' })).toMatch(/^402 base64 decode error: /)
    expect(await refusal({ payment: toBase64(Uint8Array.of(10, 200, 1)) })).toMatch(
      /^402 protobuf unmarshal error: /,
    )
    expect(await refusal({ segmentHeader: '***' })).toBe('403 ErrorSegEncoding')
    expect(await refusal({ segmentHeader: toBase64(Uint8Array.of(10, 200, 1)) })).toMatch(/^403 .+/)
    expect(await bad({ format: 9 })).toBe('403 unrecognized profile output format')
    expect(await bad({ profile: 9 })).toBe('403 unrecognized encoder profile')
    expect(await bad({ encoder: 9 })).toBe('403 unrecognized video codec')
    for (const durationMs of [-1, 300_001])
      expect(await refusal({ changes: { durationMs } })).toBe('403 invalid duration')
    expect(await refusal({ changes: { capabilities: { bits: [12, 35] } } })).toBe(
      '403 incompatible capabilities',
    )
    expect(await refusal({ changes: { capabilities: { bits: jobBits, minVersion: '99.0.0' } } })).toBe(
      '403 incompatible capabilities',
    )
    expect(await refusal({ changes: { authToken: undefined } })).toBe('403 missing auth token')
    for (const authToken of [
      { ...token, token: new Uint8Array(32) },
      { ...token, sessionId: '00000000' },
      { ...token, expiration: token.expiration + 1n },
    ])
      expect(await refusal({ changes: { authToken } })).toBe('403 invalid auth token')
    expect(await refusal({ changes: { hash: keccak(Uint8Array.of(1)) } })).toBe('403 Forbidden')
    expect(https.status.sessions.filter(({ sessionId }) => sessionId === token.sessionId)).toEqual([])
  })

  test('a duration of 0 is taken for two seconds, and a whole slice for the segment', async () => {
    const changes = { durationMs: 0, slice: { from: 0, to: 0 }, capabilities: job }
    expect(await segmentsOf(gateway.transcode({ info, source, changes }))).toHaveLength(1)
  })

  test('an upload above the limit, and a token that is over, are refused', async () => {
    let aheadMs = 0
    const settings = { maxSegmentBytes: 100_000 }
    await using small = await startOrchestrator(`${dir.path}/limits`, settings, () => Date.now() + aheadMs)
    const terms = await gateway.info(small.serviceUri, job)
    for (const version of ['h2', 'http/1.1'] as const) {
      const body = new Uint8Array(3_000_000)
      expect(await gateway.refusal({ info: terms, source: body, version })).toBe('500 Internal Server Error')
    }
    aheadMs = 31 * 60_000
    expect(await gateway.refusal({ info: terms, source })).toBe('403 expired auth token')
  })

  test('no room is told in the terms and at the segment', async () => {
    await using full = await startOrchestrator(`${dir.path}/full`, { maxSessions: 1 })
    const [first, second] = [
      await gateway.info(full.serviceUri, job),
      await gateway.info(full.serviceUri, job),
    ]
    await segmentsOf(gateway.transcode({ info: first, source }))
    expect(await gateway.refusal({ info: second, source, manifestId: 'other' })).toBe(
      '403 OrchestratorCapped',
    )
    await expect(gateway.info(full.serviceUri, job)).rejects.toMatchObject({
      status: 2,
      text: 'Invalid orchestrator request: OrchestratorCapped',
    })
  })

  test('a segment that is no video ends in a result with a text that stops further tries', async () => {
    const garbage = new Uint8Array(50_000).map((_, at) => (at * 7919) % 251)
    expect(await gateway.refusal({ info, source: garbage })).toBe('200 TranscoderInvalidVideo')
  })

  test('a token that is not of this node does not end a session', async () => {
    const token = { token: new Uint8Array(32), sessionId: '01234567', expiration: 1n << 40n }
    const ending = gateway.end(https.serviceUri, token)
    await expect(ending).rejects.toBeInstanceOf(GrpcStatusError)
    await expect(ending).rejects.toMatchObject({ status: 2, text: 'Invalid auth token' })
  })
})

test('a gateway with a key is welcome at an orchestrator without a chain', async () => {
  const signing = new TheirGateway(keyOf('11'.repeat(32)))
  const info = await signing.info(https.serviceUri, job)
  const credit = signing.credit(info)
  expect(await segmentsOf(signing.transcode({ info, source, payment: credit }))).toHaveLength(1)
})

test('error: a source that hangs is given up after eight seconds', async () => {
  expect(await slowSource.refusal).toBe('400 BadRequest')
  expect(slowSource.tookMs()).toBeGreaterThan(7_900)
})
