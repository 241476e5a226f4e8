import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestOptions, request } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { delay } from '@millrace/common'
import { parsePlaylist } from '@millrace/media'
import { StreamKeys } from '@millrace/node/gateway'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clip, clipRendition, makeClip } from '../packages/node/test/gateway/clip.ts'
import { probe } from '../test/compatibility/fixture.ts'
import { TheirOrchestrator } from '../test/peer/orchestrator.ts'
import type { Script } from '../test/peer/script.ts'
import { endless } from './support/endless-answers.ts'
import { type GatewayKeys, type GatewayPorts, GatewayStrangers } from './support/gateway-strangers.ts'
import { usageOf } from './support/process-usage.ts'
import { until } from './support/until.ts'

const mebibyte = 1 << 20
const maxSegmentBytes = 8 * mebibyte
/** Bodies that are taken in, and what a runtime leaves lying about before it collects. */
const maxGrowthBytes = 4 * maxSegmentBytes + 256 * mebibyte
const leastSegments = 12
const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
const dataDir = join(folder, 'data')
let clip: Clip
let pixels: readonly bigint[]
let child: ChildProcess
let ports: GatewayPorts
let keys: GatewayKeys & { readonly live: string }

/** Something that only this machine should reach. */
let internalHits = 0
const internal = createServer((_request, response) => {
  internalHits++
  response.end(clip.renditions[0])
}).listen(0, '127.0.0.1')
const internalUrl = () => `http://127.0.0.1:${(internal.address() as AddressInfo).port}/latest/meta-data`

const hostileScripts: Readonly<Record<string, () => Partial<Script>>> = {
  'terms of four gigabytes': () => ({ takeOver: { terms: endless.grpcMessage } }),
  'terms that never come': () => ({ takeOver: { terms: endless.grpcSilence } }),
  'terms a byte at a time': () => ({ takeOver: { terms: endless.grpcDrip } }),
  'heads without end before terms': () => ({ takeOver: { terms: endless.grpcEarlyHeads } }),
  'a result without end': () => ({ takeOver: { result: endless.body } }),
  'a result a byte at a time': () => ({ takeOver: { result: endless.drippingBody } }),
  'a head without end': () => ({ takeOver: { result: endless.head } }),
  'heads without end': () => ({ takeOver: { result: endless.earlyHeads } }),
  'a rendition without end': () => ({ takeOver: { download: endless.body } }),
  'a rendition of a terabyte': () => ({ takeOver: { download: endless.announcedBody } }),
  'a rendition a byte at a time': () => ({ takeOver: { download: endless.drippingBody } }),
  'a redirection inside': () => ({
    takeOver: {
      download: (response) => {
        response.writeHead(302, { location: internalUrl() })
        response.end()
      },
    },
  }),
  'an address inside': () => ({
    result: (good) => ({
      ...good,
      ...(good.data && {
        data: { ...good.data, segments: good.data.segments.map((one) => ({ ...one, url: internalUrl() })) },
      }),
    }),
  }),
}
const orchestrators: TheirOrchestrator[] = []
/** Those that have done what they are there for. */
const met = new Set<string>()

async function startOrchestrator(script: Partial<Script> = {}): Promise<TheirOrchestrator> {
  const transcode = (source: Uint8Array) => {
    const index = clip.sources.findIndex((one) => Buffer.compare(one, source) === 0)
    return { bytes: clip.renditions[index] ?? source, pixels: pixels[index] ?? 0n }
  }
  const started = await TheirOrchestrator.create({ scheme: 'https', script, transcode })
  orchestrators.push(started)
  return started
}

/** The same script, which notes that it was played. */
function noted(name: string, { takeOver = {}, result }: Partial<Script>): Partial<Script> {
  const note =
    <Argument, Answer>(act: (argument: Argument) => Answer) =>
    (argument: Argument): Answer => {
      met.add(name)
      return act(argument)
    }
  const { terms, result: whole, download } = takeOver
  return {
    ...(result && { result: note(result) }),
    takeOver: {
      ...(terms && { terms: note(terms) }),
      ...(whole && { result: note(whole) }),
      ...(download && { download: note(download) }),
    },
  }
}

beforeAll(async () => {
  clip = await makeClip(4)
  pixels = clip.renditions.map((bytes) => {
    const { width, height, frames } = probe(bytes)
    return BigInt(width * height * frames)
  })
  const stored = await StreamKeys.open({ dataDir })
  const create = (streamId: string) => stored.create(streamId)
  keys = { live: await create('live'), slow: await create('slow'), greedy: await create('greedy') }
  await startOrchestrator()
  for (const [name, script] of Object.entries(hostileScripts)) await startOrchestrator(noted(name, script()))
  const file = join(folder, 'config.json')
  const listening = {
    rtmpHost: '127.0.0.1',
    rtmpPort: 0,
    httpHost: '127.0.0.1',
    httpPort: 0,
    operatorPort: 0,
  }
  const asking = {
    discoveryIntervalMs: 5_000,
    sessionTurnSegments: 1,
    trialShare: 0.9,
    suspensionBaseMs: 2_000,
    banBaseMs: 2_000,
  }
  const trying = { maxAttempts: 20, hedgeAfterMs: 300, hedgeAfterDurations: 0, hedgeShare: 1 }
  const room = { maxSegmentsInFlight: 16, maxSegmentsWaiting: 64, playbackWindow: 1_000 }
  const settings = {
    dataDir,
    logLevel: 'error',
    maxSegmentBytes,
    renditions: [clipRendition],
    orchestrators: orchestrators.map(({ uri }) => uri),
    // The renditions of this clip are cut at other frames of the sound than its sources are.
    resultChecks: 'off',
  }
  writeFileSync(file, JSON.stringify({ ...settings, ...listening, ...asking, ...trying, ...room }))
  const program = new URL('../packages/node/src/gateway/main.ts', import.meta.url)
  child = fork(program, ['--config', file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [ready] = (await once(child, 'message')) as [{ httpUrl: string; rtmpUrl: string }]
  const portOf = (url: string) => Number(new URL(url.replace('rtmp:', 'http:')).port)
  ports = { http: portOf(ready.httpUrl), rtmp: portOf(ready.rtmpUrl) }
})
afterAll(async () => {
  if (child?.exitCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  for (const orchestrator of orchestrators) await orchestrator.close()
  internal.close()
  rmSync(folder, { recursive: true, force: true })
})

/** As any good client: a new connection for each. */
async function ask(options: RequestOptions, body?: Uint8Array): Promise<{ status: number; body: Buffer }> {
  const sent = request({ host: '127.0.0.1', port: ports.http, agent: false, ...options }).end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) }
}

async function pushLive(seqNo: number): Promise<void> {
  const headers = { authorization: `Bearer ${keys.live}` }
  const source = clip.sources[seqNo % clip.sources.length]
  const { status } = await ask({ method: 'PUT', path: `/live/live/${seqNo}.ts`, headers }, source)
  expect(status).toBe(200)
}

async function published() {
  const playlist = parsePlaylist((await ask({ path: '/hls/live/90p.m3u8' })).body.toString())
  if (playlist.kind !== 'media') throw new Error('It is a master playlist.')
  return playlist.segments
}

/** An encoder that comes now is greeted. */
async function greetRtmp(): Promise<void> {
  const socket = connect(ports.rtmp, '127.0.0.1')
  socket.write(Buffer.concat([Buffer.of(3), Buffer.alloc(1_536)]))
  const [first] = (await once(socket, 'data')) as [Buffer]
  expect(first[0]).toBe(3)
  socket.destroy()
}

test('hostile strangers, encoders, viewers and orchestrators cost a gateway little and its streams nothing', {
  timeout: 240_000,
}, async () => {
  await pushLive(0)
  await until('the first segment', async () => (await published().catch(() => [])).length > 0 || undefined)
  const before = usageOf(child.pid)
  const startMs = performance.now()
  let mostBytes = before.residentBytes
  let isOver = false
  const over = () => {
    isOver = true
  }
  const strangers = new GatewayStrangers({ ports, keys })
  const attacks = strangers.attack('/hls/live/90p/0.ts')
  attacks.then(over, over)
  const names = Object.keys(hostileScripts)
  const times: number[] = []
  let pushed = 1
  while (!isOver || pushed < leastSegments || names.some((name) => !met.has(name))) {
    const sentMs = performance.now()
    await pushLive(pushed++)
    await greetRtmp()
    expect((await ask({ path: '/hls/live/index.m3u8' })).status).toBe(200)
    times.push(performance.now() - sentMs)
    mostBytes = Math.max(mostBytes, usageOf(child.pid).residentBytes)
    await delay(Math.max(0, 1_000 - (performance.now() - sentMs)))
  }
  const told = await attacks
  const seconds = (performance.now() - startMs) / 1_000
  const cpuSeconds = usageOf(child.pid).cpuSeconds - before.cpuSeconds
  await until('every segment is published', async () => (await published()).length === pushed || undefined)
  strangers.close()
  const figures = {
    attacks: [...told, `${names.length} hostile orchestrators beside a good one`],
    seconds: Math.round(seconds),
    cpuShare: Number((cpuSeconds / seconds).toFixed(2)),
    residentMegabytes: [before.residentBytes, mostBytes].map((bytes) => Math.round(bytes / mebibyte)),
    goodSegments: pushed,
    slowestAnswersMs: Math.round(Math.max(...times)),
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  expect((await published()).filter(({ gap }) => gap)).toEqual([])
  expect(internalHits).toBe(0)
  expect(mostBytes - before.residentBytes).toBeLessThan(maxGrowthBytes)
  expect(child.exitCode).toBeNull()
})
