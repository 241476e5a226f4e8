import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect as connectHttp2 } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { describe, expect, onTestFinished, test } from 'vitest'
import { encodePaymentHeader, encodeSegmentHeader } from '../src/index.ts'
import { post, postHttp2 } from './raw-client.ts'
import { orderFor, patient, pattern, paymentOf, startServer, type TestServer } from './support.ts'

// Long enough for a good client on a slow machine.
const limits = {
  headersTimeoutMs: 3_000,
  uploadIdleTimeoutMs: 2_000,
  uploadTimeoutMs: 4_000,
  callTimeoutMs: 3_000,
}

/** One whole exchange of a well-behaved gateway. */
async function exchange({ uri, client }: TestServer): Promise<void> {
  const body = pattern(200_000)
  const segData = await orderFor(body)
  const { data } = await client.transcodeSegment({
    serviceUri: uri,
    segData,
    payment: undefined,
    body,
    ...patient,
  })
  const rendition = await client.downloadRendition(data.segments[0]?.url ?? '', { serviceUri: uri })
  expect(rendition.length).toBe(body.length)
}

async function open(server: TestServer, alpn: 'h2' | 'http/1.1' | 'raw'): Promise<Socket> {
  const target = { host: '127.0.0.1', port: server.port, rejectUnauthorized: false }
  const socket = alpn === 'raw' ? connect(target) : connectTls({ ...target, ALPNProtocols: [alpn] })
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, alpn === 'raw' ? 'connect' : 'secureConnect')
  socket.resume()
  return socket
}

/** Resolves when the server has cut the connection off. */
const cutOff = (socket: Socket) =>
  new Promise<void>((resolve) => {
    if (socket.destroyed) resolve()
    else socket.once('close', () => resolve())
  })

const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'
const garbage = () => randomBytes(5_000).toString('latin1')

type Hostile = readonly ['h2' | 'http/1.1' | 'raw', string, () => string]

async function expectCutOff(server: TestServer, clients: readonly Hostile[]): Promise<void> {
  const left = new Set<string>()
  for (const [alpn, name, bytes] of clients) {
    const socket = await open(server, alpn)
    left.add(`${alpn}: ${name}`)
    cutOff(socket).then(() => left.delete(`${alpn}: ${name}`))
    socket.write(bytes(), 'latin1')
  }
  await exchange(server)
  await expect.poll(() => [...left]).toEqual([])
  await exchange(server)
}

test('clients that stall or send garbage are cut off, and a good one beside them notices nothing', async () => {
  const server = await startServer({ server: { limits } })
  const header = encodeSegmentHeader(await orderFor(pattern(100)))
  const upload = `POST /segment HTTP/1.1\r\nHost: a\r\nLivepeer-Segment: ${header}\r\nContent-Length: 100\r\n\r\nabc`
  await expectCutOff(server, [
    ['raw', 'nothing at all', () => ''],
    ['http/1.1', 'nothing after the handshake', () => ''],
    ['h2', 'nothing after the handshake', () => ''],
    ['http/1.1', 'half of a head', () => 'POST /segment HTTP/1.1\r\nHost: a\r\nLivepeer-Seg'],
    ['h2', 'half of a preface', () => preface.slice(0, 12)],
    ['raw', 'bytes that are no TLS', garbage],
    ['http/1.1', 'bytes that are no HTTP', garbage],
    ['h2', 'bytes that are no HTTP/2', garbage],
    ['h2', 'a preface and garbage', () => preface + garbage()],
    ['http/1.1', 'a head of two megabytes', () => `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(2 << 20)}`],
    ['http/1.1', 'an upload that stops half-way', () => upload],
  ])
})

test('so are those of a plain-text port', async () => {
  const server = await startServer({ server: { certificate: 'plain-text', limits } })
  await expectCutOff(server, [
    ['raw', 'nothing', () => ''],
    ['raw', 'one letter of either version', () => 'P'],
    ['raw', 'half of a preface', () => preface.slice(0, 12)],
    ['raw', 'a preface and garbage', () => preface + garbage()],
    ['raw', 'half of a head', () => 'POST /segment HTT'],
    ['raw', 'bytes that are no HTTP', garbage],
  ])
})

test('a crowd of slow clients from one address leaves room for others', async () => {
  const server = await startServer({ server: { limits: { maxConnectionsPerAddress: 20 } } })
  const sockets = await Promise.all(
    Array.from({ length: 15 }, async (_, index) => {
      const socket = await open(server, index % 2 ? 'http/1.1' : 'h2')
      if (index % 2) socket.write('POST /segment HTTP/1.1\r\n')
      return socket
    }),
  )
  await exchange(server)
  expect(sockets.filter((socket) => !socket.destroyed)).toHaveLength(15)
})

test('an address that has all its connections gets no more until it closes one', async () => {
  const server = await startServer({ server: { limits: { maxConnectionsPerAddress: 3 } } })
  const held = await Promise.all([1, 2, 3].map(() => open(server, 'http/1.1')))
  await expect(post(server.port, undefined, '')).rejects.toThrow()
  const [first] = held
  first?.destroy()
  await expect
    .poll(() => post(server.port, undefined, '').catch(() => undefined))
    .toMatchObject({ status: 403 })
})

describe.each([
  ['HTTP/1.1', post],
  ['HTTP/2', postHttp2],
])('over %s', (_, send) => {
  test('a payment of 600 tickets fits the header', async () => {
    const server = await startServer()
    const body = pattern(2 << 20)
    const payment = encodePaymentHeader(paymentOf(600))
    expect(payment.length).toBeGreaterThan(57_000)
    const answer = await send(server.port, await orderFor(body), body, { 'Livepeer-Payment': payment })
    expect([answer.status, answer.body.length > 100]).toEqual([200, true])
  })

  test('error: bytes beyond the half of what the server holds are refused as full', async () => {
    const server = await startServer({ server: { limits: { maxBufferedBytes: 100_000 } } })
    const body = pattern(60_000)
    const answer = await send(server.port, await orderFor(body), body)
    expect([answer.status, answer.body.toString()]).toEqual([403, 'OrchestratorCapped\n'])
    const small = pattern(40_000)
    expect((await send(server.port, await orderFor(small), small)).status).toBe(200)
    expect((await send(server.port, await orderFor(small), small)).status).toBe(200)
  })
})

test('a body in single bytes takes no more room than its bytes', async () => {
  const server = await startServer()
  const body = pattern(20_000)
  const socket = await open(server, 'http/1.1')
  const received: Buffer[] = []
  socket.on('data', (chunk: Buffer) => received.push(chunk))
  const header = encodeSegmentHeader(await orderFor(body))
  socket.write(
    `POST /segment HTTP/1.1\r\nHost: a\r\nConnection: close\r\nLivepeer-Segment: ${header}\r\nTransfer-Encoding: chunked\r\n\r\n`,
  )
  for (const byte of body)
    socket.write(Buffer.concat([Buffer.from('1\r\n'), Buffer.of(byte), Buffer.from('\r\n')]))
  socket.write('0\r\n\r\n')
  await cutOff(socket)
  expect(Buffer.concat(received).toString('latin1')).toMatch(/^HTTP\/1.1 200 OK/)
})

describe('gRPC', () => {
  async function call(server: TestServer, headers: Record<string, string>, body: Uint8Array) {
    const session = connectHttp2(server.uri, { rejectUnauthorized: false, servername: 'localhost' })
    session.on('error', () => {})
    onTestFinished(() => session.destroy())
    const stream = session.request({
      ':method': 'POST',
      'content-type': 'application/grpc',
      te: 'trailers',
      ...headers,
    })
    const seen: Record<string, unknown> = {}
    stream.on('response', (head) => Object.assign(seen, head))
    stream.on('trailers', (trailers) => Object.assign(seen, trailers))
    stream.on('error', () => {})
    stream.resume()
    stream.end(body)
    await once(stream, 'close')
    return seen
  }
  const path = '/net.Orchestrator/GetOrchestrator'

  test.each([
    ['a frame that is shorter than it says', Buffer.of(0, 0, 0, 0, 9, 1)],
    ['a frame of four gigabytes', Buffer.of(0, 255, 255, 255, 255, 1)],
    ['a frame that is compressed', Buffer.of(1, 0, 0, 0, 1, 1)],
    ['a frame of random bytes', Buffer.concat([Buffer.of(0, 0, 0, 4, 0), randomBytes(1_024)])],
    ['no frame', Buffer.alloc(0)],
    ['two frames', Buffer.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['random bytes', randomBytes(3_000)],
  ])('error: %s ends in a status', async (_, body) => {
    const server = await startServer()
    const seen = await call(server, { ':path': path }, body)
    expect(Number(seen['grpc-status'])).toBeGreaterThan(0)
    await exchange(server)
  })

  test('error: a service that is not there is Unimplemented', async () => {
    const server = await startServer()
    const seen = await call(server, { ':path': '/net.Orchestrator/Nothing' }, Buffer.of(0, 0, 0, 0, 0))
    expect(seen['grpc-status']).toBe('12')
  })

  test('an authority that is no host is of no account', async () => {
    const server = await startServer()
    const seen = await call(server, { ':path': path, ':authority': 'a:99999' }, Buffer.of(0, 0, 0, 0, 0))
    expect(seen[':status']).toBe(200)
    await exchange(server)
  })

  test('a call whose body never ends is given up', async () => {
    const server = await startServer({ server: { limits } })
    const session = connectHttp2(server.uri, { rejectUnauthorized: false, servername: 'localhost' })
    onTestFinished(() => session.destroy())
    const stream = session.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' })
    stream.on('error', () => {})
    stream.write(Buffer.of(0, 0, 0))
    await once(stream, 'close')
    await exchange(server)
  })
})

test('closing ends every kind of connection, busy, idle or half open', async () => {
  const started = Promise.withResolvers<void>()
  const server = await startServer({
    handlers: {
      segment: async (request) => {
        await request.readSource()
        started.resolve()
        return {
          result: new Promise((_, reject) =>
            request.signal.addEventListener('abort', () => reject(new Error('closed'))),
          ),
        }
      },
    },
    expectsComplaints: true,
  })
  const sockets = await Promise.all((['raw', 'h2', 'http/1.1'] as const).map((alpn) => open(server, alpn)))
  const body = pattern(100)
  const answer = post(server.port, await orderFor(body), body)
  await started.promise
  await Promise.all([server.server.close(), server.server.close(), ...sockets.map(cutOff)])
  expect((await answer).status).toBe(200)
})
