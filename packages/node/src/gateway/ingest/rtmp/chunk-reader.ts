import { RtmpProtocolError } from './errors.ts'
import type { RtmpLimits } from './limits.ts'
import { messageType, type RtmpMessage } from './messages.ts'
import { PartialMessage } from './partial-message.ts'

const extendedMark = 0xffffff
const firstChunkBytes = 128
/** Bytes of the message header by chunk type (RTMP 1.0 5.3.1.2). */
const headerBytesByFormat = [11, 7, 3, 0] as const
const maxHeaderBytes = 3 + 11 + 4

function fail(reason: string): never {
  throw new RtmpProtocolError({ what: 'chunk', reason })
}

export type ChunkLimits = Pick<
  RtmpLimits,
  'maxMessageBytes' | 'maxCommandBytes' | 'maxChunkBytes' | 'maxChunkStreams' | 'maxBufferedBytes'
>

/** What is known of a chunk stream from the headers so far. */
class ChunkStream {
  timestampMs = 0
  deltaMs = 0
  length = 0
  type = 0
  streamId = 0
  /** The extended timestamp field that further chunks of the message repeat. */
  extended: number | undefined
  message: PartialMessage | undefined
}

/**
 * Puts messages together from chunks, whatever pieces the network hands over. Memory grows only with bytes
 * that really came.
 */
export class ChunkReader {
  readonly #limits: ChunkLimits
  readonly #streams = new Map<number, ChunkStream>()
  readonly #header = Buffer.alloc(maxHeaderBytes)
  #headerLength = 0
  #chunkBytes = firstChunkBytes
  #current: ChunkStream | undefined
  #chunkLeft = 0
  #bufferedBytes = 0
  #allowsMedia = false

  constructor(limits: ChunkLimits) {
    this.#limits = limits
  }

  /** Before this, no message may be larger than a command. */
  allowMedia(): void {
    this.#allowsMedia = true
  }

  /**
   * Yields the messages that these bytes complete. Chunk size and abort messages are obeyed, not yielded.
   * The next messages are read only when the generator goes on.
   * @throws {RtmpProtocolError} when the bytes are no chunks or a bound is passed.
   */
  *read(data: Uint8Array): Generator<RtmpMessage, void> {
    let at = 0
    while (at < data.length) {
      if (this.#current === undefined) {
        this.#header[this.#headerLength++] = data[at++] ?? 0
        this.#tryBeginChunk()
      } else {
        const taken = Math.min(this.#chunkLeft, data.length - at)
        this.#append(this.#current, data.subarray(at, at + taken))
        at += taken
      }
      const message = this.#endChunk()
      if (message !== undefined) yield message
    }
  }

  /** Reads the header once it is whole; what it needs shows byte by byte. */
  #tryBeginChunk(): void {
    const header = this.#header
    const first = header[0] ?? 0
    const shortId = first & 0x3f
    const basicBytes = shortId === 0 ? 2 : shortId === 1 ? 3 : 1
    const format = first >> 6
    const fixedBytes = basicBytes + (headerBytesByFormat[format] ?? 0)
    if (this.#headerLength < fixedBytes) return
    const id = shortId === 0 ? 64 + (header[1] ?? 0) : shortId === 1 ? 64 + header.readUInt16LE(1) : shortId
    const stream = this.#streamFor(id, format)
    const hasExtended =
      format === 3 ? stream.extended !== undefined : header.readUIntBE(basicBytes, 3) === extendedMark
    if (this.#headerLength < fixedBytes + (hasExtended ? 4 : 0)) return
    const extended = hasExtended ? header.readUInt32BE(fixedBytes) : undefined
    this.#headerLength = 0
    this.#current = stream
    if (format === 3) this.#beginRepeated(stream, extended, header.subarray(fixedBytes, fixedBytes + 4))
    else this.#beginWithHeader(stream, format, header.subarray(basicBytes, fixedBytes), extended)
  }

  #streamFor(id: number, format: number): ChunkStream {
    const known = this.#streams.get(id)
    if (known !== undefined) return known
    if (format !== 0) fail('a chunk stream does not begin with a full header')
    if (this.#streams.size >= this.#limits.maxChunkStreams) fail('there are too many chunk streams')
    const stream = new ChunkStream()
    this.#streams.set(id, stream)
    return stream
  }

  #beginWithHeader(stream: ChunkStream, format: number, fields: Buffer, extended: number | undefined): void {
    // A header in the middle of a message begins another one in its place.
    this.#drop(stream)
    const time = extended ?? fields.readUIntBE(0, 3)
    stream.extended = extended
    stream.deltaMs = format === 0 ? 0 : time
    stream.timestampMs = format === 0 ? time : (stream.timestampMs + time) >>> 0
    if (format < 2) {
      stream.length = fields.readUIntBE(3, 3)
      stream.type = fields[6] ?? 0
    }
    if (format === 0) stream.streamId = fields.readUInt32LE(7)
    this.#beginMessage(stream)
    this.#chunkLeft = Math.min(this.#chunkBytes, stream.length)
  }

  #beginRepeated(stream: ChunkStream, extended: number | undefined, extendedBytes: Buffer): void {
    if (stream.message === undefined) {
      stream.timestampMs = (stream.timestampMs + stream.deltaMs) >>> 0
      this.#beginMessage(stream)
    }
    const left = stream.length - (stream.message?.receivedBytes ?? 0)
    this.#chunkLeft = Math.min(this.#chunkBytes, left)
    // Some encoders leave the extended timestamp out here: then these bytes are already payload.
    const isPayload = extended !== undefined && extended !== stream.extended && this.#chunkLeft >= 4
    if (isPayload) this.#append(stream, extendedBytes)
  }

  #beginMessage(stream: ChunkStream): void {
    const { maxMessageBytes, maxCommandBytes } = this.#limits
    const isMedia =
      stream.type === messageType.audio ||
      stream.type === messageType.video ||
      stream.type === messageType.aggregate
    const maxBytes = isMedia && this.#allowsMedia ? maxMessageBytes : maxCommandBytes
    if (stream.length > maxBytes) fail(`a message of ${stream.length} bytes is too large`)
    stream.message = new PartialMessage(stream.length)
  }

  #append(stream: ChunkStream, bytes: Uint8Array): void {
    this.#bufferedBytes += bytes.length
    if (this.#bufferedBytes > this.#limits.maxBufferedBytes) fail('too much is under way at once')
    stream.message?.append(bytes)
    this.#chunkLeft -= bytes.length
  }

  #drop(stream: ChunkStream): void {
    this.#bufferedBytes -= stream.message?.receivedBytes ?? 0
    stream.message = undefined
  }

  #endChunk(): RtmpMessage | undefined {
    const stream = this.#current
    if (stream === undefined || this.#chunkLeft > 0) return undefined
    this.#current = undefined
    const { message, type, streamId, timestampMs } = stream
    if (message === undefined || !message.isWhole) return undefined
    this.#drop(stream)
    const payload = message.bytes
    if (type === messageType.setChunkSize) this.#setChunkSize(payload)
    else if (type === messageType.abort) this.#abort(payload)
    else return { type, streamId, timestampMs, payload }
    return undefined
  }

  #setChunkSize(payload: Buffer): void {
    const size = payload.length < 4 ? 0 : payload.readUInt32BE(0)
    if (size < 1 || size > this.#limits.maxChunkBytes) fail(`a chunk size of ${size} is out of bounds`)
    this.#chunkBytes = size
  }

  #abort(payload: Buffer): void {
    const stream = payload.length < 4 ? undefined : this.#streams.get(payload.readUInt32BE(0))
    if (stream !== undefined) this.#drop(stream)
  }
}
