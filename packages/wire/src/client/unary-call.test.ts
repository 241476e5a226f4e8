import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo, Socket } from 'node:net'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { maxMessageBytes } from '../limits.ts'
import { Http2Session } from './http2-session.ts'
import { callUnary } from './unary-call.ts'

const request = Uint8Array.of(1, 2, 3)
const grpc = { ':status': 200, 'content-type': 'application/grpc' }

type Answering = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void

/** One connection to a server that answers as a test likes, once it has the whole request. */
async function connection(answering: Answering): Promise<Http2Session> {
  const server = createServer()
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => sockets.add(socket))
  server.on('stream', (stream, headers) => {
    stream
      .on('error', () => {})
      .resume()
      .once('end', () => answering(stream, headers))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const session = new Http2Session(url, { timeoutMs: 20_000, onlyPublic: false })
  onTestFinished(() => {
    session.close()
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return session
}

function call(session: Http2Session, signal = new AbortController().signal): Promise<Uint8Array> {
  return callUnary(session, { path: '/net.Orchestrator/Ping', request, signal })
}

const frame = (message: Uint8Array, { length = message.length, flag = 0 } = {}) => {
  const head = Buffer.alloc(5)
  head.writeUInt8(flag)
  head.writeUInt32BE(length, 1)
  return Buffer.concat([head, message])
}

/** Answers with a body, then with trailers. */
const body =
  (bytes: Uint8Array, trailers: Record<string, string> = { 'grpc-status': '0' }): Answering =>
  (stream) => {
    stream.respond(grpc, { waitForTrailers: true })
    stream.once('wantTrailers', () => stream.sendTrailers(trailers))
    stream.end(bytes)
  }
/** Answers with nothing but a head. */
const head =
  (headers: Record<string, string | number>): Answering =>
  (stream) =>
    stream.respond({ ...grpc, ...headers }, { endStream: true })

test('a message goes out in one frame, by its path, and the one that comes back is the answer', async () => {
  const asked: unknown[] = []
  const session = await connection((stream, headers) => {
    asked.push(headers[':path'], headers['content-type'], headers.te)
    body(frame(Uint8Array.of(9, 8)))(stream, headers)
  })
  expect(await call(session)).toEqual(Uint8Array.of(9, 8))
  expect(asked).toEqual(['/net.Orchestrator/Ping', 'application/grpc+proto', 'trailers'])
})

test('an empty message is one, and so is the longest', async () => {
  const empty = await connection(body(frame(new Uint8Array())))
  expect(await call(empty)).toHaveLength(0)
  const longest = await connection(body(frame(new Uint8Array(maxMessageBytes).fill(7))))
  expect(await call(longest)).toHaveLength(maxMessageBytes)
})

const two = Buffer.concat([frame(request), frame(request)])
test.each([
  ['nothing', Buffer.alloc(0)],
  ['half of a frame’s head', Buffer.alloc(3)],
  ['a frame that is shorter than it says', frame(request, { length: 4 })],
  ['a frame that is longer than it says', frame(request, { length: 2 })],
  ['a frame of four gigabytes', frame(request, { length: 0xffff_ffff })],
  ['a compressed message', frame(request, { flag: 1 })],
  ['two messages', two],
])('error: %s is no answer', async (_, bytes) => {
  const session = await connection(body(bytes))
  await expect(call(session)).rejects.toMatchObject({
    code: 'BAD_REPLY',
    meta: { reason: 'it does not hold exactly one plain message' },
  })
})

test('whatever bytes come are one plain message or a bad reply, and the connection goes on', async () => {
  let bytes: Uint8Array = new Uint8Array()
  const session = await connection((stream, headers) => body(bytes)(stream, headers))
  const raw = fc.uint8Array({ maxLength: 40 })
  const anything = fc.oneof(
    raw,
    raw.map((message) => new Uint8Array(frame(message))),
  )
  await fc.assert(
    fc.asyncProperty(anything, async (sent) => {
      bytes = sent
      const isPlain =
        sent.length >= 5 && sent[0] === 0 && Buffer.from(sent).readUInt32BE(1) === sent.length - 5
      if (isPlain) expect(await call(session)).toEqual(sent.subarray(5))
      else await expect(call(session)).rejects.toMatchObject({ code: 'BAD_REPLY' })
    }),
    { numRuns: 100 },
  )
})

test.each<[string, Answering]>([
  ['a head alone', head({ 'grpc-status': '2', 'grpc-message': 'insufficient%20sender reserve' })],
  [
    'trailers',
    body(new Uint8Array(), { 'grpc-status': '2', 'grpc-message': 'insufficient sender%20reserve' }),
  ],
  [
    'trailers behind a message',
    body(frame(request), { 'grpc-status': '2', 'grpc-message': 'insufficient sender reserve' }),
  ],
])('error: a refusal in %s is told by its text', async (_, answering) => {
  const session = await connection(answering)
  await expect(call(session)).rejects.toMatchObject({
    code: 'CALL_REFUSED',
    wireText: 'insufficient sender reserve',
  })
})

test.each([
  ['percent signs that encode nothing', '100%zz', '100%zz'],
  ['no text', undefined, 'gRPC status 2'],
  ['a text without end', 'x'.repeat(5_000), 'x'.repeat(1_024)],
])('error: a refusal with %s is told all the same', async (_, message, wireText) => {
  const session = await connection(
    head({ 'grpc-status': '2', ...(message !== undefined && { 'grpc-message': message }) }),
  )
  await expect(call(session)).rejects.toMatchObject({ code: 'CALL_REFUSED', wireText })
})

test.each<[string, Answering, string]>([
  ['cancelled', head({ 'grpc-status': '1' }), 'CONNECTION_BROKEN'],
  ['aborted', head({ 'grpc-status': '10' }), 'CONNECTION_BROKEN'],
  ['unavailable', head({ 'grpc-status': '14' }), 'CONNECTION_BROKEN'],
  ['unimplemented', head({ 'grpc-status': '12' }), 'BAD_REPLY'],
  ['a status that is no number', head({ 'grpc-status': 'fine' }), 'BAD_REPLY'],
  ['a page of another server', head({ ':status': 404, 'content-type': 'text/html' }), 'BAD_REPLY'],
  ['a message without a status', body(frame(request), {}), 'BAD_REPLY'],
])('error: %s', async (_, answering, code) => {
  const session = await connection(answering)
  await expect(call(session)).rejects.toMatchObject({ code })
})

test('error: a message that is too long is given up while it comes', async () => {
  const cancelled = Promise.withResolvers<number | undefined>()
  const session = await connection((stream) => {
    stream.respond(grpc)
    const pour = () => {
      while (!stream.destroyed && stream.write(Buffer.alloc(65_536)));
    }
    stream.on('drain', pour).once('close', () => cancelled.resolve(stream.rstCode))
    pour()
  })
  await expect(call(session)).rejects.toMatchObject({
    code: 'BAD_REPLY',
    meta: { reason: 'the message is too long' },
  })
  expect(await cancelled.promise).toBe(8)
})

test.each<[string, (stream: ServerHttp2Stream) => void]>([
  ['its stream is reset', (stream) => stream.destroy(new Error('reset'))],
  ['its connection is closed', (stream) => stream.session?.destroy()],
  ['its connection is cut', (stream) => stream.session?.socket.destroy()],
])('error: an answer that breaks off since %s is none', async (_, breakOff) => {
  const session = await connection((stream) => {
    stream.respond(grpc)
    stream.write(frame(request).subarray(0, 6), () => breakOff(stream))
  })
  await expect(call(session)).rejects.toMatchObject({ code: 'CONNECTION_BROKEN' })
})

test('error: the caller gives up in the middle, and the other side is told', async () => {
  const asked = Promise.withResolvers<ServerHttp2Stream>()
  const session = await connection((stream) => asked.resolve(stream))
  const controller = new AbortController()
  const calling = call(session, controller.signal)
  const stream = await asked.promise
  controller.abort()
  await expect(calling).rejects.toMatchObject({ code: 'CONNECTION_BROKEN' })
  if (!stream.closed) await once(stream, 'close')
  expect(stream.rstCode).toBe(8)
})
