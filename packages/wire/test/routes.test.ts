import { getEventListeners } from 'node:events'
import { connect } from 'node:http2'
import { request as requestHttps } from 'node:https'
import { describe, expect, onTestFinished, test } from 'vitest'
import { renditionPath } from '../src/index.ts'
import { orderFor, patient, pattern, startServer } from './support.ts'

interface Answer {
  readonly status: number
  readonly type: string | undefined
  readonly length: string | undefined
  readonly body: Buffer
}

function ask(port: number, method: string, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = requestHttps({
      host: '127.0.0.1',
      port,
      method,
      path,
      rejectUnauthorized: false,
      agent: false,
    })
    request.on('error', reject).on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'],
          length: response.headers['content-length'],
          body: Buffer.concat(chunks),
        }),
      )
    })
    request.end()
  })
}

test.each([
  ['GET', '/', 404],
  ['POST', '/transcodeResults', 404],
  ['GET', '/segment', 405],
  ['POST', '/stream/a/b/1.ts', 404],
  ['GET', '/stream/a/b/1.ts', 404],
  ['GET', '/stream/a/b/%zz', 404],
  ['POST', '/net.Orchestrator/Ping', 404],
  ['GET', '/healthz', 200],
  ['GET', '/healthz?full=1', 200],
])('%s %s is answered with %i', async (method, path, status) => {
  const { port } = await startServer()
  expect((await ask(port, method, path)).status).toBe(status)
})

describe('a rendition', () => {
  const bytes = pattern(5_000)
  const address = { sessionId: 'a1b2c3d4', profileName: 'größe 1/2', seqNo: 7 }

  test.each([
    ['mpegts', 'video/mp2t'],
    ['mp4', 'video/mp4'],
  ] as const)('in %s is found under any name and typed', async (format, type) => {
    const asked: unknown[] = []
    const { port } = await startServer({
      handlers: {
        rendition: async (wanted) => {
          asked.push(wanted)
          return bytes
        },
      },
    })
    const path = renditionPath({ ...address, format })
    const answer = await ask(port, 'GET', path)
    expect(answer).toMatchObject({ status: 200, type, length: '5000' })
    expect(Buffer.compare(answer.body, bytes)).toBe(0)
    expect(await ask(port, 'HEAD', path)).toMatchObject({
      status: 200,
      length: '5000',
      body: Buffer.alloc(0),
    })
    expect(asked).toEqual([
      { ...address, format },
      { ...address, format },
    ])
  })
})

test('error: a port in use is said to be', async () => {
  const { port } = await startServer()
  await expect(startServer({ server: { port } })).rejects.toMatchObject({
    code: 'SERVER_LISTEN',
    meta: { port, systemCode: 'EADDRINUSE' },
  })
})

test('calls leave nothing behind on the signal of a caller that lives long', async () => {
  const { uri, client } = await startServer()
  const { signal } = new AbortController()
  const body = pattern(1_000)
  for (let seqNo = 0; seqNo < 3; seqNo++) {
    const segData = await orderFor(body, { seqNo })
    const call = { serviceUri: uri, segData, payment: undefined, body, signal, ...patient }
    const { data } = await client.transcodeSegment(call)
    await client.downloadRendition(data.segments[0]?.url ?? '', { serviceUri: uri, signal })
    await client.ping(uri, body, { signal })
  }
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test.each(['https', 'http'])(
  'a caller that hangs up over HTTP/2 is missed at once over %s',
  async (scheme) => {
    const asked = Promise.withResolvers<AbortSignal>()
    const { uri } = await startServer({
      ...(scheme === 'http' && { server: { certificate: 'plain-text' as const } }),
      handlers: {
        rendition: (_address, { signal }) => {
          asked.resolve(signal)
          return new Promise(() => {})
        },
      },
    })
    const session = connect(uri, { rejectUnauthorized: false })
    onTestFinished(() => session.destroy())
    session.on('error', () => {})
    session.request({ ':path': '/stream/a1b2c3d4/small/7.ts' }).on('error', () => {})
    const signal = await asked.promise
    expect(signal.aborted).toBe(false)
    const missed = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    session.destroy()
    // Aborts as the response closes.
    await missed
  },
)
