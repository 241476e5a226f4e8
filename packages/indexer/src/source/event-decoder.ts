import type { Hex } from '@millrace/crypto'
import { type AbiEvent, type AbiParameter, decodeEventLog, toEventSelector } from 'viem'
import type { WatchedContract } from '../projection/event.ts'
import { watchedAbis } from './watched-abis.ts'

type EventValues = Record<string, unknown>

/** The parts of a log that its event is decoded from. */
export interface EncodedEvent {
  readonly topics: readonly Hex[]
  readonly data: Hex
}

export interface DecodedEvent {
  readonly name: string
  /** Addresses in lower case. */
  readonly args: EventValues
  /** The addresses among the arguments. */
  readonly accounts: readonly Hex[]
}

interface Decoder {
  readonly name: string
  readonly addressNames: readonly string[]
  /** Undefined when the log does not have the event's form. */
  decode(log: EncodedEvent): EventValues | undefined
}

/** Undefined when what the word points at is not there. */
type WordReader = (word: string, data: string) => unknown

const wordDigits = 64

/**
 * Decodes the events of one contract. Events of plain words and bytes, which nearly all are, are read word by word, about
 * ten times as fast as the general decoder, which takes those with text and lists.
 */
export class EventDecoder {
  readonly #decoders: ReadonlyMap<string, Decoder>

  constructor(contract: WatchedContract) {
    const events = watchedAbis[contract].filter((item) => item.type === 'event')
    this.#decoders = new Map(events.map((event) => [toEventSelector(event), decoderOf(event)]))
  }

  /** Undefined for an event that the contract's ABI does not know, or a log that does not fit its event. */
  decode(log: EncodedEvent): DecodedEvent | undefined {
    const decoder = this.#decoders.get(log.topics[0] ?? '')
    const args = decoder?.decode(log)
    if (!decoder || !args) return undefined
    const accounts = decoder.addressNames.flatMap((name) => args[name] as Hex | readonly Hex[])
    return { name: decoder.name, args, accounts }
  }
}

function decoderOf(event: AbiEvent): Decoder {
  const readers = event.inputs.map(({ type, indexed }) =>
    type === 'bytes' && !indexed ? readBytes : wordReader(type),
  )
  const isPlain = event.inputs.every(({ indexed }, index) => indexed || readers[index] !== undefined)
  const addressNames = event.inputs
    .filter(({ type, indexed }) => type === 'address' || (type === 'address[]' && !indexed))
    .map(({ name = '' }) => name)
  const decode = isPlain ? plainDecoder(event, readers) : generalDecoder(event)
  return { name: event.name, addressNames, decode }
}

function plainDecoder(event: AbiEvent, readers: readonly (WordReader | undefined)[]): Decoder['decode'] {
  const inputs = event.inputs.map(({ name = '', indexed = false }, index) => ({
    name,
    indexed,
    // An indexed text or list is told by its hash only.
    read: readers[index] ?? ((word: string) => `0x${word}`),
  }))
  const topicsExpected = 1 + inputs.filter(({ indexed }) => indexed).length
  const digitsExpected = 2 + wordDigits * (inputs.length - topicsExpected + 1)
  return ({ topics, data }) => {
    if (topics.length !== topicsExpected || data.length < digitsExpected) return undefined
    const args: EventValues = {}
    let topic = 1
    let digit = 2
    for (const { name, indexed, read } of inputs) {
      if (indexed) args[name] = read((topics[topic++] ?? '').slice(2), data)
      else {
        const value = read(data.slice(digit, digit + wordDigits), data)
        if (value === undefined) return undefined
        args[name] = value
        digit += wordDigits
      }
    }
    return args
  }
}

function generalDecoder(event: AbiEvent): Decoder['decode'] {
  return ({ topics, data }) => {
    try {
      const [signature, ...others] = topics
      if (!signature) return undefined
      const { args } = decodeEventLog({ abi: [event], data, topics: [signature, ...others] })
      const values = args as unknown as EventValues
      return Object.fromEntries(
        event.inputs.map((input) => [input.name ?? '', lowered(input, values[input.name ?? ''])]),
      )
    } catch {
      return undefined
    }
  }
}

/** Bytes of any number stand behind the words: the word says where, and what is there begins with their number. */
function readBytes(word: string, data: string): Hex | undefined {
  const start = 2 + 2 * Number(`0x${word}`)
  const first = start + wordDigits
  const end = first + 2 * Number(`0x${data.slice(start, first)}`)
  // Neither holds for what is no number.
  return first <= data.length && end <= data.length ? `0x${data.slice(first, end)}` : undefined
}

/** How a type that fits one word is read; undefined for others. */
function wordReader(type: string): WordReader | undefined {
  if (type === 'address') return (word) => `0x${word.slice(24)}`
  if (type === 'bool') return (word) => word.endsWith('1')
  if (/^bytes\d+$/.test(type)) {
    const digits = 2 * Number(type.slice(5))
    return (word) => `0x${word.slice(0, digits)}`
  }
  if (!/^uint\d*$/.test(type)) return undefined
  // As the general decoder does: what fits is a number.
  const bits = Number(type.slice(4) || 256)
  return bits <= 48 ? (word) => Number(`0x${word}`) : (word) => BigInt(`0x${word}`)
}

/** A value with the addresses in it, however deep, in lower case. */
function lowered(parameter: AbiParameter, value: unknown): unknown {
  const { type } = parameter
  if (Array.isArray(value)) {
    const item = { ...parameter, type: type.replace(/\[\d*\]$/, '') }
    return value.map((part) => lowered(item, part))
  }
  if (type === 'address') return String(value).toLowerCase()
  if (!('components' in parameter) || typeof value !== 'object' || value === null) return value
  const parts = value as Readonly<Record<string, unknown>>
  return Object.fromEntries(
    parameter.components.map((part) => [part.name ?? '', lowered(part, parts[part.name ?? ''])]),
  )
}
