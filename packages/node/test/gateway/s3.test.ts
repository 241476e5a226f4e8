import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { ResultUploader, readStoreGrant, storeKey } from '@millrace/wire'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isLeftOut } from '../../../../e2e/support/without.ts'
import { openObjectStore } from '../../src/gateway/storage/open-store.ts'
import { type Clip, makeClip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { readParts } from './multipart-parts.ts'
import { S3Server } from './s3-server.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'

describe.skipIf(isLeftOut('radosgw'))('a real S3 server', () => {
  let clip: Clip
  let server: S3Server
  beforeAll(async () => {
    clip = await makeClip(3)
    server = await S3Server.start()
    const client = new S3Client({
      ...{ endpoint: server.origin, region: 'us-east-1', forcePathStyle: true },
      credentials: server.credentials,
    })
    await client.send(new CreateBucketCommand({ Bucket: 'streams' }))
    client.destroy()
  })
  afterAll(() => server?.close())

  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })

  function store(prefix: string) {
    const options = { allowsFolders: false, minFreeBytes: 0, timeoutMs: 20_000 }
    const opened = openObjectStore(server.addressOf('streams', prefix), options)
    closing.push(async () => opened.close())
    return opened
  }

  async function gateway(config: HarnessOptions['config']) {
    const orchestrator = await ScriptedOrchestrator.create({ clip })
    closing.push(() => orchestrator.close())
    const harness = await GatewayHarness.start({ orchestrators: [orchestrator], config: config ?? {} })
    closing.push(() => harness.close())
    return { harness, orchestrator }
  }

  async function keysOf(prefix: string): Promise<string[]> {
    const keys: string[] = []
    for await (const { key } of store(prefix).list('')) keys.push(key)
    return keys.sort()
  }

  test('keeps, lists and deletes objects', async () => {
    const objects = store('plain')
    const bytes = new TextEncoder().encode('some bytes')
    const put = { contentType: 'video/mp2t' }
    for (const key of ['a/1/x y.ts', 'a/2/x.ts', 'b/1/x.ts']) await objects.put(key, bytes, put)
    expect(await objects.get('a/1/x y.ts', { maxBytes: 100 })).toEqual(bytes)
    expect(await objects.get('a/none.ts', { maxBytes: 100 })).toBeUndefined()
    await expect(objects.get('a/2/x.ts', { maxBytes: 9 })).rejects.toThrow('too large')
    expect(await objects.folders('a/')).toEqual(['1', '2'])
    expect(await keysOf('plain')).toEqual(['a/1/x y.ts', 'a/2/x.ts', 'b/1/x.ts'])
    await objects.delete(['a/1/x y.ts', 'a/2/x.ts', 'none.ts'])
    expect(await keysOf('plain')).toEqual(['b/1/x.ts'])
  })

  test('takes what others put below their prefix, and nothing else from them', async () => {
    const objects = store('shared')
    const info = await objects.uploads?.grant('live/session')
    const grant = readStoreGrant(info ? [info] : [])
    if (!grant) throw new Error('There is a grant.')
    const uploader = new ResultUploader({ allowsPrivate: true })
    closing.push(async () => uploader.close())
    const bytes = clip.renditions[0] ?? new Uint8Array()
    const object = { key: storeKey(grant, { profileName: '90p', seqNo: 0, format: 'mpegts' }), bytes }
    const url = await uploader.put(grant, { ...object, contentType: 'video/mp2t' })
    const key = objects.uploads?.keyOf(url)
    expect(key).toBe('live/session/90p/0.ts')
    expect(await objects.get(key ?? '', { maxBytes: 1_000_000 })).toEqual(new Uint8Array(bytes))
    const elsewhere = { ...object, key: 'shared/live/other/0.ts', contentType: 'video/mp2t' as const }
    await expect(uploader.put(grant, elsewhere)).rejects.toThrow('403')
    const forged = { ...grant, signature: grant.signature.replace(/^./, (one) => (one === '0' ? '1' : '0')) }
    await expect(uploader.put(forged, { ...object, contentType: 'video/mp2t' })).rejects.toThrow('403')
    expect(await keysOf('shared')).toEqual(['live/session/90p/0.ts'])
    expect(objects.uploads?.keyOf('http://elsewhere/streams/shared/live/session/90p/0.ts')).toBeUndefined()
  })

  test('gets renditions straight from orchestrators, and the recording names them there', async () => {
    const address = server.addressOf('streams', 'direct')
    const { harness, orchestrator } = await gateway({
      ...{ objectStore: address, recordStore: address, pushIdleMs: 300, streamGraceMs: 50 },
    })
    for (const [seqNo, source] of clip.sources.entries()) {
      const [part] = await readParts(await harness.push(seqNo, source, { accept: 'multipart/mixed' }))
      expect(part?.headers).toMatchObject({
        'content-type': `application/vnd+livepeer.uri; name="P_0_${seqNo}.txt"`,
        'rendition-name': '90p',
      })
      expect(part?.body.toString()).toMatch(new RegExp(`/streams/direct/live/[^/]+/90p/${seqNo}.ts$`))
    }
    expect(orchestrator.orders.map(({ storage }) => storage.length)).toEqual([1, 1, 1])
    expect(Buffer.compare(await harness.segment('90p', 1), clip.renditions[1] ?? Buffer.of())).toBe(0)
    const path = '/recordings/live/90p.m3u8'
    await expect.poll(async () => (await harness.get(path)).text()).toContain('ENDLIST')
    const uris = (await (await harness.get(path)).text()).split('\n').filter((line) => line.endsWith('.ts'))
    expect(uris).toHaveLength(3)
    const base = new URL(path, harness.gateway.httpUrl)
    for (const [index, uri] of uris.entries()) {
      const bytes = Buffer.from(await (await fetch(new URL(uri, base))).arrayBuffer())
      expect(Buffer.compare(bytes, clip.renditions[index] ?? Buffer.of())).toBe(0)
    }
    const keys = await keysOf('direct')
    expect(keys.filter((key) => key.includes('/90p/'))).toHaveLength(3)
    expect(keys.filter((key) => key.includes('/source/'))).toHaveLength(3)
    expect((await harness.get('/recordings/live/90p.mp4')).status).toBe(200)
  })

  test('error: a result that is not where it is said to be counts against who says so', async () => {
    const { harness, orchestrator } = await gateway({
      ...{ objectStore: server.addressOf('streams', 'missing'), segmentDeadlineMs: 5_000, maxAttempts: 1 },
    })
    orchestrator.script.mood = 'forget-upload'
    const response = await harness.push(0, clip.sources[0] ?? new Uint8Array(), { accept: 'multipart/mixed' })
    expect(response.status).toBe(500)
    const { segments } = await harness.status()
    expect(segments[0]?.attempts).toMatchObject([{ outcome: 'failed', error: 'BAD_RESULT' }])
  })
})
