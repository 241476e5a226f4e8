import type { Random } from './random.ts'

/** What is known of the form of an input, so that a change gets past the first check. */
export type Form = 'bytes' | 'protobuf' | 'text' | 'json'

type Change = (input: Buffer, random: Random, corpus: readonly Buffer[]) => Buffer

/** Lengths, counts and signs at which parsers go wrong. */
const edges = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0xffffff, 0x7fffffff, 0x80000000, 0xffffffff,
]
const largestInput = 200_000

const at = (input: Buffer, random: Random) => random.below(input.length + 1)

const byteChanges: readonly Change[] = [
  (input, random) => {
    const changed = Buffer.from(input)
    const index = random.below(changed.length)
    if (changed.length > 0) changed[index] = (changed[index] ?? 0) ^ (1 << random.below(8))
    return changed
  },
  (input, random) => {
    const changed = Buffer.from(input)
    const width = random.pick([1, 2, 3, 4])
    if (changed.length < width) return changed
    const place = random.below(changed.length - width + 1)
    changed.writeUIntBE(random.pick(edges) % 2 ** (8 * width), place, width)
    return changed
  },
  (input, random) => input.subarray(0, at(input, random)),
  (input, random) => input.subarray(at(input, random)),
  (input, random) => {
    const [from, to] = [at(input, random), at(input, random)].sort((a, b) => a - b)
    return Buffer.concat([input.subarray(0, from), input.subarray(to)])
  },
  (input, random) => {
    const [from = 0, to = 0] = [at(input, random), at(input, random)].sort((a, b) => a - b)
    const times = random.pick([1, 1, 2, 30])
    const piece = input.subarray(from, Math.min(to, from + 2_000))
    return Buffer.concat([input.subarray(0, to), ...Array<Buffer>(times).fill(piece), input.subarray(to)])
  },
  (input, random) => {
    const place = at(input, random)
    return Buffer.concat([input.subarray(0, place), random.bytes(random.below(40)), input.subarray(place)])
  },
  (input, random, corpus) => {
    const other = random.pick(corpus)
    return Buffer.concat([input.subarray(0, at(input, random)), other.subarray(at(other, random))])
  },
]

const fragments = [
  '\r\n',
  '\n',
  '"',
  "'",
  ',',
  ':',
  '=',
  '/',
  '..',
  '%',
  '%00',
  '%ff',
  '\0',
  '\ud800',
  'é',
  '😀',
]
const numbers = ['-1', '0', '1e999', '99999999999999999999', '0x10', 'NaN', '1.5', '.', '٣']

const textChanges: readonly Change[] = [
  (input, random) => {
    const place = at(input, random)
    const piece = Buffer.from(random.pick([...fragments, ...numbers]).repeat(random.pick([1, 1, 3, 500])))
    return Buffer.concat([input.subarray(0, place), piece, input.subarray(place)])
  },
  (input, random) => {
    const changed = input
      .toString('latin1')
      .replace(/\d+/g, (digits) => (random.below(4) ? digits : random.pick(numbers)))
    return Buffer.from(changed, 'latin1')
  },
  (input, random) => {
    const lines = input.toString('latin1').split('\n')
    const moved = lines.splice(random.below(lines.length), 1)
    lines.splice(random.below(lines.length + 1), 0, ...moved, ...(random.below(2) ? moved : []))
    return Buffer.from(lines.join('\n'), 'latin1')
  },
]

/** Changes one value of a parsed text, so that it still parses. */
const jsonChange: Change = (input, random) => {
  let parsed: unknown
  try {
    parsed = JSON.parse(input.toString('utf8'))
  } catch {
    return input
  }
  const values = [
    null,
    true,
    -1,
    0,
    1.5,
    1e308,
    2 ** 53,
    '',
    '\u0000',
    'x'.repeat(3_000),
    [],
    {},
    [[[[[[]]]]]],
  ]
  const change = (value: unknown, depth: number): unknown => {
    if (random.below(6) === 0 || depth > 8) return random.pick(values.map((one) => ({ one }))).one
    if (Array.isArray(value)) return value.map((one) => (random.below(3) ? one : change(one, depth + 1)))
    if (typeof value !== 'object' || value === null) return random.pick(values.map((one) => ({ one }))).one
    const entries = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
      if (random.below(8) === 0) return []
      return [
        [
          random.below(12) ? key : random.pick(['__proto__', 'constructor', `${key}x`]),
          random.below(3) ? one : change(one, depth + 1),
        ],
      ]
    })
    return Object.fromEntries(entries)
  }
  return Buffer.from(JSON.stringify(change(parsed, 0)))
}

/** Fields of a message with their bytes, or undefined when it is none. */
function split(
  input: Buffer,
): { readonly key: Buffer; readonly head: number; readonly value: Buffer }[] | undefined {
  const fields = []
  let place = 0
  const varint = (): number | undefined => {
    let value = 0
    for (let shift = 0; shift < 42 && place < input.length; shift += 7) {
      const byte = input[place++] ?? 0
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    return undefined
  }
  while (place < input.length) {
    const start = place
    const head = varint()
    if (head === undefined) return undefined
    const key = input.subarray(start, place)
    const from = place
    const type = head & 7
    if (type === 0) varint()
    else if (type === 2) {
      const length = varint()
      if (length === undefined || place + length > input.length) return undefined
      fields.push({ key, head, value: input.subarray(place, place + length) })
      place += length
      continue
    } else return undefined
    fields.push({ key, head, value: input.subarray(from, place) })
  }
  return fields
}

function encodeVarint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  while (rest > 127) {
    bytes.push((rest % 128) | 128)
    rest = Math.floor(rest / 128)
  }
  return Buffer.from([...bytes, rest])
}

/** Drops, repeats, renumbers, nests or changes one field, and keeps the lengths around it right. */
const protobufChange: Change = (input, random, corpus) => {
  const fields = split(input)
  if (fields === undefined || fields.length === 0) return input
  const chosen = random.below(fields.length)
  const pieces = fields.map(({ key, head, value }, index) => {
    const isLong = (head & 7) === 2
    const write = (bytes: Buffer, tag = key) =>
      Buffer.concat([tag, ...(isLong ? [encodeVarint(bytes.length)] : []), bytes])
    if (index !== chosen) return write(value)
    const deeper = isLong && random.below(2) ? protobufChange(value, random, corpus) : undefined
    if (deeper !== undefined && !deeper.equals(value)) return write(deeper)
    switch (random.below(6)) {
      case 0:
        return Buffer.alloc(0)
      case 1:
        return Buffer.concat(Array<Buffer>(random.pick([2, 50, 700])).fill(write(value)))
      case 2:
        return write(value, encodeVarint(random.below(40) * 8 + (head & 7)))
      case 3:
        return write(
          isLong ? Buffer.concat([key, encodeVarint(value.length), value]) : random.pick(longNumbers),
        )
      case 4:
        return write(
          isLong ? random.bytes(random.pick([0, 1, 19, 21, 31, 33, 64])) : random.pick(longNumbers),
        )
      default:
        return write(isLong ? random.pick(byteChanges)(value, random, corpus) : random.pick(longNumbers))
    }
  })
  return Buffer.concat(pieces)
}

const longNumbers = [
  Buffer.from([0]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
]

const byForm: Readonly<Record<Form, readonly Change[]>> = {
  bytes: byteChanges,
  protobuf: [protobufChange, protobufChange, protobufChange, ...byteChanges],
  text: [...textChanges, ...textChanges, ...byteChanges],
  json: [jsonChange, jsonChange, jsonChange, ...textChanges],
}

/** A valid input after one to four changes; now and then no input of any form at all. */
export function mutate(form: Form, corpus: readonly Buffer[], random: Random): Buffer {
  if (random.below(40) === 0) return random.bytes(random.below(300))
  let input = random.pick(corpus)
  const changes = 1 + random.below(4)
  for (let change = 0; change < changes; change++) input = random.pick(byForm[form])(input, random, corpus)
  return Buffer.from(input.subarray(0, largestInput))
}
