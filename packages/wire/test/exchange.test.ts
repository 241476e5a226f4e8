import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fromBinary } from '@bufbuild/protobuf'
import { hexToBytes, keccak256, verifyMessage } from '@millrace/crypto'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  createOrchestratorRequest,
  createSourceFetcher,
  createTranscodeData,
  createTranscodeResult,
  isSignedBy,
  OrchestratorCallRefusedError,
  readEndpointChallenge,
  readOrchestratorInfo,
  TranscodeRefusedError,
  TranscodeResultSchema,
} from '../src/index.ts'
import { post, postHttp2 } from './raw-client.ts'
import { gateway, orchestrator, orderFor, patient, pattern, startServer, tokens } from './support.ts'

describe.each([
  ['TLS', {}],
  ['plain text', { certificate: 'plain-text' as const }],
])('over %s', (_, server) => {
  test('a gateway gets signed terms, has a segment transcoded and fetches what it ordered', async () => {
    const { uri, client } = await startServer({ server })
    const info = await client.getOrchestratorInfo(uri, await createOrchestratorRequest(gateway, undefined))
    const terms = readOrchestratorInfo(info, { needsPayment: true })
    expect(terms.serviceUri).toBe(uri)
    expect(terms.address).toBe(orchestrator.address)

    const source = pattern(2 << 20)
    const segData = await orderFor(source, { authToken: terms.authToken })
    const outcome = await client.transcodeSegment({
      serviceUri: uri,
      segData,
      payment: undefined,
      body: source,
      ...patient,
    })
    expect(outcome.data.segments).toHaveLength(2)
    expect(outcome.info?.authToken).toBeDefined()
    expect(outcome.timing.uploadMs).toBeGreaterThan(0)

    const downloads = outcome.data.segments.map(({ url }) =>
      client.downloadRendition(url, { serviceUri: uri }),
    )
    const renditions = await Promise.all(downloads)
    expect(renditions.every((bytes) => Buffer.compare(bytes, source) === 0)).toBe(true)
    expect(isSignedBy(orchestrator.address, renditions, outcome.data)).toBe(true)

    await client.endSession(uri, terms.authToken)
  })

  test('a ping is answered with a signature over the value', async () => {
    const { uri, client } = await startServer({ server })
    const value = pattern(40)
    const signature = await client.ping(uri, value)
    expect(verifyMessage(orchestrator.address, keccak256(value), signature)).toBe(true)
  })
})

test('an endpoint proves its key over the connection that calls go by, and names its certificate', async () => {
  let seen: { named: Uint8Array | undefined; own: Uint8Array } | undefined
  const { uri, client } = await startServer({
    handlers: {
      ping: async (value, { certificateFingerprint: own }) => {
        seen = { named: readEndpointChallenge(value), own }
        return orchestrator.signMessage(keccak256(value))
      },
    },
  })
  const { signer, fingerprint } = await client.proveEndpoint(uri)
  expect(signer).toBe(orchestrator.address)
  expect(seen?.named).toEqual(seen?.own)
  expect(fingerprint).toEqual(seen?.own)
  expect(fingerprint).not.toEqual(new Uint8Array(32))
})

test('error: a signature that fits no key proves nothing', async () => {
  const { uri, client } = await startServer({ handlers: { ping: async (value) => value } })
  expect(await client.proveEndpoint(uri)).toMatchObject({ signer: undefined })
})

test.each([
  ['HTTP/1.1', post],
  ['HTTP/2', postHttp2],
])('the 200 is there before the result over %s, so that an upload is known to be over', async (_, send) => {
  const finish = Promise.withResolvers<void>()
  const { port } = await startServer({
    handlers: {
      async segment(request) {
        const source = await request.readSource()
        const work = async () => {
          await finish.promise
          const data = await createTranscodeData(
            [{ url: 'https://a/1.ts', pixels: 1n, bytes: source }],
            orchestrator,
          )
          return createTranscodeResult(request.order.seqNo, data, undefined)
        }
        return { result: work() }
      },
    },
  })
  const source = pattern(100_000)
  // The work ends only once the head is there: without an early head nobody would ever finish.
  const answer = await send(port, await orderFor(source), source, {}, () => finish.resolve())
  expect(answer.status).toBe(200)
  expect(answer.headers['content-type']).toBeUndefined()
  expect(fromBinary(TranscodeResultSchema, answer.body)).toMatchObject({ seq: 5n, result: { case: 'data' } })
})

test('many segments at once all come back as their own', async () => {
  const { uri, client } = await startServer()
  const sources = Array.from({ length: 40 }, (_, index) => pattern(50_000 + index * 1_000))
  const outcomes = await Promise.all(
    sources.map(async (body, seqNo) => {
      const segData = await orderFor(body, { seqNo })
      const { data } = await client.transcodeSegment({
        serviceUri: uri,
        segData,
        payment: undefined,
        body,
        ...patient,
      })
      return client.downloadRendition(data.segments[1]?.url ?? '', { serviceUri: uri })
    }),
  )
  expect(outcomes.map((bytes) => bytes.length)).toEqual(sources.map((bytes) => bytes.length))
})

test('a segment may be handed over by its address', async () => {
  const source = pattern(10_000)
  const store = createServer((_, response) => response.end(source)).listen(0, '127.0.0.1')
  await once(store, 'listening')
  onTestFinished(() => void store.close())
  const address = `http://127.0.0.1:${(store.address() as AddressInfo).port}/segment.ts`
  const { uri, port } = await startServer({ fetchSource: createSourceFetcher({ allowsPrivate: true }) })
  const answer = await post(port, await orderFor(source), address, {
    'content-type': 'application/vnd+livepeer.uri',
  })
  expect([answer.status, answer.body.length > 100]).toEqual([200, true])
  expect(uri).toContain(String(port))
})

test('error: an address in a private network is not fetched from for a stranger', async () => {
  const { port } = await startServer({ fetchSource: createSourceFetcher() })
  const address = 'http://127.0.0.1:1/segment.ts'
  const answer = await post(port, await orderFor(pattern(10)), address, {
    'content-type': 'application/vnd+livepeer.uri',
  })
  expect([answer.status, answer.body.toString()]).toEqual([400, 'BadRequest\n'])
})

test('error: the reason of a refused call reaches the gateway word for word', async () => {
  const { uri, client } = await startServer({
    handlers: {
      getOrchestrator: () => Promise.reject(new OrchestratorCallRefusedError('insufficient sender reserve')),
    },
  })
  const request = await createOrchestratorRequest(gateway, undefined)
  await expect(client.getOrchestratorInfo(uri, request)).rejects.toMatchObject({
    code: 'CALL_REFUSED',
    wireText: 'insufficient sender reserve',
  })
})

test('error: a stranger’s signature under terms is refused', async () => {
  const { uri, client } = await startServer()
  const request = await createOrchestratorRequest(gateway, undefined)
  request.address = hexToBytes(orchestrator.address)
  await expect(client.getOrchestratorInfo(uri, request)).rejects.toMatchObject({
    code: 'CALL_REFUSED',
    wireText: 'Invalid orchestrator request: orchestrator req sig check failed',
  })
})

test('error: a foreign token ends no session', async () => {
  const { uri, client } = await startServer()
  const token = tokens.issue(Date.now())
  token.token = pattern(32)
  await expect(client.endSession(uri, token)).rejects.toMatchObject({ wireText: 'Invalid auth token' })
})

test('error: an unexpected failure says nothing about the inside', async () => {
  const { uri, client } = await startServer({
    handlers: { ping: () => Promise.reject(new Error('database password wrong')) },
    expectsComplaints: true,
  })
  await expect(client.ping(uri, pattern(4))).rejects.toMatchObject({ wireText: 'Internal Server Error' })
})

test.each([
  ['OrchestratorBusy', true],
  ['No keyframes in input', false],
  ['No keyframes in input!', true],
])('error: the result "%s" is worth another try: %s', async (wireText, retryable) => {
  const { uri, client } = await startServer({
    handlers: {
      segment: async (request) => {
        await request.readSource()
        return { result: Promise.reject(new TranscodeRefusedError(wireText)) }
      },
    },
  })
  const body = pattern(100)
  const segData = await orderFor(body)
  await expect(
    client.transcodeSegment({ serviceUri: uri, segData, payment: undefined, body, ...patient }),
  ).rejects.toMatchObject({ code: 'REMOTE_TRANSCODE', wireText, retryable })
})
