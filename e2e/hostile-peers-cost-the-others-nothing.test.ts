import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { delay } from '@millrace/common'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { jobBits, smallProfile, TheirGateway, toBase64 } from '../test/peer/gateway.ts'
import { type OrchestratorInfo, type SegData, writeSegData } from '../test/peer/messages.ts'
import { keccak } from '../test/peer/signing.ts'
import { frame, get, grpcHeaders } from '../test/peer/transport.ts'
import { usageOf } from './support/process-usage.ts'
import { until } from './support/until.ts'

const mebibyte = 1 << 20
const maxUploadBytes = 64 * mebibyte
/** Uploads, and what a runtime leaves lying about before it collects; without bounds the attacks take gigabytes. */
const maxGrowthBytes = maxUploadBytes + 256 * mebibyte
const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
const gateway = new TheirGateway()
const job = { bits: [...jobBits, 26] }
const runaways = [
  encode(['-i', 'color=size=64x64:rate=1/100:duration=300']),
  encode(['-i', 'color=size=4096x4096:rate=1:duration=1']),
  encode(['-i', 'color=size=8192x8192:rate=1:duration=1']),
]
const source = encode(['-i', 'testsrc2=size=320x180:rate=30:duration=1', '-g', '300'])
let child: ChildProcess
let serviceUri: string
let port: number

function encode(input: readonly string[]): Uint8Array {
  const output = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-f', 'mpegts', 'pipe:1']
  return new Uint8Array(
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', ...input, ...output], { maxBuffer: 1 << 27 }),
  )
}

beforeAll(async () => {
  const file = join(folder, 'config.json')
  const settings = {
    dataDir: join(folder, 'data'),
    host: '127.0.0.1',
    port: 0,
    operatorPort: 0,
    logLevel: 'error',
  }
  const work = { transcodeWorkers: 1, capacityPixelsPerSecond: 20_000_000, maxUploadBytes }
  writeFileSync(file, JSON.stringify({ ...settings, ...work }))
  const program = new URL('../packages/node/src/orchestrator/main.ts', import.meta.url)
  child = fork(program, ['--config', file], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const [ready] = (await once(child, 'message')) as [{ serviceUri: string }]
  serviceUri = ready.serviceUri
  port = Number(new URL(serviceUri).port)
})
afterAll(async () => {
  if (child?.exitCode === null) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  rmSync(folder, { recursive: true, force: true })
})

const garbage: Socket[] = []
const keep = (socket: Socket) => {
  garbage.push(socket.on('error', () => {}))
  return socket
}
/** Each attacker comes from addresses of its own: all of 127.0.0.0/8 is this machine. */
const from = (host: number) => ({ host: '127.0.0.1', port, localAddress: `127.0.1.${host}` })
const tls = (host: number, protocol: 'h2' | 'http/1.1') =>
  keep(connectTls(Object.assign(from(host), { rejectUnauthorized: false, ALPNProtocols: [protocol] })))

function http2(host: number, initialWindowSize = 65_535) {
  const session = connectHttp2(serviceUri, {
    createConnection: () => tls(host, 'h2'),
    settings: { initialWindowSize },
  })
  return session.on('error', () => {})
}

function order(info: OrchestratorInfo, changes: Partial<SegData> = {}): string {
  const hash = keccak(source)
  const data = { manifestId: 'hostile', seq: 0n, hash, sig: new Uint8Array(), durationMs: 1_000 }
  const more = { capabilities: job, authToken: info.authToken, profiles: { 33: [smallProfile] } }
  return toBase64(writeSegData({ ...data, ...more, ...changes }))
}

/** Connections that say nothing, from twenty addresses: more than there may be in all. */
async function openHalf(): Promise<string> {
  let opened = 0
  for (let round = 0; round < 250; round++) {
    const sockets = Array.from({ length: 20 }, (_, host) => keep(connect(from(host + 1))))
    await Promise.all(sockets.map((socket) => once(socket, 'connect').catch(() => {})))
    opened += sockets.length
  }
  return `${opened} half-open connections`
}

/** Heads and bodies that come a byte at a time until they are cut off. */
async function drip(info: OrchestratorInfo): Promise<string> {
  const head = `POST /segment HTTP/1.1\r\nHost: a\r\nLivepeer-Segment: ${order(info)}\r\n`
  const starts = [
    'POST /seg',
    `${head}Content-Length: 100000\r\n\r\n`,
    `${head}Transfer-Encoding: chunked\r\n\r\n`,
  ]
  const sockets = Array.from({ length: 120 }, (_, index) => {
    const socket = tls(30 + (index % 3), 'http/1.1')
    socket.resume().write(starts[index % 3] ?? '')
    const timer = setInterval(() => socket.write('x'), 500)
    socket.once('close', () => clearInterval(timer))
    return socket
  })
  const cutOff = () => sockets.filter(({ destroyed }) => destroyed).length
  await until('heads and chunks that never end are cut off', () => cutOff() >= 80 || undefined)
  return `${sockets.length} dripping clients, ${cutOff()} cut off`
}

/** Bodies without end, and bodies that say they are huge. */
async function flood(info: OrchestratorInfo): Promise<string> {
  const block = Buffer.alloc(mebibyte)
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async (_, index) => {
      const length = index % 2 ? { 'content-length': '1000000000000' } : {}
      const headers = { ':method': 'POST', ':path': '/segment', 'livepeer-segment': order(info), ...length }
      const stream = http2(40 + (index % 4)).request(headers)
      const push = () => {
        while (!stream.destroyed && !stream.writableEnded && stream.write(block));
      }
      stream.on('error', () => {}).on('drain', push)
      push()
      const [answer] = await once(stream, 'response')
      stream.close()
      return Number(answer[':status'])
    }),
  )
  return `${statuses.length} bodies without end, answered ${[...new Set(statuses)].sort().join(' and ')}`
}

/** Terms and results that are asked for from four addresses, as many as a connection may, and never read. */
async function neverRead(url: string): Promise<string> {
  const calls = [50, 51, 52, 53].flatMap((host) => {
    const session = http2(host, 0)
    return Array.from({ length: 60 }, () => {
      session.request({ ':path': new URL(url).pathname }).on('error', () => {})
      const call = session.request(grpcHeaders('/net.Orchestrator/GetOrchestrator')).on('error', () => {})
      call.end(frame(new Uint8Array()))
      return call
    })
  })
  await until('calls that nobody reads are given up', () => calls.every(({ closed }) => closed) || undefined)
  return `${calls.length} calls and as many downloads that nobody reads`
}

/** Three pictures in five minutes to be made sixty a second, and single pictures of 16 and 64 million pixels. */
async function runAway(info: OrchestratorInfo): Promise<string> {
  const profiles = { 33: [{ ...smallProfile, name: 'large', width: 640, height: 360, fps: 60 }] }
  const answers = []
  for (const [seq, bytes] of runaways.entries()) {
    const segment = { info, source: bytes, seq, manifestId: 'runaway', profiles }
    const { error, data } = await gateway.transcode(segment)
    const pixels = data?.segments.reduce((sum, one) => sum + one.pixels, 0n)
    answers.push(`${bytes.length} bytes in: ${error ?? `${pixels} pixels out`}`)
  }
  return answers.join(', ')
}

test('slow, endless, silent and greedy peers take bounded memory and CPU, and a session beside them goes on', async () => {
  const mine = await gateway.info(serviceUri, job)
  const [theirs, greedy] = [await gateway.info(serviceUri, job), await gateway.info(serviceUri, job)]
  const first = await gateway.transcode({ info: mine, source, seq: 0 })
  const url = first.data?.segments[0]?.url ?? ''
  const before = usageOf(child.pid)
  const startMs = performance.now()
  let mostBytes = before.residentBytes
  const attacks = Promise.all([openHalf(), drip(theirs), flood(theirs), neverRead(url), runAway(greedy)])
  let isOver = false
  const over = () => {
    isOver = true
  }
  attacks.then(over, over)
  const times: number[] = []
  for (let seq = 1; !isOver || seq < 4; seq++) {
    const sentMs = performance.now()
    // A new connection for each: call, segment, result.
    await gateway.ping(serviceUri, new Uint8Array(8))
    const { data, error } = await gateway.transcode({ info: mine, source, seq })
    expect(error).toBeUndefined()
    expect((await get(data?.segments[0]?.url ?? '')).length).toBeGreaterThan(1_000)
    times.push(performance.now() - sentMs)
    // As a live stream comes: what is faster than its pictures is refused while others wait.
    await delay(Math.max(0, 1_000 - (performance.now() - sentMs)))
    mostBytes = Math.max(mostBytes, usageOf(child.pid).residentBytes)
  }
  const told = await attacks
  const seconds = (performance.now() - startMs) / 1_000
  const cpuSeconds = usageOf(child.pid).cpuSeconds - before.cpuSeconds
  for (const socket of garbage) socket.destroy()
  const figures = {
    attacks: told,
    seconds: Math.round(seconds),
    cpuShare: Number((cpuSeconds / seconds).toFixed(2)),
    residentMegabytes: [before.residentBytes, mostBytes].map((bytes) => Math.round(bytes / mebibyte)),
    goodSegments: times.length,
    slowestGoodMs: Math.round(Math.max(...times)),
  }
  process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  expect(mostBytes - before.residentBytes).toBeLessThan(maxGrowthBytes)
  expect(child.exitCode).toBeNull()
  await until('all memory of uploads is given back and the node serves as before', async () => {
    const { error } = await gateway.transcode({ info: mine, source, seq: 10_000 })
    return error === undefined || undefined
  })
})
