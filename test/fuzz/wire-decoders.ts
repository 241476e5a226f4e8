import { createHash } from 'node:crypto'
import { type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf'
import {
  decodePaymentHeader,
  decodeSegmentHeader,
  OrchestratorInfoSchema,
  PaymentHeaderError,
  PaymentRefusedError,
  ProfileRefusedError,
  readOrchestratorInfo,
  readPayment,
  readSegData,
  readStoreGrant,
  SegmentDurationError,
  SegmentHeaderError,
  TranscodeResultSchema,
  WireFormatError,
} from '@millrace/wire'
import { decodeBase64, decodeUtf8 } from '../../packages/wire/src/codec/bytes.ts'
import {
  createEndpointChallenge,
  readEndpointChallenge,
} from '../../packages/wire/src/codec/endpoint-challenge.ts'
import { decodeMessage } from '../../packages/wire/src/codec/headers.ts'
import { createRedeemerTicket, readRedeemerTicket } from '../../packages/wire/src/codec/redeemer-ticket.ts'
import { parseRenditionPath } from '../../packages/wire/src/codec/rendition-path.ts'
import { parseHttpUri, parseServiceUri } from '../../packages/wire/src/codec/service-uri.ts'
import { file_net_orchestrator } from '../../packages/wire/src/generated/net/orchestrator_pb.ts'
import { TicketSchema } from '../../packages/wire/src/generated/net/redeemer_pb.ts'
import { texts, wireMessages } from './corpora.ts'
import { type Decoder, fromBase64, fromText } from './decoder.ts'

const ofOrder = [SegmentHeaderError, ProfileRefusedError, SegmentDurationError]
const ofPayment = [PaymentHeaderError, PaymentRefusedError]
/** The library's own: whoever decodes a message turns them into the error of its field. */
const ofLibrary = [Error]

function readAnyMessage(input: Buffer): void {
  const schemas: readonly DescMessage[] = file_net_orchestrator.messages
  // Which one is chosen by the input itself, so that a failure can be had again.
  const schema = schemas[createHash('sha256').update(input).digest().readUInt16BE(0) % schemas.length]
  if (schema) fromBinary(schema, input)
}

function readOrder(header: string): void {
  readStoreGrant(readSegData(decodeSegmentHeader(header)).storage)
}

function readPaid(header: string): void {
  const payment = decodePaymentHeader(header)
  if (payment) readPayment(payment)
}

function readHandedOver(input: Buffer): void {
  let ticket: ReturnType<typeof decodeTicket>
  try {
    ticket = decodeTicket(input)
  } catch {
    return
  }
  readRedeemerTicket(ticket)
}

const decodeTicket = (input: Buffer) => fromBinary(TicketSchema, input)

function handedOver(): Buffer[] {
  const ticket = {
    recipient: '0x2222222222222222222222222222222222222222',
    sender: '0x1111111111111111111111111111111111111111',
    faceValueWei: 10n ** 18n,
    winProb: 1n << 240n,
    senderNonce: 7,
    recipientRandHash: `0x${'5a'.repeat(32)}`,
    creationRound: 7n,
    creationRoundBlockHash: `0x${'cd'.repeat(32)}`,
  } as const
  const winner = { ticket, signature: new Uint8Array(65), recipientRand: 5n, paramsExpirationBlock: 100n }
  return [Buffer.from(toBinary(TicketSchema, createRedeemerTicket(winner)))]
}

/** What is decoded has a form of its own; only what is read from it has declared errors. */
function readTerms(input: Buffer): void {
  let info: ReturnType<typeof decodeInfo>
  try {
    info = decodeInfo(input)
  } catch {
    return
  }
  readOrchestratorInfo(info, { needsPayment: input.length % 2 === 0 })
}
const decodeInfo = (input: Buffer) => decodeMessage(OrchestratorInfoSchema, input)

const everyType = [
  'OrchestratorRequest',
  'OrchestratorInfo',
  'SegData',
  'Payment',
  'TranscodeResult',
  'NotifySegment',
]
const asText = (type: string) => () => texts(...wireMessages(type).map((raw) => raw.toString('base64')))
const storage = ['{"conditions":[{"acl":"public-read"},["starts-with","$key","a/b"],["eq","$bucket","c"]]}']

export const wireDecoders: readonly Decoder[] = [
  {
    name: 'any message of the wire',
    covers: [],
    form: 'protobuf',
    corpus: () => wireMessages(...everyType),
    decode: readAnyMessage,
    errors: ofLibrary,
  },
  {
    name: 'segment header',
    covers: ['decodeSegmentHeader', 'readSegData', 'readProfiles', 'readStoreGrant'],
    form: 'protobuf',
    corpus: () => wireMessages('SegData'),
    decode: fromBase64(readOrder),
    errors: ofOrder,
  },
  {
    name: 'segment header as text',
    covers: ['decodeBase64'],
    form: 'text',
    corpus: asText('SegData'),
    decode: fromText(readOrder),
    errors: ofOrder,
  },
  {
    name: 'payment header',
    covers: ['decodePaymentHeader', 'readPayment', 'readTicketParams', 'readPriceInfo', 'readAddress'],
    form: 'protobuf',
    corpus: () => wireMessages('Payment'),
    decode: fromBase64(readPaid),
    errors: ofPayment,
  },
  {
    name: 'winner that is handed over',
    covers: ['readRedeemerTicket'],
    form: 'protobuf',
    corpus: handedOver,
    decode: readHandedOver,
    errors: [WireFormatError, ...ofPayment],
  },
  {
    name: 'payment header as text',
    covers: [],
    form: 'text',
    corpus: asText('Payment'),
    decode: fromText(readPaid),
    errors: ofPayment,
  },
  {
    name: 'terms of an orchestrator',
    covers: ['readOrchestratorInfo'],
    form: 'protobuf',
    corpus: () => wireMessages('OrchestratorInfo'),
    decode: readTerms,
    errors: [WireFormatError],
  },
  {
    name: 'result of a segment',
    covers: ['decodeMessage'],
    form: 'protobuf',
    corpus: () => wireMessages('TranscodeResult'),
    decode: (input) => decodeMessage(TranscodeResultSchema, input),
    errors: ofLibrary,
  },
  {
    name: 'policy of an object store',
    covers: [],
    form: 'json',
    corpus: () => texts(...storage),
    decode: (input) => readStoreGrant([grantWith(input)]),
    errors: [SegmentHeaderError],
  },
  {
    name: 'path of a result',
    covers: ['parseRenditionPath', 'decodeUtf8'],
    form: 'text',
    corpus: () => texts('/stream/0a1b2c3d/720p30/12.ts', '/stream/0a1b2c3d/a%20b/1.mp4'),
    decode: (input) => [
      parseRenditionPath(input.toString('utf8')),
      decodeUtf8(input),
      decodeBase64(String(input)),
    ],
    errors: [],
  },
  {
    name: 'challenge to an endpoint',
    covers: ['readEndpointChallenge'],
    form: 'bytes',
    corpus: () => [Buffer.from(createEndpointChallenge(new Uint8Array(16), new Uint8Array(32).fill(7)))],
    decode: readEndpointChallenge,
    errors: [],
  },
  {
    name: 'service URI',
    covers: ['parseServiceUri'],
    form: 'text',
    corpus: () => texts('https://host:8935', 'host.example:8935/base', 'http://[::1]:1/a?b=c'),
    decode: fromText(parseServiceUri),
    errors: [WireFormatError],
  },
  {
    name: 'address of a result',
    covers: ['parseHttpUri'],
    form: 'text',
    corpus: () => texts('https://host:8935/stream/0/a/1.ts', 'http://[::1]:1/a?b=c'),
    decode: fromText((text) => parseHttpUri(text, 'url')),
    errors: [WireFormatError],
  },
]

function grantWith(policy: Buffer): Parameters<typeof readStoreGrant>[0][number] {
  return {
    $typeName: 'net.OSInfo',
    storageType: 1,
    s3info: {
      $typeName: 'net.S3OSInfo',
      host: 'https://bucket.example',
      key: 'a/b',
      policy: policy.toString('base64'),
      signature: 'c',
      credential: 'd',
      xAmzDate: '20260801T000000Z',
    },
  }
}
