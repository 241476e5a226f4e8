import { type DescMessage, fromBinary, fromJson, type JsonValue, toBinary, toJson } from '@bufbuild/protobuf'
import { bytesToHex, type Hex, hexToBytes, keccak256, localSigner, verifyMessage } from '@millrace/crypto'
import { describe, expect, test } from 'vitest'
import vectors from '../../../vectors/wire.json' with { type: 'json' }
import { file_net_orchestrator } from '../src/generated/net/orchestrator_pb.ts'
import { TicketSchema } from '../src/generated/net/redeemer_pb.ts'
import {
  AuthTokens,
  addressDigest,
  authTokenMac,
  createCapabilities,
  createOrchestratorRequest,
  createPayment,
  createSegData,
  createTranscodeData,
  decodePaymentHeader,
  decodeSegmentHeader,
  encodePaymentHeader,
  encodeSegmentHeader,
  flattenSegment,
  fromBitstring,
  isSignedBy,
  OrchestratorInfoSchema,
  OrchestratorRequestSchema,
  profileFingerprints,
  readOrchestratorInfo,
  readPayment,
  readSegData,
  renditionsDigest,
  segmentDigest,
  toBitstring,
  verifyOrchestratorRequest,
  verifySegmentSignature,
} from '../src/index.ts'
import { profile, ticketParams } from './support.ts'

const gateway = localSigner(vectors.keys.gateway.privateKey as Hex)
const orchestrator = localSigner(vectors.keys.orchestrator.privateKey as Hex)
const named = (names: readonly string[]) => names.map((name) => ({ ...profile, name }))

function message(type: string, name: string): string {
  const found = vectors.messages.find((vector) => vector.type === type && vector.name === name)
  if (found === undefined) throw new Error(`There is no vector ${type} ${name}.`)
  return found.base64
}

describe('hashes and signatures', () => {
  test.each(vectors.flatten)('what a gateway signs for a segment: $name', (vector) => {
    const order = { ...vector, hash: hexToBytes(vector.hash), profiles: named(vector.profiles) }
    expect(profileFingerprints(order.profiles)).toBe(vector.fingerprints)
    expect(bytesToHex(flattenSegment(order))).toBe(vector.flattened)
    expect(bytesToHex(segmentDigest(order))).toBe(vector.digest)
  })

  test('a segment’s hash and signature', async () => {
    const { segment, hash, digest, sig, ...rest } = vectors.segmentSignature
    expect(bytesToHex(keccak256(hexToBytes(segment)))).toBe(hash)
    const order = { ...rest, hash: hexToBytes(hash), profiles: named(rest.profiles), durationMs: 2_000 }
    const segData = await createSegData(order, gateway)
    expect(bytesToHex(segData.sig)).toBe(sig)
    expect(verifyMessage(gateway.address, hexToBytes(digest), segData.sig)).toBe(true)
  })

  test('a request for terms', async () => {
    const { address, digest, sig } = vectors.requestSignature
    expect(bytesToHex(addressDigest(address as Hex))).toBe(digest)
    const request = await createOrchestratorRequest(gateway, undefined)
    expect([bytesToHex(request.address), bytesToHex(request.sig)]).toEqual([address.toLowerCase(), sig])
    expect(verifyOrchestratorRequest(request)).toBe(address)
  })

  test('a result', async () => {
    const { digest, sig } = vectors.resultSignature
    const renditions = vectors.resultSignature.renditions.map(hexToBytes)
    expect(bytesToHex(renditionsDigest(renditions))).toBe(digest)
    const made = renditions.map((bytes) => ({ bytes, url: 'https://a/1.ts', pixels: 1n }))
    const data = await createTranscodeData(made, orchestrator)
    expect(bytesToHex(data.sig)).toBe(sig)
    expect(isSignedBy(orchestrator.address, renditions, data)).toBe(true)
    expect(isSignedBy(orchestrator.address, renditions.toReversed(), data)).toBe(false)
  })

  test.each(vectors.authTokens)('the token of session $sessionId until $expiration', (vector) => {
    const secret = hexToBytes(vector.secret)
    expect(bytesToHex(authTokenMac(secret, vector.sessionId, BigInt(vector.expiration)))).toBe(vector.token)
    const tokens = new AuthTokens({ secret }, { randomBytes: () => hexToBytes(`0x${vector.sessionId}`) })
    const issued = tokens.issue((vector.expiration - 1_800) * 1_000)
    expect(bytesToHex(issued.token)).toBe(vector.token)
  })
})

test.each(vectors.capabilities)('capabilities as bits: $name', ({ capabilities, bitstring }) => {
  expect(toBitstring(capabilities).map(String)).toEqual(bitstring)
  expect(fromBitstring(bitstring.map(BigInt))).toEqual(capabilities)
})

describe('messages', () => {
  const schemas = new Map<string, DescMessage>(
    [...file_net_orchestrator.messages, TicketSchema].map((schema) => [schema.name, schema]),
  )

  test.each(vectors.messages)('$type, $name, is read and written byte for byte', ({ type, json, base64 }) => {
    const schema = schemas.get(type)
    if (schema === undefined) throw new Error(`There is no message ${type}.`)
    const read = fromBinary(schema, Buffer.from(base64, 'base64'))
    expect(toJson(schema, read)).toEqual(toJson(schema, fromJson(schema, json as JsonValue)))
    expect(Buffer.from(toBinary(schema, read)).toString('base64')).toBe(base64)
  })

  const token = vectors.authTokens[0]
  const authToken = {
    $typeName: 'net.AuthToken' as const,
    sessionId: token?.sessionId ?? '',
    token: hexToBytes(token?.token ?? '0x'),
    expiration: BigInt(token?.expiration ?? 0),
  }
  const capabilities = {
    ...createCapabilities({ capabilities: [], version: '0.9.1' }),
    bitstring: [0x4005fffn],
  }

  test('a request for terms', async () => {
    const bytes = toBinary(OrchestratorRequestSchema, await createOrchestratorRequest(gateway, capabilities))
    expect(Buffer.from(bytes).toString('base64')).toBe(message('OrchestratorRequest', 'asks for terms'))
    const offChain = toBinary(
      OrchestratorRequestSchema,
      await createOrchestratorRequest(undefined, undefined),
    )
    expect(Buffer.from(offChain).toString('base64')).toBe(
      message('OrchestratorRequest', 'asks without a chain'),
    )
  })

  test('an order in its header', async () => {
    const header = message('SegData', 'plain MPEG-TS renditions')
    const segData = decodeSegmentHeader(header)
    const order = readSegData(segData)
    expect(order).toMatchObject({ manifestId: 'movie', seqNo: 7, durationMs: 2_000, slice: undefined })
    expect(order.profiles.map(({ name, widthPx, fps, fpsDen }) => [name, widthPx, fps, fpsDen])).toEqual([
      ['P144p30fps16x9', 256, 30, 1],
      ['P240p30fps16x9', 426, 30, 1],
    ])
    verifySegmentSignature(order, segData.sig, gateway.address)
    expect(encodeSegmentHeader(await createSegData({ ...order, authToken, capabilities }, gateway))).toBe(
      header,
    )
  })

  test('an order of which everything is out of the ordinary', async () => {
    const order = readSegData(decodeSegmentHeader(message('SegData', 'everything in the third field')))
    expect(order).toMatchObject({ mustReinitialise: true, wantsPerceptualHash: true, slice: undefined })
    expect(order.profiles).toMatchObject([
      {
        fps: 30_000,
        fpsDen: 1_001,
        encoderProfile: 'constrained-high',
        gopMs: -1,
        format: 'mpegts',
        codec: 'h264',
      },
      { fpsDen: 1, encoderProfile: 'default', gopMs: 0, format: 'mp4', codec: 'h265', quality: 27 },
    ])
  })

  test('a payment in its header', () => {
    const header = message('Payment', 'two tickets')
    const read = decodePaymentHeader(header)
    if (read === undefined) throw new Error('The payment did not decode.')
    const payment = readPayment(read)
    // 31 bytes on the wire: whoever holds it as a number leaves out its leading zero.
    const seed = new Uint8Array(32).fill(9, 1)
    expect(payment).toMatchObject({
      sender: gateway.address,
      expectedPrice: { weiPerUnit: 3n, pixelsPerUnit: 2n },
    })
    expect(payment.params).toEqual({ ...ticketParams, seed, recipient: orchestrator.address })
    expect(payment.tickets.map(({ senderNonce }) => senderNonce)).toEqual([1, 2])
    expect(encodePaymentHeader(createPayment(payment))).toBe(header)
    expect(encodePaymentHeader(createPayment({ ...payment, tickets: [] }))).toBe(
      message('Payment', 'no ticket'),
    )
    expect(decodePaymentHeader('')).toBeUndefined()
  })

  test('terms', () => {
    const info = fromBinary(
      OrchestratorInfoSchema,
      new Uint8Array(Buffer.from(message('OrchestratorInfo', 'terms'), 'base64')),
    )
    expect(readOrchestratorInfo(info, { needsPayment: true })).toMatchObject({
      serviceUri: 'https://orchestrator.example:8935',
      address: orchestrator.address,
      price: { weiPerUnit: 3n, pixelsPerUnit: 2n },
      ticketParams: {
        expirationBlock: 1_000n,
        creationRound: 17n,
        creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
      },
      authToken,
    })
  })
})
