import { toBinary } from '@bufbuild/protobuf'
import { BaseError } from '@millrace/common'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import vectors from '../../../../vectors/wire.json' with { type: 'json' }
import { termsFor } from '../../test/support.ts'
import {
  OrchestratorInfoSchema,
  type PriceInfo,
  SegDataSchema,
  type TicketParams,
} from '../generated/net/orchestrator_pb.ts'
import { decodeMessage, decodePaymentHeader, decodeSegmentHeader, encodeSegmentHeader } from './headers.ts'
import { readOrchestratorInfo } from './orchestrator-terms.ts'
import { createPriceInfo, readPayment, readPriceInfo, readTicketParams } from './payment.ts'
import { parseRenditionPath, renditionPath } from './rendition-path.ts'
import { readSegData } from './segment-order.ts'
import { parseServiceUri, serviceUrl } from './service-uri.ts'

/** Runs on hostile input: whatever is thrown must be an error of ours that says what to answer. */
function survives(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof BaseError)) throw error
  }
}

/** Valid bytes with some changed, cut out or put in: they reach deeper than random ones. */
function mutations(valid: Uint8Array): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    at: fc.nat({ max: valid.length }),
    cut: fc.nat({ max: 4 }),
    put: fc.uint8Array({ maxLength: 4 }),
  })
  return fc.array(edit, { minLength: 1, maxLength: 5 }).map((edits) => {
    let bytes = Buffer.from(valid)
    for (const { at, cut, put } of edits) {
      bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
    }
    return new Uint8Array(bytes)
  })
}

function goldenMessage(type: string): Uint8Array {
  const found = vectors.messages.find((vector) => vector.type === type)
  return new Uint8Array(Buffer.from(found?.base64 ?? '', 'base64'))
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const info = termsFor('https://orchestrator.example:8935')
const order = goldenMessage('SegData')

describe('random and damaged bytes never break a reader', () => {
  test('in the segment header', () => {
    const read = (text: string) => survives(() => readSegData(decodeSegmentHeader(text)))
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), read))
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }).map(base64), read))
    fc.assert(fc.property(mutations(order).map(base64), read), { numRuns: 500 })
  })

  test('in the payment header', () => {
    const read = (text: string) =>
      survives(() => {
        const payment = decodePaymentHeader(text)
        if (payment) readPayment(payment)
      })
    const valid = goldenMessage('Payment')
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }).map(base64), read))
    fc.assert(fc.property(mutations(valid).map(base64), read), { numRuns: 500 })
  })

  test('in terms', () => {
    const valid = toBinary(OrchestratorInfoSchema, info)
    fc.assert(
      fc.property(mutations(valid), (bytes) =>
        survives(() => {
          let decoded: typeof info
          try {
            decoded = decodeMessage(OrchestratorInfoSchema, bytes)
          } catch {
            return
          }
          readOrchestratorInfo(decoded, { needsPayment: true })
        }),
      ),
      { numRuns: 500 },
    )
  })

  test('in messages that nest without end', () => {
    // The start of a group, in a field that nobody knows, again and again.
    survives(() => decodeSegmentHeader(base64(Buffer.alloc(40_000, Buffer.of(0xa3, 0x06)))))
  })
})

test('what nobody knows is not carried along', () => {
  const bytes = Buffer.concat([
    Buffer.from(encodeSegmentHeader(decodeMessage(SegDataSchema, order)), 'base64'),
    Buffer.of(0x9a, 0x3f, 1, 65),
  ])
  expect(encodeSegmentHeader(decodeSegmentHeader(base64(bytes)))).toBe(
    encodeSegmentHeader(decodeMessage(SegDataSchema, order)),
  )
})

describe('terms are refused', () => {
  const changed = (change: object) =>
    Object.assign(decodeMessage(OrchestratorInfoSchema, toBinary(OrchestratorInfoSchema, info)), change)
  test.each([
    ['without a service URI', { transcoder: '' }, 'transcoder'],
    ['without an address', { address: new Uint8Array() }, 'address'],
    ['with an address of 19 bytes', { address: new Uint8Array(19) }, 'address'],
    ['without a price', { priceInfo: undefined }, 'price_info'],
    ['with a price for no pixels', { priceInfo: createPrice(1n, 0n) }, 'pixelsPerUnit'],
    ['with a negative price', { priceInfo: createPrice(-1n, 1n) }, 'pricePerUnit'],
    ['without ticket params', { ticketParams: undefined }, 'ticket_params'],
    ['without capabilities', { capabilities: undefined }, 'capabilities'],
    ['without a token', { authToken: undefined }, 'auth_token'],
  ])('error: %s', (_, change, field) => {
    expect(() => readOrchestratorInfo(changed(change), { needsPayment: true })).toThrow(
      expect.objectContaining({ code: 'WIRE_FORMAT_INVALID', meta: { field } }),
    )
  })

  function createPrice(pricePerUnit: bigint, pixelsPerUnit: bigint): PriceInfo {
    return Object.assign(createPriceInfo({ weiPerUnit: 1n, pixelsPerUnit: 1n }), {
      pricePerUnit,
      pixelsPerUnit,
    })
  }

  test('not without money where nothing is paid', () => {
    const free = changed({ address: new Uint8Array(), priceInfo: undefined, ticketParams: undefined })
    expect(readOrchestratorInfo(free, { needsPayment: false })).toMatchObject({
      price: undefined,
      ticketParams: undefined,
    })
  })
})

test('a price is read in lowest terms', () => {
  const price = Object.assign(createPriceInfo({ weiPerUnit: 1n, pixelsPerUnit: 1n }), {
    pricePerUnit: 6n,
    pixelsPerUnit: 4n,
  })
  expect(readPriceInfo(price)).toEqual({ weiPerUnit: 3n, pixelsPerUnit: 2n })
})

describe('ticket params are refused', () => {
  test.each([
    ['a face value of 33 bytes', { faceValue: new Uint8Array(33) }, 'face_value'],
    ['a probability of 33 bytes', { winProb: new Uint8Array(33) }, 'win_prob'],
    ['a hash of 31 bytes', { recipientRandHash: new Uint8Array(31) }, 'recipient_rand_hash'],
    ['a seed of 33 bytes', { seed: new Uint8Array(33) }, 'seed'],
    ['no recipient', { recipient: new Uint8Array() }, 'recipient'],
  ])('error: with %s', (_, change, field) => {
    const params = Object.assign({ ...info.ticketParams }, change) as TicketParams
    expect(() => readTicketParams(params)).toThrow(expect.objectContaining({ meta: { field } }))
  })
})

describe('the path of a rendition', () => {
  test('survives every name', () => {
    const address = fc.record({
      sessionId: fc.stringMatching(/^[0-9a-f]{8}$/),
      profileName: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
      seqNo: fc.nat(),
      format: fc.constantFrom('mpegts' as const, 'mp4' as const),
    })
    fc.assert(
      fc.property(address, (a) => {
        expect(parseRenditionPath(renditionPath(a))).toEqual(a)
      }),
    )
  })

  test('is the network’s for plain names', () => {
    expect(renditionPath({ sessionId: 'a1b2c3d4', profileName: '720p', seqNo: 7, format: 'mp4' })).toBe(
      '/stream/a1b2c3d4/720p/7.mp4',
    )
  })

  test.each([
    '/stream/a/b/-1.ts',
    '/stream/a/b/1.m3u8',
    '/stream/a/1.ts',
    '/stream/a/b/c/1.ts',
    '/stream/%zz/b/1.ts',
    '/',
  ])('error: %s is none', (path) => {
    expect(parseRenditionPath(path)).toBeUndefined()
  })
})

test.each([
  ['orchestrator.example:8935', 'https://orchestrator.example:8935/segment'],
  ['https://orchestrator.example:8935/', 'https://orchestrator.example:8935/segment'],
  ['http://127.0.0.1:8935', 'http://127.0.0.1:8935/segment'],
  ['https://a.example/node/?x=1', 'https://a.example/node/segment'],
  ['https://[::1]:8935', 'https://[::1]:8935/segment'],
])('segments for %s go to %s', (uri, expected) => {
  expect(serviceUrl(parseServiceUri(uri), '/segment').href).toBe(expected)
})
