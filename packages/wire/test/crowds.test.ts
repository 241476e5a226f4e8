import { once } from 'node:events'
import { type ClientHttp2Session, connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { encodeSegmentHeader } from '../src/index.ts'
import { orderFor, patient, pattern, startServer, type TestServer } from './support.ts'

/* Crowds from many addresses: all of 127.0.0.0/8 is this machine. */

const silent = (socket: Socket) => {
  socket.on('error', () => {}).resume()
  onTestFinished(() => void socket.destroy())
  return socket
}

/** A connection that never says anything. */
async function halfOpen({ port }: TestServer, localAddress: string): Promise<Socket> {
  const socket = silent(connect({ host: '127.0.0.1', port, localAddress }))
  await once(socket, 'connect')
  return socket
}

/** @param initialWindowSize - 0: no byte of an answer's body may come. */
async function session(
  { port }: TestServer,
  localAddress: string,
  initialWindowSize = 0,
): Promise<ClientHttp2Session> {
  const target = { host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] }
  // The types know of no local address for TLS, which the connection below has all the same.
  const socket = connectTls(Object.assign(target, { localAddress }))
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  await once(socket, 'secureConnect')
  const opened = connectHttp2('https://127.0.0.1', {
    createConnection: () => socket,
    settings: { initialWindowSize },
  })
  opened.on('error', () => {})
  return opened
}

async function exchange({ uri, client }: TestServer): Promise<void> {
  const body = pattern(20_000)
  const call = { serviceUri: uri, segData: await orderFor(body), payment: undefined, body, ...patient }
  const { data } = await client.transcodeSegment(call)
  expect(data.segments).not.toEqual([])
}

test('connections that bring no request make room for new ones, the oldest first', async () => {
  const limits = { maxConnections: 30, maxConnectionsPerAddress: 10, headersTimeoutMs: 60_000 }
  const server = await startServer({ server: { limits } })
  const crowd: Socket[] = []
  for (const host of [2, 3, 4, 5])
    for (let count = 0; count < 10; count++) crowd.push(await halfOpen(server, `127.0.0.${host}`))
  await exchange(server)
  await expect.poll(() => crowd.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(29)
  expect(crowd.slice(0, 10).every(({ destroyed }) => destroyed)).toBe(true)
  expect(crowd.at(-1)?.destroyed).toBe(false)
})

test('one that had its answer makes room too, and one that waits for its answer does not', async () => {
  const limits = { maxConnections: 3, maxConnectionsPerAddress: 3, headersTimeoutMs: 60_000 }
  const server = await startServer({ server: { limits } })
  await exchange(server)
  const busy = await session(server, '127.0.0.2')
  const header = encodeSegmentHeader(await orderFor(pattern(100)))
  const upload = busy.request({ ':method': 'POST', ':path': '/segment', 'livepeer-segment': header })
  upload.on('error', () => {}).write(pattern(10))
  const answered = await session(server, '127.0.0.3', 65_535)
  const [head] = await once(answered.request({ ':path': '/nowhere' }), 'response')
  expect(head[':status']).toBe(404)
  for (const host of [4, 5, 6]) await halfOpen(server, `127.0.0.${host}`)
  await expect.poll(() => answered.destroyed).toBe(true)
  await exchange(server)
  expect([busy.destroyed, upload.destroyed]).toEqual([false, false])
})

test('calls whose answers nobody reads take the room of their own address only', async () => {
  const limits = { maxCalls: 40, maxCallsPerAddress: 10 }
  const server = await startServer({ server: { limits } })
  const frame = Buffer.from([0, 0, 0, 0, 0])
  const greedy = await session(server, '127.0.0.2')
  let refused = 0
  const note = (headers: IncomingHttpHeaders) => {
    if (headers['grpc-status'] === '8') refused++
  }
  for (let count = 0; count < 60; count++) {
    const stream = greedy.request({
      ':method': 'POST',
      ':path': '/net.Orchestrator/GetOrchestrator',
      'content-type': 'application/grpc',
      te: 'trailers',
    })
    stream
      .on('response', note)
      .on('trailers', note)
      .on('error', () => {})
      .end(frame)
  }
  await expect.poll(() => refused).toBeGreaterThanOrEqual(50)
  expect(await server.client.ping(server.uri, new Uint8Array(8), { timeoutMs: 10_000 })).toBeDefined()
})

test('uploads of one address hold no more than half of all that the server holds', async () => {
  const limits = { maxBufferedBytes: 100_000, uploadIdleTimeoutMs: 60_000 }
  const server = await startServer({ server: { limits } })
  const greedy = await session(server, '127.0.0.2')
  const header = encodeSegmentHeader(await orderFor(pattern(90_000)))
  const upload = greedy.request({ ':method': 'POST', ':path': '/segment', 'livepeer-segment': header })
  upload.on('error', () => {}).write(pattern(90_000))
  const [head] = await once(upload, 'response')
  expect(head[':status']).toBe(403)
  const held = greedy.request({ ':method': 'POST', ':path': '/segment', 'livepeer-segment': header })
  held.on('error', () => {}).write(pattern(45_000))
  await exchange(server)
  await exchange(server)
  expect(held.destroyed).toBe(false)
})

test('more requests behind one another on one connection than it may have at once cut it off', async () => {
  const server = await startServer({ server: { limits: { maxStreamsPerConnection: 4 } } })
  const target = { host: '127.0.0.1', port: server.port, rejectUnauthorized: false }
  const socket = silent(connectTls({ ...target, ALPNProtocols: ['http/1.1'] }))
  await once(socket, 'secureConnect')
  socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(500))
  await once(socket, 'close')
  await exchange(server)
})
