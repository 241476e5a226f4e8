import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { BaseError } from '@millrace/common'
import { createSelfSignedCertificate } from '@millrace/wire'
import { describe, expect, test } from 'vitest'
import { encodeAmf } from '../../src/gateway/ingest/rtmp/amf0.ts'
import { RtmpListenError } from '../../src/gateway/ingest/rtmp/errors.ts'
import { messageType, uint32, userControl } from '../../src/gateway/ingest/rtmp/messages.ts'
import { RtmpServer } from '../../src/gateway/ingest/rtmp/server.ts'
import { startServer, streamKey } from './rtmp-fixture.ts'
import { ScriptedEncoder } from './scripted-encoder.ts'

const accepted = { name: streamKey }
const video = (encoder: ScriptedEncoder, bytes: number, timestampMs = 0) =>
  encoder.message(messageType.video, Buffer.alloc(bytes, 7), { timestampMs })

class SinkError extends BaseError {
  readonly code = 'SINK'
}

describe('an encoder with OBS’s command sequence', () => {
  test('is connected, checked, started, taken in and ended once', async () => {
    await using served = await startServer()
    await using encoder = await ScriptedEncoder.publishing(served.port, {
      app: 'live?token=first',
      name: `${streamKey}?token=second&a=b`,
    })
    expect(encoder.statuses).toMatchObject([{ level: 'status', code: 'NetStream.Publish.Start' }])
    expect(encoder.results(1)[0]?.[3]).toMatchObject({ code: 'NetConnection.Connect.Success' })
    expect(encoder.results(4)[0]?.[3]).toBe(1)
    const [stream] = served.streams
    expect(stream?.connection).toMatchObject({
      app: 'live',
      name: streamKey,
      stream: 'live',
      remoteAddress: '127.0.0.1',
    })
    expect(stream?.connection.query.toString()).toBe('token=second&a=b')
    encoder.message(messageType.data, encodeAmf(['@setDataFrame', 'onMetaData', { width: 1280 }]))
    video(encoder, 10_000, 40)
    encoder.message(messageType.audio, Buffer.alloc(200, 8), { timestampMs: 41 })
    encoder.call('FCUnpublish', 7, null, streamKey)
    encoder.call('deleteStream', 8, null, 1)
    expect(await stream?.ended.promise).toEqual({ reason: 'unpublished' })
    expect(stream?.tags.map(({ kind, tag, timestampMs }) => [kind, tag.length, timestampMs])).toEqual([
      ['video', 10_000, 40],
      ['audio', 200, 41],
    ])
    expect(stream?.metadataSeen).toMatchObject({ width: 1280 })
    await encoder.closed()
    expect(stream?.endCount).toBe(1)
    expect(encoder.statuses.at(-1)).toMatchObject({ code: 'NetStream.Unpublish.Success' })
  })

  test('gets its pings answered, and its bytes acknowledged', async () => {
    await using served = await startServer()
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    encoder.message(messageType.userControl, userControl(6, uint32(4242)), { chunkStreamId: 2, streamId: 0 })
    await encoder.until(() =>
      encoder.received.some(
        ({ type, payload }) =>
          type === 4 && payload[1] === 7 && Buffer.from(payload).readUInt32BE(2) === 4242,
      ),
    )
    for (let index = 0; index < 30; index++) video(encoder, 100_000)
    await encoder.until(() => encoder.received.some(({ type }) => type === messageType.acknowledgement))
  })

  test('an aggregate message is taken apart', async () => {
    await using served = await startServer()
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    const tag = (kind: number, body: string) =>
      Buffer.concat([
        Buffer.of(kind, 0, 0, body.length, 0, 0, 5, 0, 0, 0, 0),
        Buffer.from(body),
        Buffer.alloc(4),
      ])
    encoder.message(messageType.aggregate, Buffer.concat([tag(9, 'v'), tag(8, 'a')]), { timestampMs: 700 })
    encoder.call('deleteStream', 8, null, 1)
    await served.streams[0]?.ended.promise
    expect(served.streams[0]?.tags.map(({ kind, timestampMs }) => [kind, timestampMs])).toEqual([
      ['video', 700],
      ['audio', 700],
    ])
  })
})

describe('who may publish', () => {
  test('error: a wrong key is rejected in words, the connection closed, and the key is in no log line', async () => {
    await using served = await startServer()
    await using encoder = await ScriptedEncoder.publishing(served.port, { name: 'guessed-key' })
    await encoder.closed()
    expect(encoder.statuses).toMatchObject([
      { level: 'error', code: 'NetStream.Publish.Rejected', description: 'The stream key is not valid.' },
    ])
    await using good = await ScriptedEncoder.publishing(served.port, { name: `x?token=${streamKey}` })
    good.message(messageType.command, Buffer.from('not AMF'))
    await good.closed()
    const text = served.lines.map((line) => line.text).join('\n')
    expect(text).toMatch(/publisher rejected/)
    expect(text).not.toMatch(/guessed-key/)
    expect(text).not.toContain(streamKey)
  })

  test('error: a check that fails or never ends rejects, and says no more', async () => {
    const failing = () => Promise.reject(new Error('database of keys is down'))
    const hanging = () => new Promise<never>(() => {})
    for (const authorize of [failing, hanging]) {
      await using served = await startServer({ authorize, limits: { authorizeTimeoutMs: 100 } })
      await using encoder = await ScriptedEncoder.publishing(served.port)
      await encoder.closed()
      expect(encoder.statuses).toMatchObject([{ code: 'NetStream.Publish.Rejected' }])
      expect(JSON.stringify(encoder.statuses)).not.toContain('database')
      expect(served.streams).toHaveLength(0)
    }
  })

  test('a revoked key ends its publisher at once, in words', async () => {
    await using served = await startServer()
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    served.streams[0]?.connection.disconnect('The stream key was revoked.')
    expect(await served.streams[0]?.ended.promise).toEqual({ reason: 'revoked' })
    await encoder.closed()
    expect(encoder.statuses.at(-1)).toMatchObject({
      level: 'error',
      description: 'The stream key was revoked.',
    })
  })

  test('error: playing is refused politely', async () => {
    await using served = await startServer()
    await using encoder = await ScriptedEncoder.connect(served.port)
    encoder.handshake()
    encoder.call('connect', 1, { app: 'live' })
    encoder.call('createStream', 2, null)
    encoder.call('play', 3, null, 'key')
    await encoder.closed()
    expect(encoder.statuses).toMatchObject([{ level: 'error', code: 'NetStream.Play.Failed' }])
  })
})

describe('the sink', () => {
  test('holds its publisher back: nothing more is read until it has taken what it has', async () => {
    const gate = Promise.withResolvers<void>()
    await using served = await startServer({
      limits: { idleTimeoutMs: 1000 },
      onStream: (stream) => {
        if (stream.connection.name === streamKey) stream.onTag = () => gate.promise
      },
    })
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    const count = 400
    let isTaken = true
    for (let index = 0; index < count; index++) isTaken = video(encoder, 100_000, index)
    expect(isTaken).toBe(false)
    encoder.call('deleteStream', 8, null, 1)
    // Another one is ended as idle meanwhile, but the one who is held back is not to blame.
    await using silent = await ScriptedEncoder.publishing(served.port, { name: `silent?token=${streamKey}` })
    expect(await served.streams[1]?.ended.promise).toMatchObject({ reason: 'idle' })
    await silent.closed()
    expect(served.streams[0]?.tags).toHaveLength(1)
    expect(encoder.socket.writableLength).toBeGreaterThan(count * 50_000)
    gate.resolve()
    expect(await served.streams[0]?.ended.promise).toEqual({ reason: 'unpublished' })
    expect(served.streams[0]?.tags).toHaveLength(count)
  })

  test('error: what it throws ends the publisher with its sentence', async () => {
    const answers = [
      () => {
        throw new SinkError('The stream has no video.')
      },
      () => Promise.reject(new SinkError('The stream has no video.')),
    ]
    for (const onTag of answers) {
      await using served = await startServer({
        onStream: (stream) => {
          stream.onTag = onTag
        },
      })
      await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
      video(encoder, 10)
      expect(await served.streams[0]?.ended.promise).toMatchObject({ reason: 'sink-error' })
      await encoder.closed()
      expect(encoder.statuses.at(-1)).toMatchObject({
        level: 'error',
        description: 'The stream has no video.',
      })
    }
  })

  test('error: when it cannot be opened the publisher is told why', async () => {
    await using served = await startServer({
      onStream: () => {
        throw new SinkError('The stream is already being published.')
      },
    })
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    await encoder.closed()
    expect(encoder.statuses).toMatchObject([
      {
        level: 'error',
        code: 'NetStream.Publish.BadName',
        description: 'The stream is already being published.',
      },
    ])
  })
})

describe('deadlines and bounds', () => {
  test.each([
    ['says nothing', () => {}],
    ['stops in the handshake', (encoder: ScriptedEncoder) => encoder.socket.write(Buffer.alloc(1000, 3))],
    ['never publishes', (encoder: ScriptedEncoder) => encoder.handshake()],
    [
      'only connects',
      (encoder: ScriptedEncoder) => {
        encoder.handshake()
        encoder.call('connect', 1, { app: 'live' })
      },
    ],
  ])('error: whoever %s is hung up on', async (_, begin) => {
    await using served = await startServer({ limits: { handshakeTimeoutMs: 150, publishTimeoutMs: 150 } })
    await using encoder = await ScriptedEncoder.connect(served.port)
    begin(encoder)
    await encoder.closed()
    expect(served.lines.some(({ text }) => text.includes('RTMP_TIMEOUT'))).toBe(true)
  })

  test('error: a publisher that falls silent is ended as idle, bytes that are no media notwithstanding', async () => {
    await using served = await startServer({ limits: { idleTimeoutMs: 200 } })
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    const trickle = setInterval(
      () => encoder.message(messageType.acknowledgement, uint32(1), { streamId: 0 }),
      20,
    )
    expect(await served.streams[0]?.ended.promise).toMatchObject({ reason: 'idle' })
    clearInterval(trickle)
    await encoder.closed()
  })

  test('error: one address cannot take all connections', async () => {
    await using served = await startServer({ limits: { maxConnectionsPerAddress: 2 } })
    await using first = await ScriptedEncoder.connect(served.port)
    await using second = await ScriptedEncoder.publishing(served.port, accepted)
    await using third = await ScriptedEncoder.connect(served.port)
    await third.closed()
    expect([first.isClosed, second.isClosed]).toEqual([false, false])
  })

  test('error: when there is no room left, those that do not publish make it, the oldest first', async () => {
    await using served = await startServer({ limits: { maxConnections: 3 } })
    await using publishing = await ScriptedEncoder.publishing(served.port, accepted)
    await using oldest = await ScriptedEncoder.connect(served.port)
    await using newer = await ScriptedEncoder.connect(served.port)
    await using another = await ScriptedEncoder.publishing(served.port, accepted)
    await oldest.closed()
    expect([publishing.isClosed, newer.isClosed, another.isClosed]).toEqual([false, false, false])
  })

  test('error: an encoder that never reads its answers is hung up on', async () => {
    await using served = await startServer({ limits: { maxUnsentBytes: 16 * 1024 } })
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    encoder.socket.pause()
    const flood = setInterval(() => {
      for (let index = 0; index < 2000; index++) encoder.call('connect', 9, { app: 'live' })
    }, 5)
    expect(await served.streams[0]?.ended.promise).toMatchObject({ reason: 'protocol-error' })
    clearInterval(flood)
  })
})

describe('hostile connections beside a running stream', () => {
  const header = (length: number, type: number) =>
    Buffer.of(4, 0, 0, 0, (length >> 16) & 255, (length >> 8) & 255, length & 255, type, 1, 0, 0, 0)
  const handshake = Buffer.concat([Buffer.of(3), Buffer.alloc(3072)])
  const hostile: readonly (readonly [string, Buffer])[] = [
    ['random bytes', Buffer.from(Array.from({ length: 5000 }, (_, at) => (at * 7919 + 13) & 255))],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['a handshake and then zeros', Buffer.concat([handshake, Buffer.alloc(100_000)])],
    ['an oversized message', Buffer.concat([handshake, header(0xffffff, 9), Buffer.alloc(200_000)])],
    [
      'an oversized chunk size',
      Buffer.concat([handshake, Buffer.of(2, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0, 0x7f, 0xff, 0xff, 0xff)]),
    ],
    [
      'a command of wrong AMF',
      Buffer.concat([handshake, header(5, 20), Buffer.from('\x02\xff\xffab', 'latin1')]),
    ],
  ]

  test.each(hostile)('error: %s ends only their own connection', async (_, bytes) => {
    await using served = await startServer({ limits: { publishTimeoutMs: 3000 } })
    await using good = await ScriptedEncoder.publishing(served.port, accepted)
    video(good, 5000, 1)
    const socket = connect({ port: served.port, host: '127.0.0.1' })
    socket.on('error', () => {})
    socket.resume()
    await once(socket, 'connect')
    socket.write(bytes)
    if (!socket.closed) await once(socket, 'close')
    video(good, 5000, 2)
    good.call('deleteStream', 8, null, 1)
    expect(await served.streams[0]?.ended.promise).toEqual({ reason: 'unpublished' })
    expect(served.streams[0]?.tags.map(({ timestampMs }) => timestampMs)).toEqual([1, 2])
    expect(served.lines.filter(({ level }) => level === 'warn')).toEqual([])
  })

  test('error: a publisher that breaks the protocol is ended, its stream told why, and another goes on', async () => {
    await using served = await startServer()
    await using good = await ScriptedEncoder.publishing(served.port, accepted)
    await using bad = await ScriptedEncoder.publishing(served.port, accepted)
    bad.socket.write(Buffer.of(0xff))
    expect(await served.streams[1]?.ended.promise).toMatchObject({
      reason: 'protocol-error',
      error: { code: 'RTMP_PROTOCOL' },
    })
    await bad.closed()
    video(good, 100, 9)
    good.call('deleteStream', 8, null, 1)
    await served.streams[0]?.ended.promise
    expect(served.streams[0]?.tags).toHaveLength(1)
  })

  test('a cut cable ends the stream as disconnected', async () => {
    await using served = await startServer()
    const encoder = await ScriptedEncoder.publishing(served.port, accepted)
    video(encoder, 100)
    encoder.socket.resetAndDestroy()
    expect(await served.streams[0]?.ended.promise).toEqual({ reason: 'disconnected' })
  })
})

describe('the server', () => {
  test('ends every publisher when it closes, whatever their sinks wait for, and closes once', async () => {
    const served = await startServer({
      onStream: (stream) => {
        stream.onTag = () => new Promise(() => {})
      },
    })
    await using encoder = await ScriptedEncoder.publishing(served.port, accepted)
    video(encoder, 100)
    await using idle = await ScriptedEncoder.connect(served.port)
    await Promise.all([served.server.close(), served.server.close()])
    expect(await served.streams[0]?.ended.promise).toEqual({ reason: 'server-closed' })
    expect(served.server.connectionCount).toBe(0)
    await Promise.all([encoder.closed(), idle.closed()])
  })

  test('serves RTMPS with a certificate, and hangs up on who does not speak TLS', async () => {
    await using served = await startServer({ tls: createSelfSignedCertificate('127.0.0.1') })
    await using plain = await ScriptedEncoder.connect(served.port)
    plain.handshake()
    await plain.closed()
    await using encoder = await ScriptedEncoder.publishing(served.port, { ...accepted, secure: true })
    expect(encoder.statuses).toMatchObject([{ code: 'NetStream.Publish.Start' }])
    // Still in its TLS handshake when the server closes.
    await using begun = await ScriptedEncoder.connect(served.port)
    await served.server.close()
    await Promise.all([encoder.closed(), begun.closed()])
  })

  test('error: a port in use is a clear error', async () => {
    const taken = createServer().listen({ port: 0, host: '127.0.0.1' })
    await once(taken, 'listening')
    const address = taken.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const starting = RtmpServer.create(
      { host: '127.0.0.1', port },
      { log: console, authorize: never, publish: never },
    )
    await expect(starting).rejects.toThrow(RtmpListenError)
    await expect(starting).rejects.toThrow(/the port is in use/)
    taken.close()
  })
})

function never(): never {
  throw new Error('Nobody connects here.')
}
