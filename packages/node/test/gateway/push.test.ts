import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { silentLogger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Clip, clipRendition, makeClip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { readParts } from './multipart-parts.ts'
import { RtmpPublisher } from './rtmp-publisher.ts'
import { ScriptedOrchestrator } from './scripted-orchestrator.ts'

let clip: Clip
beforeAll(async () => {
  clip = await makeClip(2)
})

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const multipart = { accept: 'multipart/mixed' }
const source = () => clip.sources[0] ?? new Uint8Array()
const bytes = (data: Uint8Array) => data as Uint8Array<ArrayBuffer>

async function gateway(options: Partial<HarnessOptions> = {}) {
  const orchestrator = await ScriptedOrchestrator.create({ clip })
  closing.push(() => orchestrator.close())
  const harness = await GatewayHarness.start({ orchestrators: [orchestrator], ...options })
  closing.push(() => harness.close())
  return { harness, orchestrator }
}

/** A webhook that says what `answer` makes of the URL. */
async function webhook(answer: (url: string) => { status: number; body?: string }) {
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const { url } = JSON.parse(await text(request))
    asked.push(url)
    const { status, body } = answer(url)
    response.writeHead(status).end(body)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/auth` }
}

const configuration = (json: object) => ({ 'livepeer-transcode-configuration': JSON.stringify(json) })

describe('renditions in the answer', () => {
  test('have the names that the pusher ordered, and the stream keeps them', async () => {
    const { harness, orchestrator } = await gateway()
    const profiles = [
      { ...clipRendition, name: 'small', gop: '1.0', profile: 'H264Baseline' },
      { width: 160, height: 90, bitrate: 90_000, fps: 30, fpsDen: 1 },
    ]
    const headers = { ...multipart, ...configuration({ manifestID: 'live', profiles, timeoutMultiplier: 2 }) }
    const parts = await readParts(await harness.push(0, source(), headers))
    expect(parts.map(({ headers }) => headers['rendition-name'])).toEqual(['small', 'custom_160x90_90000'])
    expect(parts[0]?.headers).toMatchObject({
      'content-type': 'video/mp2t; name="P_0_0.ts"',
      'content-disposition': 'attachment; filename="P_0_0.ts"',
      'content-length': String(clip.renditions[0]?.length),
    })
    expect(Buffer.compare(parts[1]?.body ?? Buffer.of(), clip.renditions[0] ?? Buffer.of())).toBe(0)
    const [ordered] = orchestrator.orders
    expect(ordered?.profiles).toMatchObject([
      { name: 'small', gopMs: 1_000, encoderProfile: 'baseline' },
      { name: 'custom_160x90_90000', fps: 30 },
    ])
    const next = await readParts(await harness.push(1, clip.sources[1] ?? source(), multipart))
    expect(next).toHaveLength(2)
  })

  test('are none when none are ordered, and the source plays all the same', async () => {
    const { harness, orchestrator } = await gateway()
    const response = await harness.push(0, source(), { ...multipart, ...configuration({ profiles: [] }) })
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('')
    expect((await harness.playlist('source')).segments).toHaveLength(1)
    expect(orchestrator.orders).toEqual([])
    const { streams } = await harness.status()
    expect(streams[0]).toMatchObject({ state: 'live', segmentsOut: 1, renditions: [] })
  })

  test('are MP4 for a pusher of MP4', async () => {
    const { harness } = await gateway()
    await using pool = await TranscoderPool.create({ workers: 1 }, { log: silentLogger() })
    const order = { from: 'mpegts', into: 'mp4', timeoutMs: 60_000 } as const
    const [file] = await pool.remux({ files: [source()], ...order })
    const response = await harness.get('/live/live/7.mp4', {
      method: 'PUT',
      body: bytes(file ?? new Uint8Array()),
      headers: {
        authorization: `Bearer ${harness.key}`,
        ...multipart,
        ...configuration({ profiles: [{ ...clipRendition, width: 320, height: 180 }] }),
      },
    })
    expect(response.status).toBe(200)
    const [part] = await readParts(response)
    expect(part?.headers['content-type']).toBe('video/mp4; name="P_0_7.mp4"')
    const back = await pool.inspect({
      renditions: [{ bytes: part?.body ?? new Uint8Array(), format: 'mp4' }],
      timeoutMs: 60_000,
    })
    expect(back).toMatchObject([{ frames: 30 }])
  })

  test('are the source when a segment has sound alone', async () => {
    const { harness, orchestrator } = await gateway()
    const sound = clip.sound
    const [part] = await readParts(await harness.push(0, sound, multipart))
    expect(part?.headers['rendition-name']).toBe('90p')
    expect(Buffer.compare(part?.body ?? Buffer.of(), sound)).toBe(0)
    expect(orchestrator.orders).toEqual([])
  })
})

test('a part of a segment is ordered as the pusher says', async () => {
  const { harness, orchestrator } = await gateway()
  const headers = { ...multipart, 'content-slice-from': '200', 'content-slice-to': '700' }
  expect((await harness.push(0, source(), headers)).status).toBe(200)
  expect((await harness.push(1, clip.sources[1] ?? source(), multipart)).status).toBe(200)
  expect(orchestrator.orders.map(({ slice }) => slice)).toEqual([{ fromMs: 200, toMs: 700 }, undefined])
})

test('orchestrators begin anew when the picture changes in the middle of a stream', async () => {
  const { harness, orchestrator } = await gateway()
  await harness.push(0, source(), multipart)
  await harness.push(1, clip.renditions[1] ?? source(), multipart)
  await harness.push(2, clip.renditions[0] ?? source(), multipart)
  expect(orchestrator.orders.map(({ mustReinitialise }) => mustReinitialise)).toEqual([false, true, false])
})

test('error: a configuration that cannot be used is refused with 400, and says why', async () => {
  const { harness } = await gateway()
  const size = { width: 160, height: 90, bitrate: 90_000 }
  const faults: readonly [configuration: string, why: RegExp][] = [
    ['{', /no JSON/],
    ['{"presets":["P9000"]}', /no preset/],
    ['{"profiles":[{"name":"x"}]}', /width/],
    [
      JSON.stringify({
        profiles: [
          { ...size, name: 'a' },
          { ...size, name: 'a' },
        ],
      }),
      /same name/,
    ],
    [
      JSON.stringify({ presets: ['P144p30fps16x9'], profiles: [{ ...size, name: 'P144p30fps16x9' }] }),
      /same name/,
    ],
    [JSON.stringify({ profiles: [{ ...size, encoder: 'VP9' }] }), /H.264/],
    [JSON.stringify({ profiles: [{ ...size, name: 'source' }] }), /source/],
    [JSON.stringify({ manifestID: 'a/b' }), /manifestID/],
  ]
  for (const [json, why] of faults) {
    const response = await harness.push(0, source(), { 'livepeer-transcode-configuration': json })
    expect([response.status, await response.text()]).toEqual([400, expect.stringMatching(why)])
  }
})

test('error: a pusher can order neither for another stream nor into a store of its own', async () => {
  const { harness } = await gateway()
  await harness.gateway.streamKeys.create('other')
  for (const json of [
    { manifestID: 'other' },
    { recordObjectStore: 'file:///etc' },
    { objectStore: 's3://x' },
  ]) {
    expect((await harness.push(0, source(), configuration(json))).status).toBe(403)
  }
  expect((await harness.status()).streams).toEqual([])
})

test('error: times that are none are refused with 400', async () => {
  const { harness } = await gateway()
  const faults: readonly Record<string, string>[] = [
    { 'content-slice-from': 'x' },
    { 'content-slice-from': '500', 'content-slice-to': '400' },
    { 'content-slice-to': '400000' },
    { 'content-duration': '0' },
    { 'content-duration': '300001' },
  ]
  for (const headers of faults) expect((await harness.push(0, source(), headers)).status).toBe(400)
})

test('error: what orchestrators find unusable is 422, a failure 500, and nobody to ask 503', async () => {
  const { harness, orchestrator } = await gateway({ config: { segmentDeadlineMs: 1_500, maxAttempts: 2 } })
  orchestrator.script.mood = 'fail'
  expect((await harness.push(0, source(), multipart)).status).toBe(500)
  await orchestrator.close()
  expect((await harness.push(1, source(), multipart)).status).toBe(503)
  const response = await harness.push(2, Buffer.from('G'.repeat(188 * 4)), multipart)
  expect([response.status, (await response.text()).trim()]).toEqual([422, 'Error getting codec info'])
})

describe('the auth webhook', () => {
  test('names the stream and its renditions, and is asked once a publisher', async () => {
    const profiles = [{ ...clipRendition, name: 'from-webhook' }]
    const hook = await webhook(() => ({
      status: 200,
      body: JSON.stringify({ manifestID: 'named', profiles }),
    }))
    const { harness } = await gateway({ config: { authWebhookUrl: hook.url } })
    for (const seqNo of [0, 1]) {
      const response = await harness.get(`/live/whatever/${seqNo}.ts?token=1`, {
        method: 'PUT',
        body: bytes(clip.sources[seqNo] ?? source()),
        headers: multipart,
      })
      const parts = await readParts(response)
      expect(parts.map(({ headers }) => headers['rendition-name'])).toEqual(['from-webhook'])
    }
    expect(hook.asked).toEqual([`${harness.gateway.httpUrl}/live/whatever/0.ts?token=1`])
    expect((await harness.status()).streams.map(({ id }) => id)).toEqual(['named'])
  })

  test('admits by an empty answer under the name of the URL, by RTMP too', async () => {
    const hook = await webhook(() => ({ status: 200 }))
    const { harness } = await gateway({ config: { authWebhookUrl: hook.url } })
    const url = `rtmp://127.0.0.1:${harness.gateway.rtmpPort}/live/my-show/any-key`
    const encoder = new RtmpPublisher({ url, seconds: 3, isLive: false })
    closing.push(() => encoder.kill())
    expect(await encoder.ended()).toBe(0)
    expect(hook.asked).toEqual([url])
    await expect.poll(async () => (await harness.status()).streams.map(({ id }) => id)).toEqual(['my-show'])
  })

  test('and the pusher may say the same, but not something else', async () => {
    const profiles = [clipRendition]
    const hook = await webhook(() => ({
      status: 200,
      body: JSON.stringify({ manifestID: 'live', profiles }),
    }))
    const { harness } = await gateway({ config: { authWebhookUrl: hook.url } })
    const push = async (json: object) => (await harness.push(0, source(), configuration(json))).status
    expect(await push({ profiles: [{ ...clipRendition, bitrate: 50_000 }] })).toBe(403)
    expect(await push({ manifestID: 'live', profiles })).toBe(200)
  })

  test('error: lets nobody in with another status, or with an answer that cannot be used', async () => {
    let answer: { status: number; body?: string } = { status: 204 }
    const hook = await webhook(() => answer)
    const { harness } = await gateway({ config: { authWebhookUrl: hook.url } })
    const encoder = new RtmpPublisher({ url: `${harness.gateway.rtmpUrl}/${harness.key}`, seconds: 5 })
    closing.push(() => encoder.kill())
    expect(await encoder.ended()).not.toBe(0)
    const answers = [
      '{"profiles":[]}',
      '<html>',
      `{"manifestID":"a","x":"${'x'.repeat(1_000_000)}"}`,
      '{"manifestID":"../a"}',
      '{"manifestID":"a","profiles":[{}]}',
    ]
    expect((await harness.push(0, source())).status).toBe(403)
    for (const body of answers) {
      answer = { status: 200, body }
      expect((await harness.push(0, source())).status).toBe(403)
    }
    expect((await harness.status()).streams).toEqual([])
  })

  test('error: lets nobody in when it does not answer in time, or is not there', async () => {
    const hanging = createServer(() => {}).listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    closing.push(async () => {
      hanging.closeAllConnections()
      hanging.close()
    })
    const port = (hanging.address() as AddressInfo).port
    for (const authWebhookUrl of [`http://127.0.0.1:${port}/`, 'http://127.0.0.1:1/']) {
      const { harness } = await gateway({ config: { authWebhookUrl, authWebhookTimeoutMs: 100 } })
      expect((await harness.push(0, source())).status).toBe(403)
    }
  })
})
