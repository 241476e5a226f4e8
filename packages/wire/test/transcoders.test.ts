import { once } from 'node:events'
import { connect } from 'node:http2'
import { request as requestHttps } from 'node:https'
import { type AddressInfo, connect as connectTcp, createServer } from 'node:net'
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { type ClientReadableStream, credentials, makeGenericClientConstructor, status } from '@grpc/grpc-js'
import { silentLogger } from '@millrace/common'
import { expect, onTestFinished, test, vi } from 'vitest'
import {
  NotifySegmentSchema,
  type RegisterRequest,
  RegisterRequestSchema,
} from '../src/generated/net/orchestrator_pb.ts'
import {
  createCapabilities,
  createSessionEndNotice,
  createTaskNotice,
  createTranscodeData,
  createTranscodeResult,
  defaultCapabilities,
  type NotifySegment,
  type ResultOutcome,
  readNotice,
  type SegmentRequest,
  stayRegistered,
  TranscoderClient,
  type TranscoderHandlers,
  type TranscoderRegistration,
  type TranscoderStream,
  type TranscodeTask,
} from '../src/index.ts'
import { orderFor, patient, pattern, profiles, startServer } from './support.ts'

const secret = 'open sesame'
const key = 'ab'.repeat(32)
const source = pattern(300_000)

/** An orchestrator with one open task, number 7, that notes all it is told. */
class OneTask implements TranscoderHandlers {
  readonly registrations: TranscoderRegistration[] = []
  readonly streams: TranscoderStream[] = []
  readonly outcomes: ResultOutcome[] = []
  readonly ends: string[] = []
  readonly waiting = new AbortController()
  isOpen = true

  isSecret = (given: string): boolean => given === secret
  source = (given: string) => (given === key ? source : undefined)

  register(registration: TranscoderRegistration, stream: TranscoderStream): void {
    this.registrations.push(registration)
    this.streams.push(stream)
    stream.onEnd((end) => this.ends.push(end))
  }

  claimResult(taskId: bigint) {
    if (taskId !== 7n || !this.isOpen) return undefined
    this.isOpen = false
    return {
      maxBytes: 100_000,
      signal: this.waiting.signal,
      settle: (outcome: ResultOutcome) => void this.outcomes.push(outcome),
    }
  }
}

const task: TranscodeTask = {
  taskId: (1n << 62n) + 7n,
  url: `https://127.0.0.1:1/transcodeSource/${key}.ts`,
  manifestId: 'movie',
  sessionId: 'a1b2c3d4',
  seqNo: 5,
  durationMs: 2_000,
  profiles,
  capabilities: createCapabilities({ capabilities: [0, 1, 12] }),
  orchestratorId: 'offchain',
}

const until = (condition: () => boolean) => vi.waitUntil(condition, { interval: 5, timeout: 50_000 })

/** A client of another make. */
const ForeignTranscoder = makeGenericClientConstructor(
  {
    RegisterTranscoder: {
      path: '/net.Transcoder/RegisterTranscoder',
      requestStream: false,
      responseStream: true,
      requestSerialize: (message: RegisterRequest) => Buffer.from(toBinary(RegisterRequestSchema, message)),
      requestDeserialize: (bytes: Buffer) => fromBinary(RegisterRequestSchema, bytes),
      responseSerialize: (message: NotifySegment) => Buffer.from(toBinary(NotifySegmentSchema, message)),
      responseDeserialize: (bytes: Buffer) => fromBinary(NotifySegmentSchema, bytes),
    },
  },
  'Transcoder',
)

function registerForeign(port: number, fields: { secret: string; capacity: bigint }) {
  const channel = credentials.createSsl(null, null, null, {
    rejectUnauthorized: false,
    checkServerIdentity: () => undefined,
  })
  const client = new ForeignTranscoder(`127.0.0.1:${port}`, channel, {
    'grpc.ssl_target_name_override': 'localhost',
  })
  onTestFinished(() => client.close())
  const method = client.RegisterTranscoder as unknown as (
    request: RegisterRequest,
  ) => ClientReadableStream<NotifySegment>
  const stream = method.call(client, create(RegisterRequestSchema, fields))
  const notices: NotifySegment[] = []
  const failures: { code: number; details: string }[] = []
  stream.on('data', (notice: NotifySegment) => notices.push(notice))
  stream.on('error', (error: Error & { code: number; details: string }) => failures.push(error))
  return { stream, notices, failures }
}

test('a transcoder of another make registers, gets tasks and ends of sessions, and leaves', async () => {
  const orchestrator = new OneTask()
  const { port } = await startServer({ transcoders: orchestrator })
  const { stream, notices } = registerForeign(port, { secret, capacity: 3n })
  await until(() => orchestrator.streams.length === 1)
  expect(orchestrator.registrations).toEqual([
    { capacity: 3, pixelsPerSecond: undefined, capabilities: undefined },
  ])
  expect(orchestrator.streams[0]?.send(createTaskNotice(task))).toBe(true)
  expect(orchestrator.streams[0]?.send(createSessionEndNotice('a1b2c3d4'))).toBe(true)
  await until(() => notices.length === 2)
  expect(notices.map(readNotice)).toEqual([
    { type: 'task', task },
    { type: 'sessionEnd', sessionId: 'a1b2c3d4' },
  ])
  const [first] = notices
  expect(Buffer.from(first?.profiles ?? []).toString()).toBe('invalid')
  expect(first?.segData?.sig).toHaveLength(0)
  expect(first?.segData?.storage).toEqual([])
  expect(Buffer.from(first?.segData?.hash ?? [])).toEqual(Buffer.alloc(32))
  stream.cancel()
  await until(() => orchestrator.ends.length > 0)
  expect(orchestrator.ends[0]).toBe('draining')
  expect(orchestrator.streams[0]?.send(createTaskNotice(task))).toBe(false)
})

test.each([
  ['invalid secret', { secret: 'wrong', capacity: 3n }],
  ['invalid secret', { secret: '', capacity: 0n }],
  ['zero capacity', { secret, capacity: 0n }],
  ['zero capacity', { secret, capacity: -1n }],
])('error: a registration is refused with the text %j', async (text, fields) => {
  const orchestrator = new OneTask()
  const { port } = await startServer({ transcoders: orchestrator })
  const { failures } = registerForeign(port, fields)
  await until(() => failures.length === 1)
  expect(failures[0]).toMatchObject({ code: status.UNKNOWN, details: text })
  expect(orchestrator.registrations).toEqual([])
})

test('error: an orchestrator without transcoders of other machines knows none of this', async () => {
  const { port } = await startServer()
  const { failures } = registerForeign(port, { secret, capacity: 1n })
  await until(() => failures.length === 1)
  expect(failures[0]?.code).toBe(status.UNIMPLEMENTED)
  expect(await post(port, headersFor('7'), '')).toMatchObject({ status: 404 })
})

test('more transcoders than the server takes are turned away, until one leaves', async () => {
  const orchestrator = new OneTask()
  const limits = { maxTranscoders: 1 }
  const { port } = await startServer({ transcoders: orchestrator, server: { limits } })
  const first = registerForeign(port, { secret, capacity: 1n })
  await until(() => orchestrator.streams.length === 1)
  const second = registerForeign(port, { secret, capacity: 1n })
  await until(() => second.failures.length === 1)
  expect(second.failures[0]?.code).toBe(status.RESOURCE_EXHAUSTED)
  first.stream.cancel()
  await until(() => orchestrator.ends.length > 0)
  registerForeign(port, { secret, capacity: 1n })
  await until(() => orchestrator.streams.length === 2)
})

test('a transcoder that answers no ping is cut off', async () => {
  const orchestrator = new OneTask()
  const limits = { transcoderPingMs: 10, transcoderSilenceMs: 100 }
  const { port } = await startServer({ transcoders: orchestrator, server: { limits } })
  let isCut = false
  // A way through which nothing comes any more, as to a machine that hangs.
  const way = createServer((near) => {
    const far = connectTcp(port, '127.0.0.1')
    far.on('data', (chunk) => isCut || near.write(chunk)).on('close', () => near.destroy())
    far.on('error', () => near.destroy())
    near.on('data', (chunk) => far.write(chunk)).on('error', () => far.destroy())
  }).listen(0, '127.0.0.1')
  await once(way, 'listening')
  onTestFinished(() => void way.close())
  const session = connect(`https://127.0.0.1:${(way.address() as AddressInfo).port}`, {
    rejectUnauthorized: false,
  })
  session.on('error', () => {})
  onTestFinished(() => session.destroy())
  const stream = session.request({
    ':method': 'POST',
    ':path': '/net.Transcoder/RegisterTranscoder',
    'content-type': 'application/grpc',
    te: 'trailers',
  })
  stream.on('error', () => {})
  const message = toBinary(RegisterRequestSchema, create(RegisterRequestSchema, { secret, capacity: 1n }))
  stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]))
  await until(() => orchestrator.streams.length === 1)
  expect(orchestrator.ends).toEqual([])
  isCut = true
  await until(() => orchestrator.ends.length === 1)
  expect(orchestrator.ends).toEqual(['lost'])
})

test.each([
  ['a compressed message', Buffer.from([1, 0, 0, 0, 0])],
  ['half a message', Buffer.from([0, 0, 0, 0, 9, 1])],
  ['a message that is none', Buffer.from([0, 0, 0, 0, 3, 255, 255, 255])],
  ['too long a message', Buffer.alloc(70_000)],
])('error: %s is no registration', async (_, body) => {
  const orchestrator = new OneTask()
  const { port } = await startServer({ transcoders: orchestrator })
  const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
  session.on('error', () => {})
  onTestFinished(() => session.destroy())
  const stream = session.request({
    ':method': 'POST',
    ':path': '/net.Transcoder/RegisterTranscoder',
    'content-type': 'application/grpc',
  })
  const head = new Promise((resolve) => stream.on('response', resolve))
  stream.on('error', () => {}).resume()
  stream.end(body)
  expect(await head).toMatchObject({ 'grpc-status': '3' })
  expect(orchestrator.registrations).toEqual([])
})

interface Answer {
  readonly status: number
  readonly body: string
}

function headersFor(taskId: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    Authorization: 'Livepeer-Transcoder-1.0',
    Credentials: secret,
    TaskId: taskId,
    Pixels: '18432000',
    'Content-Type': 'multipart/mixed; boundary=17b336b6e6ae071e928f',
    ...more,
  }
}

/** `POST /transcodeResults` as a transcoder of another make sends it. */
function post(port: number, headers: Record<string, string>, body: string | Uint8Array): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = requestHttps({
      host: '127.0.0.1',
      port,
      path: '/transcodeResults',
      method: 'POST',
      rejectUnauthorized: false,
      agent: false,
      headers,
    })
    request.on('error', reject)
    request.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString() }),
      )
    })
    request.end(body)
  })
}

function part(body: string, headers: Record<string, string | number> = {}): string {
  const all = { 'Content-Type': 'video/mp2t', 'Content-Length': body.length, Pixels: 640, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `--17b336b6e6ae071e928f\r\n${lines.join('')}\r\n${body}\r\n`
}
const end = '--17b336b6e6ae071e928f--\r\n'
const hashPart =
  '--17b336b6e6ae071e928f\r\nContent-Type: application/octet-stream\r\nContent-Length: 3\r\n\r\nabc\r\n'

test('a result is taken: its renditions in order, without the perceptual hashes', async () => {
  const orchestrator = new OneTask()
  const { port } = await startServer({ transcoders: orchestrator })
  const body = part('one') + hashPart + part('second', { 'Content-Type': 'video/mp4' }) + hashPart + end
  expect(await post(port, headersFor('7'), body)).toEqual({ status: 200, body: 'OK' })
  expect(orchestrator.outcomes).toMatchObject([{ type: 'renditions', decodedPixels: 18_432_000n }])
  const [outcome] = orchestrator.outcomes
  const renditions = outcome?.type === 'renditions' ? outcome.renditions : []
  expect(renditions.map((bytes) => Buffer.from(bytes).toString())).toEqual(['one', 'second'])
  expect(await post(port, headersFor('7'), body)).toEqual({ status: 400, body: 'Invalid Task ID\n' })
})

test('a failure is taken with its text', async () => {
  const orchestrator = new OneTask()
  const { port } = await startServer({ transcoders: orchestrator })
  const headers = headersFor('7', { 'Content-Type': 'livepeer/transcoding-error' })
  expect(await post(port, headers, 'No keyframes in input')).toEqual({ status: 200, body: 'OK' })
  expect(orchestrator.outcomes).toEqual([{ type: 'error', text: 'No keyframes in input' }])
})

test.each<[string, Record<string, string>, Answer]>([
  ['another authorisation', { Authorization: 'Bearer 1' }, { status: 401, body: 'Unauthorized\n' }],
  ['a wrong secret', { Credentials: 'x' }, { status: 401, body: 'Unauthorized\n' }],
  ['a bad content type', { 'Content-Type': ';' }, { status: 415, body: 'mime: no media type\n' }],
  ['a task that is none', { TaskId: '0x7' }, { status: 400, body: 'Invalid Task ID\n' }],
  ['a task of somebody else', { TaskId: '8' }, { status: 400, body: 'Invalid Task ID\n' }],
  ['a task above 63 bits', { TaskId: '9999999999999999999' }, { status: 400, body: 'Invalid Task ID\n' }],
])('error: a result with %s is refused and changes nothing', async (_, change, answer) => {
  const orchestrator = new OneTask()
  const { port } = await startServer({ transcoders: orchestrator })
  expect(await post(port, headersFor('7', change), part('one') + end)).toEqual(answer)
  expect(orchestrator).toMatchObject({ isOpen: true, outcomes: [] })
})

test.each<[string, Record<string, string>, string, number]>([
  ['no number of pixels', { Pixels: 'many' }, part('one') + end, 400],
  ['no boundary', { 'Content-Type': 'multipart/mixed' }, part('one') + end, 500],
  ['another type', { 'Content-Type': 'text/plain' }, 'x', 500],
  ['a part cut off', {}, part('one'), 500],
  ['a part of another length', {}, part('one', { 'Content-Length': 9 }) + end, 500],
  ['a part without pixels', {}, part('one', { Pixels: '' }) + end, 500],
  ['a part that is no video', {}, part('one', { 'Content-Type': 'text/html' }) + end, 500],
  ['too long a body', {}, part('x'.repeat(100_001)) + end, 500],
  ['too long a reason', { 'Content-Type': 'livepeer/transcoding-error' }, 'x'.repeat(5_000), 500],
])('error: a result with %s ends its task as malformed', async (_, change, body, code) => {
  const orchestrator = new OneTask()
  const { port } = await startServer({ transcoders: orchestrator })
  expect(await post(port, headersFor('7', change), body)).toMatchObject({ status: code })
  expect(orchestrator.outcomes).toMatchObject([{ type: 'malformed' }])
})

test('error: a result that stops coming, or that nobody waits for any more, ends as malformed', async () => {
  for (const isGivenUp of [false, true]) {
    const orchestrator = new OneTask()
    const limits = { uploadIdleTimeoutMs: isGivenUp ? 20_000 : 50 }
    const { port } = await startServer({ transcoders: orchestrator, server: { limits } })
    const request = requestHttps({
      host: '127.0.0.1',
      port,
      path: '/transcodeResults',
      method: 'POST',
      rejectUnauthorized: false,
      headers: headersFor('7'),
    })
    request.on('error', () => {})
    request.write(part('one'))
    await until(() => !orchestrator.isOpen)
    if (isGivenUp) orchestrator.waiting.abort()
    await until(() => orchestrator.outcomes.length === 1)
    expect(orchestrator.outcomes).toMatchObject([{ type: 'malformed' }])
    request.destroy()
  }
})

function ourClient(uri: string, given = secret, isPinned?: boolean): TranscoderClient {
  const client = new TranscoderClient(
    { orchestratorUri: uri, secret: given, dialTimeoutMs: 20_000, fetchTimeoutMs: 20_000 },
    { acceptPeer: isPinned === undefined ? undefined : () => isPinned },
  )
  onTestFinished(() => client.close())
  return client
}
const offer = {
  capacity: 2,
  pixelsPerSecond: 5_000_000,
  capabilities: createCapabilities({ capabilities: defaultCapabilities }),
}

test.each(['https', 'http'])('our transcoder works for our orchestrator over %s', async (scheme) => {
  const orchestrator = new OneTask()
  const server = scheme === 'http' ? { certificate: 'plain-text' as const } : {}
  const { uri } = await startServer({ transcoders: orchestrator, server })
  const client = ourClient(uri)
  const stop = new AbortController()
  const notices: NotifySegment[] = []
  const states: string[] = []
  const staying = stayRegistered(
    {},
    {
      client,
      offer: () => offer,
      onNotice: (notice) => notices.push(notice),
      onState: (state) => states.push(state),
      signal: stop.signal,
      log: silentLogger(),
    },
  )
  await until(() => states.includes('registered'))
  expect(orchestrator.registrations).toMatchObject([{ capacity: 2, pixelsPerSecond: 5_000_000 }])
  orchestrator.streams[0]?.send(createTaskNotice({ ...task, url: `${uri}/transcodeSource/${key}.ts` }))
  await until(() => notices.length === 1)
  const read = notices.map(readNotice)[0]
  const url = read?.type === 'task' ? read.task.url : ''
  expect(await client.fetchSource(url, stop.signal)).toEqual(source)
  const wrong = url.replace('abab', 'abac')
  await expect(client.fetchSource(wrong, stop.signal)).rejects.toThrow('404')
  const renditions = [{ bytes: pattern(70_000), format: 'mpegts' as const, pixels: 9n }]
  await client.sendResult({ taskId: 7n, decodedPixels: 5n, renditions })
  expect(orchestrator.outcomes).toEqual([
    { type: 'renditions', renditions: [Buffer.from(pattern(70_000))], decodedPixels: 5n },
  ])
  await expect(client.sendFailure(7n, 'too late')).rejects.toMatchObject({ code: 'RESULT_REFUSED' })
  stop.abort()
  await staying
  await until(() => orchestrator.ends.length > 0)
  expect(orchestrator.ends[0]).toBe('draining')
  client.close()
  await until(() => orchestrator.ends.length > 1)
  expect(orchestrator.ends).toEqual(['draining', 'lost'])
})

test('a server that finishes takes no connection more, and waits for the segment that a transcoder is at', async () => {
  const orchestrator = new OneTask()
  const done = Promise.withResolvers<void>()
  const taken = Promise.withResolvers<void>()
  const made = [{ url: 'https://127.0.0.1:1/stream/a/b/5.ts', pixels: 9n, bytes: pattern(1_000) }]
  const segment = async (request: SegmentRequest) => {
    await request.readSource()
    taken.resolve()
    const result = done.promise.then(async () =>
      createTranscodeResult(request.order.seqNo, await createTranscodeData(made, undefined), undefined),
    )
    return { result }
  }
  const { uri, port, server, client } = await startServer({
    transcoders: orchestrator,
    handlers: { segment },
  })
  const transcoder = ourClient(uri)
  const notices = transcoder.register(offer, { signal: new AbortController().signal })
  const noticed = notices.next()
  await until(() => orchestrator.streams.length === 1)
  const url = `${uri}/transcodeSource/${key}.ts`
  const { signal } = new AbortController()
  // As after any segment before: it has a connection for sources and results.
  expect(await transcoder.fetchSource(url, signal)).toEqual(source)
  const segData = await orderFor(source, { profiles: profiles.slice(0, 1) })
  const call = { serviceUri: uri, segData, payment: undefined, body: source, ...patient }
  const outcome = client.transcodeSegment(call)
  await taken.promise
  let isFinished = false
  const finishing = server.finish(new AbortController().signal).then(() => {
    isFinished = true
  })
  const [refusal] = await once(connectTcp({ port, host: '127.0.0.1' }), 'error')
  expect(refusal).toMatchObject({ code: 'ECONNREFUSED' })
  orchestrator.streams[0]?.send(createTaskNotice({ ...task, url }))
  expect((await noticed).done).toBe(false)
  expect(await transcoder.fetchSource(url, signal)).toEqual(source)
  const renditions = [{ bytes: pattern(1_000), format: 'mpegts' as const, pixels: 9n }]
  await transcoder.sendResult({ taskId: 7n, decodedPixels: 5n, renditions })
  expect([orchestrator.outcomes.length, isFinished]).toEqual([1, false])
  done.resolve()
  expect((await outcome).data.segments).toHaveLength(1)
  await finishing
})

test('our transcoder comes back when the orchestrator does, and gives up only when it is refused', async () => {
  const orchestrator = new OneTask()
  const { uri } = await startServer({ transcoders: orchestrator })
  const parts = {
    offer: () => offer,
    onNotice: () => {},
    onState: () => {},
    signal: new AbortController().signal,
    log: silentLogger(),
  }
  const staying = stayRegistered({ firstDelayMs: 1 }, { ...parts, client: ourClient(uri) })
  await until(() => orchestrator.streams.length === 1)
  orchestrator.streams[0]?.close()
  await until(() => orchestrator.streams.length === 2)
  expect(orchestrator.ends).toEqual(['closed'])
  orchestrator.isSecret = () => false
  orchestrator.streams[1]?.close()
  await expect(staying).rejects.toMatchObject({ code: 'REGISTRATION_REFUSED', reason: 'secret' })
})

test('a certificate that is not the pinned one gets neither secret nor result', async () => {
  const orchestrator = new OneTask()
  const { uri } = await startServer({ transcoders: orchestrator })
  const { signal } = new AbortController()
  const refused = { code: 'PEER_REFUSED' }
  const client = ourClient(uri, secret, false)
  await expect(client.register(offer, { signal }).next()).rejects.toMatchObject(refused)
  await expect(client.sendFailure(7n, 'x')).rejects.toMatchObject(refused)
  expect(orchestrator).toMatchObject({ isOpen: true, registrations: [] })
})
