import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { create, toBinary } from '@bufbuild/protobuf'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  createSelfSignedCertificate,
  OrchestratorClient,
  OrchestratorInfoSchema,
  type Payment,
  segmentTimeouts,
  type TranscodeResult,
  TranscodeResultSchema,
} from '../src/index.ts'
import { orderFor, patient, pattern, paymentOf, startServer } from './support.ts'

const body = pattern(1_000)

/** A server of any behaviour on loopback. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function newClient(): OrchestratorClient {
  const client = new OrchestratorClient({ dialTimeoutMs: 20_000 })
  onTestFinished(() => client.close())
  return client
}

async function transcode(
  serviceUri: string,
  times: { uploadTimeoutMs: number; timeoutMs: number } = patient,
) {
  const segData = await orderFor(body)
  return newClient().transcodeSegment({ serviceUri, segData, payment: undefined, body, ...times })
}

const rendition = { url: 'https://a.example/1.ts', pixels: 5n }

function encode(
  segments: readonly { url: string; pixels?: bigint }[],
  change: Partial<TranscodeResult> = {},
): Uint8Array {
  const result = create(TranscodeResultSchema, {
    seq: 5n,
    result: { case: 'data', value: { segments: [...segments] } },
  })
  return toBinary(TranscodeResultSchema, Object.assign(result, change))
}

describe('a result outside the protocol is refused', () => {
  const both = [rendition, rendition]
  test.each([
    ['random bytes', Buffer.of(0xff, 0xff, 0xff), 'the result does not decode'],
    ['nothing', Buffer.alloc(0), 'the result is neither data nor an error'],
    ['too few renditions', encode([rendition]), '1 renditions came for 2 profiles'],
    ['too many renditions', encode([...both, rendition]), '3 renditions came for 2 profiles'],
    ['another segment', encode(both, { seq: 6n }), 'the result is for another segment'],
    [
      'terms without token',
      encode(both, { info: create(OrchestratorInfoSchema) }),
      'the next terms lack a token',
    ],
    ['negative pixels', encode([rendition, { ...rendition, pixels: -1n }]), 'a number of pixels is negative'],
    ['a file', encode([rendition, { url: 'file:///etc/passwd' }]), 'a rendition has no usable address'],
    [
      'a password',
      encode([rendition, { url: 'https://a:b@c.example/' }]),
      'a rendition has no usable address',
    ],
    ['no address', encode([rendition, { url: '' }]), 'a rendition has no usable address'],
    ['a megabyte and more', Buffer.alloc((1 << 20) + 1), 'the result is too long'],
  ])('error: %s', async (_, bytes, reason) => {
    const uri = await serve((request, response) => {
      request.resume().once('end', () => response.end(bytes))
    })
    await expect(transcode(uri)).rejects.toMatchObject({
      code: 'BAD_REPLY',
      retryable: true,
      meta: { reason },
    })
  })

  test('error: a redirection is not followed', async () => {
    const uri = await serve((request, response) => {
      request.resume().once('end', () => response.writeHead(307, { location: '/other' }).end('moved'))
    })
    await expect(transcode(uri)).rejects.toMatchObject({
      code: 'SEGMENT_STATUS',
      status: 307,
      wireText: 'moved',
    })
  })
})

describe('time', () => {
  test('error: a segment that is not taken is given up as a header time-out', async () => {
    const uri = await serve((request) => request.resume())
    const times = { uploadTimeoutMs: 200, timeoutMs: 60_000 }
    await expect(transcode(uri, times)).rejects.toMatchObject({ code: 'HEADER_TIMEOUT' })
  })

  test('error: a result that does not come is given up as a body time-out', async () => {
    const uri = await serve((request, response) => {
      request.resume().once('end', () => response.writeHead(200).flushHeaders())
    })
    const times = { uploadTimeoutMs: 30_000, timeoutMs: 1_500 }
    await expect(transcode(uri, times)).rejects.toMatchObject({ code: 'BODY_TIMEOUT' })
  })

  test('error: a peer that accepts and says nothing ends the call in time, and the next one dials anew', async () => {
    let connections = 0
    const silent = createTcpServer(() => connections++).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const uri = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const client = newClient()
    const ping = () => client.ping(uri, body, { timeoutMs: 300 })
    await expect(ping()).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    await expect(ping()).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    expect(connections).toBe(2)
    client.close()
  })

  test('error: a proof ends in time when the peer never shakes hands, and at once when the client closes', async () => {
    const silent = createTcpServer().listen(0, '127.0.0.1')
    await once(silent, 'listening')
    onTestFinished(() => void silent.close())
    const uri = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`
    const client = new OrchestratorClient({ dialTimeoutMs: 30_000 })
    const prove = (timeoutMs: number) => client.proveEndpoint(uri, { timeoutMs })
    await expect(prove(200)).rejects.toMatchObject({ code: 'CALL_TIMEOUT' })
    const proof = prove(3_600_000)
    const reached = once(silent, 'connection')
    const [socket] = await reached
    client.close()
    await expect(proof).rejects.toMatchObject({ code: 'CALL_ABORTED' })
    socket.destroy()
  })

  test('error: the caller gives up', async () => {
    const uri = await serve(() => {})
    const controller = new AbortController()
    const segData = await orderFor(body)
    const call = newClient().transcodeSegment({
      serviceUri: uri,
      segData,
      payment: undefined,
      body,
      ...patient,
      signal: controller.signal,
    })
    controller.abort()
    await expect(call).rejects.toMatchObject({ code: 'CALL_ABORTED', retryable: false })
  })

  test.each([
    [2_000, 1, 2_000, 8_000],
    [10_000, 1, 5_000, 40_000],
    [1_000, 3, 6_000, 24_000],
    [1_000, 0.1, 2_000, 8_000],
  ])(
    'a segment of %i ms × %d has %i ms for the upload and %i ms in all',
    (duration, factor, upload, whole) => {
      expect(segmentTimeouts(duration, factor)).toEqual({ uploadTimeoutMs: upload, timeoutMs: whole })
    },
  )
})

describe('connections', () => {
  test('error: a closed port says so at once', async () => {
    const server = createTcpServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const uri = `https://127.0.0.1:${port}`
    for (const call of [() => transcode(uri), () => newClient().ping(uri, body, { timeoutMs: 20_000 })]) {
      await expect(call()).rejects.toMatchObject({ code: 'CONNECT_FAILED', meta: { reason: 'ECONNREFUSED' } })
    }
  })

  test('error: a connection that breaks in the middle', async () => {
    const uri = await serve((request) => request.socket.destroy())
    await expect(transcode(uri)).rejects.toMatchObject({ code: 'CONNECTION_BROKEN' })
  })

  test('calls after a restart of the orchestrator go through', async () => {
    const first = await startServer()
    await first.client.ping(first.uri, body)
    await first.server.close()
    const second = await startServer({ server: { port: first.port } })
    await first.client.ping(second.uri, body)
  })

  test('kept connections serve call after call', async () => {
    let sessions = 0
    const { uri, client } = await startServer({
      handlers: { ping: async (value) => value },
      clientDependencies: {
        acceptPeer: () => {
          sessions++
          return true
        },
      },
    })
    for (let call = 0; call < 5; call++) await client.ping(uri, body)
    for (let seqNo = 0; seqNo < 5; seqNo++) {
      const segData = await orderFor(body, { seqNo })
      await client.transcodeSegment({ serviceUri: uri, segData, payment: undefined, body, ...patient })
    }
    expect(sessions).toBe(2)
  })

  test('a pinned certificate is accepted, any other refused before a header leaves', async () => {
    const certificate = createSelfSignedCertificate('127.0.0.1')
    const pinned = new X509Certificate(certificate.cert).raw
    let requests = 0
    const handlers = {
      ping: async (value: Uint8Array) => {
        requests++
        return value
      },
      segment: async () => {
        requests++
        throw new Error('not reached')
      },
    }
    const acceptPeer = (peer: { certificate: Uint8Array }) => Buffer.compare(peer.certificate, pinned) === 0
    const own = await startServer({ handlers, server: { certificate }, clientDependencies: { acceptPeer } })
    expect(await own.client.ping(own.uri, body)).toEqual(body)
    expect(requests).toBe(1)
    const other = await startServer({ handlers, clientDependencies: { acceptPeer } })
    await expect(other.client.ping(other.uri, body)).rejects.toMatchObject({ code: 'PEER_REFUSED' })
    const segData = await orderFor(body)
    await expect(
      other.client.transcodeSegment({ serviceUri: other.uri, segData, payment: undefined, body, ...patient }),
    ).rejects.toMatchObject({ code: 'PEER_REFUSED' })
    expect(requests).toBe(1)
  })

  test('error: private addresses are refused where only public ones are wanted', async () => {
    const { uri, port } = await startServer()
    const client = new OrchestratorClient({ onlyPublic: true, callTimeoutMs: 20_000 })
    onTestFinished(() => client.close())
    for (const address of [uri, `https://localhost:${port}`, `https://[::1]:${port}`]) {
      await expect(client.ping(address, body)).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
    }
  })

  test.each([
    ['ftp://a.example'],
    ['https://user:secret@a.example'],
    ['https://'],
    [`https://${'a'.repeat(3_000)}`],
  ])('error: %.40s is no service URI', async (uri) => {
    await expect(newClient().ping(uri, body)).rejects.toMatchObject({ code: 'WIRE_FORMAT_INVALID' })
  })
})

describe('downloads', () => {
  const get = (url: string, serviceUri: string, maxBytes = 1_000) =>
    newClient().downloadRendition(url, { serviceUri, maxBytes, timeoutMs: 5_000 })

  test('a rendition of just the longest length is taken', async () => {
    const uri = await serve((_, response) => response.end(body))
    expect(await get(`${uri}/a.ts`, uri)).toEqual(body)
  })

  test.each([
    ['longer than announced', { 'transfer-encoding': 'chunked' }],
    ['announced as longer', {}],
  ])('error: a rendition that is %s', async (_, headers) => {
    const uri = await serve((__, response) => response.writeHead(200, headers).end(pattern(1_001)))
    await expect(get(`${uri}/a.ts`, uri)).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      meta: { reason: 'longer than 1000 bytes' },
    })
  })

  test('error: a rendition that is gone', async () => {
    const { uri, client } = await startServer()
    await expect(
      client.downloadRendition(`${uri}/stream/a/b/1.ts`, { serviceUri: uri }),
    ).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      meta: { reason: 'status 404' },
    })
  })

  test('a kept connection that its server closes just then is replaced by another, once', async () => {
    let connections = 0
    const answered = new WeakMap<object, number>()
    const uri = await serve(({ socket }, response) => {
      const before = answered.get(socket) ?? 0
      if (before === 0) connections++
      answered.set(socket, before + 1)
      if (before > 0) socket.destroy()
      else response.end(body)
    })
    const client = newClient()
    for (let turn = 0; turn < 3; turn++)
      expect(await client.downloadRendition(`${uri}/a.ts`, { serviceUri: uri })).toEqual(body)
    expect(connections).toBe(3)
  })

  test('error: a new connection that breaks is not tried again', async () => {
    let requests = 0
    const uri = await serve(({ socket }) => {
      requests++
      socket.destroy()
    })
    await expect(get(`${uri}/a.ts`, uri)).rejects.toMatchObject({ meta: { reason: 'the connection broke' } })
    expect(requests).toBe(1)
  })

  test('error: a rendition that trickles', async () => {
    const uri = await serve((_, response) => response.writeHead(200).write('a'))
    const download = newClient().downloadRendition(uri, { serviceUri: uri, timeoutMs: 300 })
    await expect(download).rejects.toMatchObject({
      code: 'DOWNLOAD_FAILED',
      meta: { reason: 'not done in 300 ms' },
    })
  })

  test('error: an orchestrator cannot send its gateway into the gateway’s own network', async () => {
    let requests = 0
    const inside = await serve((_, response) => {
      requests++
      response.end('secret')
    })
    for (const url of [
      inside,
      inside.replace('127.0.0.1', 'localhost'),
      inside.replace('127.0.0.1', '[::ffff:127.0.0.1]'),
    ]) {
      await expect(get(url, 'https://orchestrator.example:8935')).rejects.toMatchObject({
        code: 'CONNECT_FAILED',
      })
    }
    expect(requests).toBe(0)
  })
})

describe('a kept connection that its server closes as the next segment comes', () => {
  /** Answers the first request of each connection, and closes at a later one, once so much of it has come. */
  async function closing(when: 'head' | 'body' | 'always') {
    const seen: string[] = []
    const answered = new WeakSet<object>()
    const uri = await serve((request, response) => {
      seen.push(String(request.headers['livepeer-payment']))
      const isFirst = !answered.has(request.socket)
      answered.add(request.socket)
      if (!isFirst && when === 'head') return request.socket.destroy()
      request.resume().once('end', () => {
        if (!isFirst || (when === 'always' && seen.length > 1)) return request.socket.destroy()
        response.end(encode([rendition, rendition]))
      })
    })
    const client = newClient()
    const send = async (payment: Payment | undefined, source = body) => {
      const segData = await orderFor(source)
      return client.transcodeSegment({ serviceUri: uri, segData, payment, body: source, ...patient })
    }
    await send(undefined)
    return { send, seen }
  }

  test('is followed by another with the same tickets, and the segment goes through', async () => {
    for (const when of ['head', 'body'] as const) {
      const { send, seen } = await closing(when)
      await expect(send(paymentOf(2))).resolves.toMatchObject({ data: { segments: [{}, {}] } })
      expect(seen).toHaveLength(3)
      expect(seen[2]).toBe(seen[1])
    }
  })

  test('off chain it is repeated as well: nobody counts it', async () => {
    const { send, seen } = await closing('body')
    await send(undefined)
    expect(seen).toHaveLength(3)
  })

  test('error: what may be transcoded already, at the cost of credit, is not: nothing would keep it from being paid twice', async () => {
    const { send, seen } = await closing('body')
    await expect(send(paymentOf(0))).rejects.toMatchObject({ code: 'CONNECTION_BROKEN' })
    expect(seen).toHaveLength(2)
  })

  test('credit is used again where the segment cannot have been there as a whole', async () => {
    const { send, seen } = await closing('head')
    await send(paymentOf(0), new Uint8Array(16 << 20))
    expect(seen).toHaveLength(3)
  })

  test('error: a new connection that is closed is no reason to try again', async () => {
    const { send, seen } = await closing('always')
    await expect(send(paymentOf(2))).rejects.toMatchObject({ code: 'CONNECTION_BROKEN' })
    expect(seen).toHaveLength(3)
  })
})
