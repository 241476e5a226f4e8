import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import http2 from 'node:http2'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeSource, pushRtmp } from './support/ffmpeg.ts'
import { HlsFollower } from './support/hls-follower.ts'
import { startTestNetwork, type TestNetwork } from './support/network.ts'
import { until } from './support/until.ts'
import { isLeftOut } from './support/without.ts'

const seconds = 24

describe.skipIf(isLeftOut('ffmpeg'))('while a stream runs, strangers send garbage to every port', () => {
  let running: TestNetwork
  let ports: { readonly rtmp: number; readonly http: number; readonly orchestrators: readonly number[] }

  beforeAll(async () => {
    running = await startTestNetwork()
    const { rtmpUrl, gatewayUrl, client, addresses } = running.network.parts
    const status = await until('the orchestrators found', () => {
      const found = running.network.parts.observer.feed.status?.orchestrators ?? []
      return found.length >= 3 ? found : undefined
    })
    expect(await client.getCode({ address: addresses.ticketBroker })).toBeDefined()
    ports = {
      rtmp: Number(new URL(rtmpUrl.replace('rtmp', 'http')).port),
      http: Number(new URL(gatewayUrl).port),
      orchestrators: status.map(({ serviceUri }) => Number(new URL(serviceUri).port)),
    }
  })
  afterAll(() => running.close(), 30_000)

  test('the stream goes on without a loss', { timeout: 240_000 }, async () => {
    const { gatewayUrl, rtmpUrl, streamKey, observer } = running.network.parts
    const source = await encodeSource({ seconds })
    const viewer = new HlsFollower(`${gatewayUrl}/hls/live/index.m3u8`)
    const publisher = pushRtmp(source, `${rtmpUrl}/${streamKey}`)
    const stream = () => observer.feed.status?.streams.find(({ id }) => id === 'live')
    await until('the first segments', () => (stream()?.segmentsOut ?? 0) >= 2)

    const flv = await readFile(source)
    await Promise.all([
      ...[ports.rtmp, ports.http].flatMap((port) => [
        sendRaw(port, randomBytes(200_000)),
        sendRaw(port, Buffer.alloc(0)),
        sendRaw(port, flv.subarray(0, 70_000)),
      ]),
      sendRaw(ports.rtmp, rtmpHandshakeThenGarbage()),
      ...oversizedHttp(gatewayUrl),
      ...ports.orchestrators.flatMap((port) => [
        sendRaw(port, randomBytes(200_000)),
        sendTls(port, randomBytes(100_000)),
        sendWrongProtobuf(port),
        sendWrongSegment(port),
        sendHugeHeader(port),
      ]),
    ])

    expect(await publisher.done).toBe(0)
    await until('every segment published', () => {
      const now = stream()
      return now && now.segmentsIn === seconds / 2 && now.segmentsOut + now.segmentsLost === now.segmentsIn
    })
    expect(stream()?.segmentsLost).toBe(0)
    await until('the viewer has them all', () =>
      viewer.renditions.every(({ segments }) => segments.length === seconds / 2),
    )
    const renditions = await viewer.stop()
    expect(renditions.flatMap(({ segments }) => segments.filter(({ isGap }) => isGap))).toEqual([])
    const died = running.network.parts.orchestrators.filter(({ pid }) => pid === undefined)
    expect(died).toEqual([])
  })

  test('error: a publisher with a wrong key is refused and appears nowhere', async () => {
    const { rtmpUrl, observer } = running.network.parts
    const source = await encodeSource({ seconds: 2 })
    expect(await pushRtmp(source, `${rtmpUrl}/not-the-key-of-anything`).done).not.toBe(0)
    expect(observer.feed.status?.streams.map(({ id }) => id)).toEqual(['live'])
  })
})

/** Sends bytes and takes whatever comes, until the other side closes or has been silent. */
async function sendRaw(port: number, bytes: Uint8Array): Promise<void> {
  await sendOver(connect({ port, host: '127.0.0.1' }), bytes)
}

async function sendTls(port: number, bytes: Uint8Array): Promise<void> {
  await sendOver(
    connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false, ALPNProtocols: ['h2'] }),
    bytes,
  )
}

async function sendOver(socket: ReturnType<typeof connect>, bytes: Uint8Array): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.on('error', () => undefined).resume()
  socket.setTimeout(3_000, () => socket.destroy())
  socket.write(bytes)
  await closed
}

/** C0 and C1 as they should be, C2 and everything after it at random. */
function rtmpHandshakeThenGarbage(): Buffer {
  return Buffer.concat([Buffer.from([3]), Buffer.alloc(8), randomBytes(1_528), randomBytes(100_000)])
}

function oversizedHttp(gatewayUrl: string): Promise<unknown>[] {
  const ignore = () => undefined
  return [
    fetch(`${gatewayUrl}/live/live/0.ts`, { method: 'POST', body: randomBytes(3_000_000) }).then((response) =>
      expect(response.status).toBeGreaterThanOrEqual(400),
    ),
    fetch(`${gatewayUrl}/hls/live/index.m3u8`, { headers: { 'X-Large': 'x'.repeat(300_000) } }).catch(ignore),
    fetch(`${gatewayUrl}/hls/..%2f..%2fetc%2fpasswd`).then((response) =>
      expect(response.status).toBeGreaterThanOrEqual(400),
    ),
    fetch(`${gatewayUrl}/api/v1/status`, { method: 'DELETE' }).then((response) =>
      expect(response.status).toBeGreaterThanOrEqual(400),
    ),
  ]
}

interface Answer {
  readonly status: number
}

async function ask(port: number, headers: http2.OutgoingHttpHeaders, body: Uint8Array): Promise<Answer> {
  const session = http2.connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
  session.on('error', () => undefined)
  try {
    const request = session.request(headers)
    request.setTimeout(10_000, () => request.close())
    const answered = new Promise<Answer>((resolve) => {
      request.on('response', (answer) => resolve({ status: Number(answer[':status']) }))
      request.on('error', () => resolve({ status: 0 })).on('close', () => resolve({ status: 0 }))
    })
    request.end(body)
    return await answered
  } finally {
    session.destroy()
  }
}

async function sendWrongProtobuf(port: number): Promise<void> {
  const frame = Buffer.concat([Buffer.from([0, 0, 0, 3, 232]), randomBytes(1_000)])
  await ask(
    port,
    {
      ':method': 'POST',
      ':path': '/net.Orchestrator/GetOrchestrator',
      'content-type': 'application/grpc',
      te: 'trailers',
    },
    frame,
  )
}

async function sendWrongSegment(port: number): Promise<void> {
  const headers = {
    ':method': 'POST',
    ':path': '/segment',
    'livepeer-segment': randomBytes(500).toString('base64'),
    'livepeer-payment': '!',
  }
  const { status } = await ask(port, headers, randomBytes(10_000))
  expect(status === 0 || status >= 400).toBe(true)
}

async function sendHugeHeader(port: number): Promise<void> {
  await ask(
    port,
    { ':method': 'POST', ':path': '/segment', 'livepeer-payment': 'A'.repeat(3_000_000) },
    Buffer.alloc(0),
  )
}
