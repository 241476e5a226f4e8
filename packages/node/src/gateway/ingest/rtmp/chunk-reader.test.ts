import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ChunkReader } from './chunk-reader.ts'
import { encodeMessage } from './chunk-writer.ts'
import { RtmpProtocolError } from './errors.ts'
import { defaultRtmpLimits } from './limits.ts'
import { messageType, type RtmpMessage, splitAggregate, uint32 } from './messages.ts'

interface Sent extends RtmpMessage {
  readonly chunkStreamId: number
}

interface Encoding {
  readonly chunkBytes: number
  /** Whether chunks after the first repeat the extended timestamp. */
  readonly repeatsExtended: boolean
}

/** An encoder that uses the shortest header it may, and interleaves chunk streams by turns. */
function encodeAll(messages: readonly Sent[], { chunkBytes, repeatsExtended }: Encoding): Buffer[] {
  const last = new Map<number, Sent>()
  const queues = new Map<number, Buffer[]>()
  for (const message of messages) {
    const queue = queues.get(message.chunkStreamId) ?? []
    queues.set(message.chunkStreamId, queue)
    queue.push(...chunksOf(message, last.get(message.chunkStreamId), { chunkBytes, repeatsExtended }))
    last.set(message.chunkStreamId, message)
  }
  const turns: Buffer[] = []
  for (let turn = 0; [...queues.values()].some((queue) => queue.length > turn); turn++) {
    for (const queue of queues.values()) {
      const chunk = queue[turn]
      if (chunk !== undefined) turns.push(chunk)
    }
  }
  return turns
}

function basicHeader(format: number, id: number): Buffer {
  if (id < 64) return Buffer.of((format << 6) | id)
  if (id < 320) return Buffer.of(format << 6, id - 64)
  return Buffer.of((format << 6) | 1, (id - 64) & 255, (id - 64) >> 8)
}

function chunksOf(
  message: Sent,
  before: Sent | undefined,
  { chunkBytes, repeatsExtended }: Encoding,
): Buffer[] {
  const { chunkStreamId, payload, type, streamId } = message
  const isShort =
    before !== undefined && before.streamId === streamId && message.timestampMs >= before.timestampMs
  const time = isShort ? message.timestampMs - before.timestampMs : message.timestampMs
  const isSame = isShort && before.type === type && before.payload.length === payload.length
  const format = isSame ? 2 : isShort ? 1 : 0
  const extended = time >= 0xffffff ? uint32(time) : new Uint8Array()
  const fields = Buffer.alloc([11, 7, 3][format] ?? 0)
  fields.writeUIntBE(Math.min(time, 0xffffff), 0, 3)
  if (format < 2) {
    fields.writeUIntBE(payload.length, 3, 3)
    fields[6] = type
  }
  if (format === 0) fields.writeUInt32LE(streamId, 7)
  const chunks = [
    Buffer.concat([basicHeader(format, chunkStreamId), fields, extended, payload.subarray(0, chunkBytes)]),
  ]
  for (let at = chunkBytes; at < payload.length; at += chunkBytes) {
    const repeated = repeatsExtended ? extended : new Uint8Array()
    chunks.push(
      Buffer.concat([basicHeader(3, chunkStreamId), repeated, payload.subarray(at, at + chunkBytes)]),
    )
  }
  return chunks
}

function readAll(reader: ChunkReader, pieces: readonly Uint8Array[]): RtmpMessage[] {
  return pieces.flatMap((piece) => [...reader.read(piece)])
}

function inPieces(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = []
  let at = 0
  for (const size of sizes) {
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return [...pieces, bytes.subarray(at)]
}

const reader = (limits = {}) => {
  const made = new ChunkReader({ ...defaultRtmpLimits, ...limits })
  made.allowMedia()
  return made
}

const message = fc.record({
  chunkStreamId: fc.constantFrom(3, 4, 63, 64, 319, 320, 65_599),
  type: fc.constantFrom(messageType.audio, messageType.video, messageType.data),
  streamId: fc.constantFrom(0, 1, 2 ** 32 - 1),
  timestampMs: fc.oneof(
    fc.nat(0x1fffffe),
    fc.nat(2 ** 32 - 1),
    fc.constantFrom(0xfffffe, 0xffffff, 0x1000000),
  ),
  payload: fc.uint8Array({ maxLength: 700 }),
})
const byStream = (messages: readonly RtmpMessage[]) =>
  messages
    .map((each) => JSON.stringify([each.streamId, each.type, each.timestampMs, [...each.payload]]))
    .sort()

describe('chunks', () => {
  test('messages come out of any header types, chunk sizes, interleaving and pieces', () => {
    fc.assert(
      fc.property(
        fc.array(message, { maxLength: 12 }),
        fc.integer({ min: 1, max: 300 }),
        fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 40 }),
        (messages, chunkBytes, sizes) => {
          const setSize = encodeMessage({
            chunkStreamId: 2,
            chunkBytes: 128,
            type: messageType.setChunkSize,
            streamId: 0,
            payload: uint32(chunkBytes),
          })
          const chunks = encodeAll(messages, { chunkBytes, repeatsExtended: true })
          const bytes = Buffer.concat([setSize, ...chunks])
          expect(byStream(readAll(reader(), inPieces(bytes, sizes)))).toEqual(byStream(messages))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('encoders that do not repeat the extended timestamp are understood too', () => {
    const payload = Buffer.alloc(1000, 0xab)
    const sent = [0x1000000, 0x1000010].map((timestampMs) => ({
      chunkStreamId: 4,
      type: 9,
      streamId: 1,
      timestampMs,
      payload,
    }))
    for (const repeatsExtended of [true, false]) {
      const chunks = encodeAll(sent, { chunkBytes: 128, repeatsExtended })
      expect(byStream(readAll(reader(), chunks))).toEqual(byStream(sent))
    }
  })

  test('an abort message drops what is under way', () => {
    const video = (payload: Uint8Array) =>
      encodeAll([{ chunkStreamId: 4, type: 9, streamId: 1, timestampMs: 0, payload }], {
        chunkBytes: 128,
        repeatsExtended: true,
      })
    const [begun = Buffer.alloc(0)] = video(Buffer.alloc(400))
    const abort = encodeMessage({
      chunkStreamId: 2,
      chunkBytes: 128,
      type: 2,
      streamId: 0,
      payload: uint32(4),
    })
    const messages = readAll(reader(), [begun, abort, ...video(Buffer.from('whole'))])
    expect(messages.map(({ payload }) => Buffer.from(payload).toString())).toEqual(['whole'])
  })

  test('a message keeps its bytes when later ones come', () => {
    const sent = [1, 2].map((fill) => ({
      chunkStreamId: 4,
      type: 9,
      streamId: 1,
      timestampMs: fill,
      payload: Buffer.alloc(300, fill),
    }))
    const bytes = Buffer.concat(encodeAll(sent, { chunkBytes: 128, repeatsExtended: true }))
    const messages = readAll(reader(), [bytes])
    bytes.fill(0xff)
    expect(byStream(messages)).toEqual(byStream(sent))
  })

  const header = (length: number, type: number, id = 4) => {
    const bytes = Buffer.alloc(12)
    bytes[0] = id
    bytes.writeUIntBE(length, 4, 3)
    bytes[7] = type
    return bytes
  }
  const setSize = (size: number) => Buffer.concat([header(4, 1, 2), uint32(size)])

  test.each([
    ['a message larger than allowed', [header(0xffffff, messageType.video)], { maxMessageBytes: 1000 }],
    ['a command larger than allowed', [header(70_000, messageType.command)], {}],
    ['a chunk size of zero', [setSize(0)], {}],
    ['a chunk size beyond the bound', [setSize(0x7fffffff)], {}],
    ['a short header on an unknown chunk stream', [Buffer.of(0xc5)], {}],
    [
      'too many chunk streams',
      Array.from({ length: 20 }, (_, at) => header(0, 9, 3 + at)),
      { maxChunkStreams: 10 },
    ],
    [
      'too much under way',
      Array.from({ length: 8 }, (_, at) => Buffer.concat([header(500, 9, 3 + at), Buffer.alloc(128)])),
      { maxBufferedBytes: 600 },
    ],
  ])('error: %s', (_, pieces, limits) => {
    expect(() => readAll(reader(limits), pieces)).toThrow(RtmpProtocolError)
  })

  test('error: before the publish no media message may be large', () => {
    const early = new ChunkReader(defaultRtmpLimits)
    expect(() => readAll(early, [header(100_000, messageType.video)])).toThrow(/too large/)
  })

  test('error: arbitrary bytes give messages or the declared error, in bounded memory', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 10 }), (pieces) => {
        try {
          readAll(reader(), pieces)
        } catch (error) {
          expect(error).toBeInstanceOf(RtmpProtocolError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('aggregate messages', () => {
  const tag = (timestampMs: number, body: string) => {
    const head = Buffer.alloc(11)
    head[0] = 9
    head.writeUIntBE(body.length, 1, 3)
    head.writeUIntBE(timestampMs, 4, 3)
    return Buffer.concat([head, Buffer.from(body), Buffer.alloc(4)])
  }

  test('their parts move to the message’s time, and a cut-off end is left out', () => {
    const payload = Buffer.concat([tag(100, 'a'), tag(133, 'bc'), tag(166, 'd').subarray(0, 11)])
    const parts = splitAggregate({ type: 22, streamId: 1, timestampMs: 5000, payload })
    expect(
      parts.map(({ timestampMs, payload: body }) => [timestampMs, Buffer.from(body).toString()]),
    ).toEqual([
      [5000, 'a'],
      [5033, 'bc'],
    ])
  })

  test('error: arbitrary payloads never throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (payload) => {
        splitAggregate({ type: 22, streamId: 1, timestampMs: 0, payload })
      }),
    )
  })
})
