import { RtmpProtocolError } from './errors.ts'

/** A value of AMF0 (Adobe AMF 0 specification 2). Objects have no prototype. */
export type AmfValue =
  | number
  | boolean
  | string
  | null
  | undefined
  | Date
  | readonly AmfValue[]
  | { readonly [key: string]: AmfValue }

export type AmfObject = { readonly [key: string]: AmfValue }

const marker = {
  number: 0,
  boolean: 1,
  string: 2,
  object: 3,
  null: 5,
  undefined: 6,
  ecmaArray: 8,
  objectEnd: 9,
  strictArray: 10,
  date: 11,
  longString: 12,
} as const

const maxDepth = 16
const maxValues = 4096

function fail(reason: string): never {
  throw new RtmpProtocolError({ what: 'AMF0 value', reason })
}

class AmfReader {
  readonly #bytes: Buffer
  #at = 0
  #values = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  get isDone(): boolean {
    return this.#at >= this.#bytes.length
  }

  value(depth = 0): AmfValue {
    if (depth > maxDepth) fail('it is nested too deep')
    if (++this.#values > maxValues) fail('it has too many parts')
    const kind = this.#bytes[this.#take(1)]
    switch (kind) {
      case marker.number:
        return this.#bytes.readDoubleBE(this.#take(8))
      case marker.boolean:
        return this.#bytes[this.#take(1)] !== 0
      case marker.string:
        return this.#string(this.#bytes.readUInt16BE(this.#take(2)))
      case marker.longString:
        return this.#string(this.#bytes.readUInt32BE(this.#take(4)))
      case marker.null:
        return null
      case marker.undefined:
        return undefined
      default:
        return this.#composite(kind, depth)
    }
  }

  #composite(kind: number | undefined, depth: number): AmfValue {
    if (kind === marker.object) return this.#object(depth)
    if (kind === marker.ecmaArray) {
      // The count is only a hint: an end marker follows.
      this.#take(4)
      return this.#object(depth)
    }
    if (kind === marker.strictArray) {
      const count = this.#bytes.readUInt32BE(this.#take(4))
      if (count > maxValues) fail('it has too many parts')
      return Array.from({ length: count }, () => this.value(depth + 1))
    }
    if (kind === marker.date) {
      const milliseconds = this.#bytes.readDoubleBE(this.#take(8))
      this.#take(2)
      return new Date(milliseconds)
    }
    return fail(`its kind ${kind} is not known`)
  }

  #object(depth: number): AmfObject {
    const object: Record<string, AmfValue> = Object.create(null)
    for (;;) {
      const key = this.#string(this.#bytes.readUInt16BE(this.#take(2)))
      if (key === '' && this.#bytes[this.#at] === marker.objectEnd) {
        this.#at++
        return object
      }
      object[key] = this.value(depth + 1)
    }
  }

  #string(length: number): string {
    const start = this.#take(length)
    return this.#bytes.toString('utf8', start, start + length)
  }

  #take(length: number): number {
    const start = this.#at
    if (length > this.#bytes.length - start) fail('it ends too early')
    this.#at += length
    return start
  }
}

/**
 * Reads all values of a message.
 * @throws {RtmpProtocolError} when they are cut short, of an unknown kind, or pass the bounds.
 */
export function decodeAmf(bytes: Uint8Array): AmfValue[] {
  const reader = new AmfReader(bytes)
  const values: AmfValue[] = []
  while (!reader.isDone) values.push(reader.value())
  return values
}

function withLength(bytes: Buffer, lengthBytes: 2 | 4): Buffer {
  const length = Buffer.alloc(lengthBytes)
  length.writeUIntBE(bytes.length, 0, lengthBytes)
  return Buffer.concat([length, bytes])
}

function encodeDouble(kind: number, value: number): Buffer {
  const bytes = Buffer.alloc(9, kind)
  bytes.writeDoubleBE(value, 1)
  return bytes
}

function encodeString(value: string): Buffer {
  const bytes = Buffer.from(value)
  return bytes.length > 0xffff
    ? Buffer.concat([Buffer.of(marker.longString), withLength(bytes, 4)])
    : Buffer.concat([Buffer.of(marker.string), withLength(bytes, 2)])
}

function encodeValue(value: AmfValue): Buffer {
  if (value === undefined) return Buffer.of(marker.undefined)
  if (value === null) return Buffer.of(marker.null)
  if (typeof value === 'number') return encodeDouble(marker.number, value)
  if (typeof value === 'boolean') return Buffer.of(marker.boolean, value ? 1 : 0)
  if (typeof value === 'string') return encodeString(value)
  if (value instanceof Date)
    return Buffer.concat([encodeDouble(marker.date, value.getTime()), Buffer.alloc(2)])
  if (Array.isArray(value)) {
    const count = Buffer.alloc(5, marker.strictArray)
    count.writeUInt32BE(value.length, 1)
    return Buffer.concat([count, ...value.map(encodeValue)])
  }
  const entries = Object.entries(value).flatMap(([key, part]) => [
    withLength(Buffer.from(key), 2),
    encodeValue(part),
  ])
  return Buffer.concat([Buffer.of(marker.object), ...entries, Buffer.of(0, 0, marker.objectEnd)])
}

/** Writes values one after another. */
export function encodeAmf(values: readonly AmfValue[]): Uint8Array {
  return Buffer.concat(values.map(encodeValue))
}
