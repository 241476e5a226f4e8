import { create, toBinary } from '@bufbuild/protobuf'
import { describe, expect, test } from 'vitest'
import {
  AuthTokenError,
  createSegData,
  encodePaymentHeader,
  encodeSegmentHeader,
  IncompatibleCapabilitiesError,
  InsufficientBalanceError,
  OrchestratorCappedError,
  OrchestratorInfoError,
  PaymentRefusedError,
  type RejectionCode,
  rejectionTable,
  type SegData,
  SegDataSchema,
  type SegmentRejectedError,
} from '../src/index.ts'
import { post, postHttp2 } from './raw-client.ts'
import {
  orchestrator,
  orderFor,
  patient,
  pattern,
  paymentOf,
  profile,
  profiles,
  startServer,
} from './support.ts'

const source = pattern(300_000)
const order = (change: Partial<SegData> = {}) =>
  orderFor(source).then((message) => Object.assign(message, change))
const refusing = (error: SegmentRejectedError) => ({ segment: () => Promise.reject(error) })

interface Refusal {
  readonly code: RejectionCode
  readonly status: number
  readonly text: string
  readonly header?: () => Promise<SegData | string | undefined>
  readonly payment?: string
  readonly error?: SegmentRejectedError
  readonly body?: Uint8Array
  readonly maxSegmentBytes?: number
}

const invalid = 'cannot parse invalid wire-format data'
const refusals: readonly Refusal[] = [
  {
    code: 'PAYMENT_HEADER_INVALID',
    status: 402,
    text: 'base64 decode error: illegal base64 data',
    payment: '*',
  },
  {
    code: 'PAYMENT_HEADER_INVALID',
    status: 402,
    text: `protobuf unmarshal error: ${invalid}`,
    payment: '/w==',
  },
  { code: 'SEGMENT_HEADER_INVALID', status: 403, text: 'ErrorSegEncoding', header: async () => undefined },
  { code: 'SEGMENT_HEADER_INVALID', status: 403, text: 'ErrorSegEncoding', header: async () => 'no base64' },
  { code: 'SEGMENT_HEADER_INVALID', status: 403, text: invalid, header: async () => '/w==' },
  {
    code: 'PROFILE_REFUSED',
    status: 403,
    text: 'unrecognized profile output format',
    header: () => withProfile({ format: 9 }),
  },
  {
    code: 'PROFILE_REFUSED',
    status: 403,
    text: 'unrecognized encoder profile',
    header: () => withProfile({ profile: 9 }),
  },
  {
    code: 'PROFILE_REFUSED',
    status: 403,
    text: 'unrecognized video codec',
    header: () => withProfile({ encoder: 9 }),
  },
  { code: 'DURATION_INVALID', status: 403, text: 'invalid duration', header: () => order({ duration: -1 }) },
  {
    code: 'DURATION_INVALID',
    status: 403,
    text: 'invalid duration',
    header: () => order({ duration: 300_001 }),
  },
  {
    code: 'SEGMENT_SIGNATURE_INVALID',
    status: 403,
    text: 'ErrSegSig',
    header: () =>
      createSegData({ manifestId: 'm', seqNo: 1, hash: pattern(32), profiles, durationMs: 1 }, orchestrator),
  },
  {
    code: 'CAPABILITIES_INCOMPATIBLE',
    status: 403,
    text: 'incompatible capabilities',
    error: new IncompatibleCapabilitiesError('a secret reason'),
  },
  {
    code: 'AUTH_TOKEN_REFUSED',
    status: 403,
    text: 'missing auth token',
    error: new AuthTokenError('missing'),
  },
  {
    code: 'AUTH_TOKEN_REFUSED',
    status: 403,
    text: 'invalid auth token',
    error: new AuthTokenError('invalid'),
  },
  {
    code: 'AUTH_TOKEN_REFUSED',
    status: 403,
    text: 'expired auth token',
    error: new AuthTokenError('expired'),
  },
  {
    code: 'ORCHESTRATOR_CAPPED',
    status: 403,
    text: 'OrchestratorCapped',
    error: new OrchestratorCappedError(),
  },
  {
    code: 'ORCHESTRATOR_INFO_FAILED',
    status: 500,
    text: 'Internal Server Error',
    error: new OrchestratorInfoError(new Error('no chain')),
  },
  {
    code: 'PAYMENT_REFUSED',
    status: 400,
    text: 'TicketParams expired',
    error: new PaymentRefusedError('TicketParams expired'),
  },
  {
    code: 'BALANCE_INSUFFICIENT',
    status: 400,
    text: 'Insufficient balance',
    error: new InsufficientBalanceError(),
  },
  { code: 'BODY_UNREADABLE', status: 500, text: 'Internal Server Error', maxSegmentBytes: 1_000 },
  { code: 'SEGMENT_HASH_MISMATCH', status: 403, text: 'Forbidden', body: pattern(300_001) },
]

async function withProfile(change: {
  format?: number
  profile?: number
  encoder?: number
}): Promise<SegData> {
  const message = await order()
  Object.assign(message.fullProfiles[0] ?? {}, change)
  return message
}

describe.each([
  ['HTTP/1.1', post],
  ['HTTP/2', postHttp2],
])('over %s', (_, send) => {
  test.each(refusals)('error: $code answers $status "$text"', async (refusal) => {
    const { port, uri, client } = await startServer({
      ...(refusal.error && { handlers: refusing(refusal.error) }),
      ...(refusal.maxSegmentBytes && { server: { limits: { maxSegmentBytes: refusal.maxSegmentBytes } } }),
    })
    const header = refusal.header ? await refusal.header() : await order()
    const headers = { 'Livepeer-Payment': refusal.payment ?? '' }
    const answer = await send(port, header, refusal.body ?? source, headers)
    expect([answer.status, answer.body.toString()]).toEqual([refusal.status, `${refusal.text}\n`])
    expect(answer.headers['content-type']).toMatch(/^text\/plain/)
    await client.ping(uri, pattern(3))
  })
})

test('the table has each refusal once, and each is tested above', () => {
  const codes = rejectionTable.map(({ code }) => code)
  expect(new Set(codes).size).toBe(codes.length)
  const tested = new Set<string>([...refusals.map(({ code }) => code), 'SOURCE_FETCH_FAILED'])
  expect(codes.filter((code) => !tested.has(code))).toEqual([])
})

test('a payment that does not decode is refused before an order that does not', async () => {
  const { port } = await startServer()
  expect((await post(port, '*', source, { 'Livepeer-Payment': '*' })).status).toBe(402)
})

test('a profile that cannot be made is refused before a duration out of bounds', async () => {
  const { port } = await startServer()
  const message = Object.assign(await withProfile({ encoder: 9 }), { duration: -1 })
  expect((await post(port, message, source)).body.toString()).toBe('unrecognized video codec\n')
})

test('a payment of more tickets than a recipient can take is refused before it costs a signature check', async () => {
  const { port } = await startServer()
  const payment = encodePaymentHeader(paymentOf(601))
  const answer = await post(port, await order(), source, { 'Livepeer-Payment': payment })
  expect([answer.status, answer.body.toString()]).toEqual([
    400,
    'invalid ticket senderNonce: too many values\n',
  ])
})

test('a refusal reaches a gateway that is still uploading', async () => {
  const { uri, client } = await startServer({ handlers: refusing(new InsufficientBalanceError()) })
  const body = new Uint8Array(8 << 20)
  const segData = await orderFor(body)
  await expect(
    client.transcodeSegment({ serviceUri: uri, segData, payment: undefined, body, ...patient }),
  ).rejects.toMatchObject({ code: 'SEGMENT_STATUS', status: 400, wireText: 'Insufficient balance' })
})

test.each([
  ['none', [], 'no profiles'],
  ['two of one name', [profile, profile], 'duplicate profile name'],
  ['17', Array.from({ length: 17 }, (_, index) => ({ ...profile, name: `p${index}` })), 'too many profiles'],
  ['one of no size', [{ ...profile, widthPx: 0 }], 'profile out of range'],
  ['one with a line break in its name', [{ ...profile, name: 'a\nb' }], 'profile name out of range'],
  ['one named like a folder', [{ ...profile, name: '..' }], 'profile name out of range'],
])('error: an order with profiles: %s', async (_, ordered, text) => {
  const { port } = await startServer()
  const answer = await post(port, await orderFor(source, { profiles: ordered }), source)
  expect([answer.status, answer.body.toString()]).toEqual([403, `${text}\n`])
})

test.each([
  ['a hash of 31 bytes', { hash: pattern(31) }, 'hash is not 32 bytes'],
  ['a negative number', { seq: -1n }, 'seq out of range'],
  ['a number beyond 2^53', { seq: 1n << 60n }, 'seq out of range'],
  ['a manifest id that is not text', { manifestId: Uint8Array.of(0xff) }, 'manifest id out of range'],
  ['an endless manifest id', { manifestId: new Uint8Array(257).fill(65) }, 'manifest id out of range'],
])('error: an order with %s', async (_, change, text) => {
  const { port } = await startServer()
  const answer = await post(port, await order(change), source)
  expect([answer.status, answer.body.toString()]).toEqual([403, `${text}\n`])
})

test('error: a header of a megabyte of base64 is refused without being decoded', async () => {
  const { port } = await startServer()
  const long = encodeSegmentHeader(create(SegDataSchema, { manifestId: new Uint8Array(60_000) }))
  const answer = await post(port, long, source)
  expect([answer.status, answer.body.toString()]).toEqual([403, 'ErrorSegEncoding\n'])
  expect(toBinary(SegDataSchema, await order()).length).toBeLessThan(1_000)
})
