/** The wire format of protobuf by field number, without a schema: enough to write and read the network's messages. */

const text = new TextEncoder()

/** Bytes of several fields, one after the other. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, value)
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  return Uint8Array.from([...bytes, Number(rest)])
}

function tag(field: number, wireType: number): Uint8Array {
  return varint(BigInt(field * 8 + wireType))
}

/** An integer, enum or boolean; zero is left out, as proto3 does. */
export function int(field: number, value: bigint | number | boolean): Uint8Array {
  const number = BigInt(value)
  return number === 0n ? new Uint8Array() : join(tag(field, 0), varint(number))
}

/** Bytes or text; empty is left out. */
export function bytes(field: number, value: Uint8Array | string): Uint8Array {
  const raw = typeof value === 'string' ? text.encode(value) : value
  return raw.length === 0 ? new Uint8Array() : message(field, raw)
}

/** A message, present even when it is empty; undefined is left out. */
export function message(field: number, value: Uint8Array | undefined): Uint8Array {
  return value ? join(tag(field, 2), varint(BigInt(value.length)), value) : new Uint8Array()
}

/** Each of several messages under the same number. */
export function messages(field: number, values: readonly Uint8Array[]): Uint8Array {
  return join(...values.map((value) => message(field, value)))
}

/** Repeated integers in one field. */
export function packed(field: number, values: readonly bigint[]): Uint8Array {
  return bytes(field, join(...values.map(varint)))
}

type Value = bigint | Uint8Array

/** A message that was read: values by field number, the last one of a number counts. */
export class Fields {
  readonly #values = new Map<number, Value[]>()

  /** Fixed-width fields are not in use on this network. */
  constructor(raw: Uint8Array) {
    let at = 0
    const next = (): bigint => {
      let value = 0n
      for (let shift = 0n; ; shift += 7n) {
        const byte = raw[at++]
        if (byte === undefined || shift > 63n) throw new Error('A number does not end.')
        value |= BigInt(byte & 127) << shift
        if (byte < 128) return value
      }
    }
    while (at < raw.length) {
      const key = Number(next())
      const list = this.#values.get(key >> 3) ?? []
      this.#values.set(key >> 3, list)
      if ((key & 7) === 0) list.push(next())
      else if ((key & 7) === 2) {
        const length = Number(next())
        if (at + length > raw.length) throw new Error('A field is cut off.')
        list.push(raw.slice(at, at + length))
        at += length
      } else throw new Error(`There is no wire type ${key & 7} here.`)
    }
  }

  has(field: number): boolean {
    return this.#values.has(field)
  }

  /** @returns a signed 64-bit number. */
  int(field: number): bigint {
    const value = this.#values.get(field)?.at(-1) ?? 0n
    if (typeof value !== 'bigint') throw new Error(`Field ${field} is no number.`)
    return BigInt.asIntN(64, value)
  }

  bytes(field: number): Uint8Array {
    return this.all(field).at(-1) ?? new Uint8Array()
  }

  text(field: number): string {
    return Buffer.from(this.bytes(field)).toString('utf8')
  }

  /** @returns undefined when it is absent. */
  message(field: number): Fields | undefined {
    return this.has(field) ? new Fields(this.bytes(field)) : undefined
  }

  messages(field: number): Fields[] {
    return this.all(field).map((raw) => new Fields(raw))
  }

  all(field: number): Uint8Array[] {
    return (this.#values.get(field) ?? []).map((value) => {
      if (typeof value === 'bigint') throw new Error(`Field ${field} is a number.`)
      return value
    })
  }

  /** Repeated 64-bit numbers, packed or not. */
  uints(field: number): bigint[] {
    return (this.#values.get(field) ?? []).flatMap((value) =>
      typeof value === 'bigint' ? [value] : unpack(value),
    )
  }
}

function unpack(raw: Uint8Array): bigint[] {
  const numbers: bigint[] = []
  let [value, shift] = [0n, 0n]
  for (const byte of raw) {
    value |= BigInt(byte & 127) << shift
    shift += 7n
    if (byte >= 128) continue
    numbers.push(value)
    ;[value, shift] = [0n, 0n]
  }
  return numbers
}
