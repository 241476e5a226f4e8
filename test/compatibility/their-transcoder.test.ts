import { writeFileSync } from 'node:fs'
import type { Orchestrator } from '@millrace/node/orchestrator'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { jobBits, smallProfile, TheirGateway } from '../peer/gateway.ts'
import type { Notice } from '../peer/read-messages.ts'
import { type ResultScript, TheirTranscoder } from '../peer/transcoder.ts'
import { get } from '../peer/transport.ts'
import { makeSource, probe, startOrchestrator, temporaryDir, transcodeWithFfmpeg } from './fixture.ts'

const dir = temporaryDir()
const secret = 'a-secret-of-the-pool'
const source = makeSource()
const gateway = new TheirGateway()
const defaultBits = [...Array(13).keys(), 14, 26]
const job = { bits: [...jobBits, 26] }
let node: Orchestrator
const running: TheirTranscoder[] = []

beforeAll(async () => {
  const transcoderSecretFile = `${dir.path}/secret`
  writeFileSync(transcoderSecretFile, `${secret}\n`)
  const pool = { localTranscoding: 'off', transcoderSecretFile } as const
  node = await startOrchestrator(`${dir.path}/node`, pool)
})
afterEach(async () => {
  for (const transcoder of running.splice(0)) transcoder.close()
  await expect.poll(() => node.status.transcoders.length).toBe(0)
})
afterAll(async () => {
  await node?.close()
  dir[Symbol.dispose]()
})

interface Joining {
  readonly script?: (notice: Notice) => ResultScript | string | undefined
  readonly capabilities?: { readonly bits: readonly number[] } | undefined
}

async function join(joining: Joining = {}): Promise<TheirTranscoder> {
  const { script, capabilities = { bits: defaultBits } } =
    'capabilities' in joining ? joining : { ...joining }
  const before = node.status.transcoders.length
  const transcoder = await TheirTranscoder.register({
    uri: node.serviceUri,
    secret,
    transcode: async (input, { profiles }) => transcodeWithFfmpeg(input, profiles),
    ...(capabilities && { capabilities }),
    ...(script && { script }),
  })
  running.push(transcoder)
  await expect.poll(() => node.status.transcoders.length).toBe(before + 1)
  return transcoder
}

async function sendSession(manifestId: string): Promise<string> {
  const info = await gateway.info(node.serviceUri, job)
  const large = { ...smallProfile, name: 'large', width: 320, height: 180 }
  for (const seq of [0, 1]) {
    const result = await gateway.transcode({
      info,
      source,
      seq,
      manifestId,
      profiles: { 33: [large, smallProfile] },
    })
    expect(result.error).toBeUndefined()
    for (const { url, pixels } of result.data?.segments ?? []) {
      const { width, height, frames } = probe(await get(url))
      expect(BigInt(width * height * frames)).toBe(pixels)
    }
  }
  if (info.authToken) await gateway.end(node.serviceUri, info.authToken)
  return info.authToken?.sessionId ?? ''
}

test('a transcoder of theirs registers, gets segments as it knows them, and is told of the end', async () => {
  const transcoder = await join()
  const sessionId = await sendSession('movie')
  const isTold = () =>
    transcoder.notices.some(({ url, order }) => url === '' && order.authToken?.sessionId === sessionId)
  await expect.poll(isTold).toBe(true)
  expect(transcoder.faults).toEqual([])
  expect(transcoder.answers).toEqual([
    { status: 200, text: 'OK' },
    { status: 200, text: 'OK' },
  ])
  for (const notice of transcoder.notices.filter(({ url }) => url !== '')) {
    expect(notice).toMatchObject({ orchId: 'offchain', legacyProfiles: 'invalid', storageCount: 0 })
    expect(notice.order).toMatchObject({
      legacyProfiles: 'invalid',
      profileField: 33,
      names: ['large', 'small'],
    })
    expect(notice.order.sig).toHaveLength(0)
    expect(notice.order.hash.every((byte) => byte === 0)).toBe(true)
    expect(notice.order.capabilities?.bits).toEqual(expect.arrayContaining([0, 1]))
  }
})

test('one that says nothing of what it can do is taken to do the default', async () => {
  const transcoder = await join({ capabilities: undefined })
  await sendSession('old')
  expect(transcoder.answers.map(({ status }) => status)).toEqual([200, 200])
})

test('results with perceptual hashes between the renditions are taken, and the hashes passed over', async () => {
  const hash = {
    headers: { 'Content-Type': 'application/octet-stream', 'Content-Length': 4 },
    body: Uint8Array.of(1, 2, 3, 4),
  }
  const transcoder = await join({
    script: () => ({ parts: (good) => good.flatMap((part) => [part, hash]) }),
  })
  await sendSession('hashes')
  expect(transcoder.answers.map(({ text }) => text)).toEqual(['OK', 'OK'])
})

test('error: a wrong secret and a capacity of none are refused by the texts that end a transcoder', async () => {
  const base = { uri: node.serviceUri, transcode: async () => [] }
  const wrong = await TheirTranscoder.register({ ...base, secret: 'another' })
  expect(await wrong.ended).toMatchObject({ status: 2, text: 'invalid secret' })
  const none = await TheirTranscoder.register({ ...base, secret, capacity: 0 })
  expect(await none.ended).toMatchObject({ status: 2, text: 'zero capacity' })
})

test('error: results that are none of a task are refused with the status that their transcoder knows', async () => {
  const transcoder = await join()
  const multipart = { 'Content-Type': 'multipart/mixed; boundary=a' }
  const nothing = new Uint8Array()
  await transcoder.send(0n, { ...multipart, Credentials: 'another' }, nothing)
  await transcoder.send(0n, { ...multipart, Authorization: 'Basic' }, nothing)
  await transcoder.send('x', multipart, nothing)
  await transcoder.send(1n << 40n, multipart, nothing)
  await transcoder.send(0n, { 'Content-Type': '///' }, nothing)
  expect(transcoder.answers.slice(0, 4)).toEqual([
    { status: 401, text: 'Unauthorized' },
    { status: 401, text: 'Unauthorized' },
    { status: 400, text: 'Invalid Task ID' },
    { status: 400, text: 'Invalid Task ID' },
  ])
  expect(transcoder.answers[4]?.status).toBe(415)
})

test('error: one that hangs up in the middle of a segment loses it to another', async () => {
  let leaving: TheirTranscoder | undefined
  leaving = await join({ script: () => 'silent' })
  const info = await gateway.info(node.serviceUri, job)
  const sending = gateway.transcode({ info, source, manifestId: 'leaver', changes: { durationMs: 5_000 } })
  await expect.poll(() => leaving.notices.length).toBe(1)
  const good = await join()
  leaving.close()
  expect((await sending).error).toBeUndefined()
  expect(good.answers).toEqual([{ status: 200, text: 'OK' }])
})
