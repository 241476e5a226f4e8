import fc from 'fast-check'
import { type AbiEvent, type AbiParameter, encodeAbiParameters, encodeEventTopics, type Hex } from 'viem'
import { expect, test } from 'vitest'
import type { WatchedContract } from '../projection/event.ts'
import { EventDecoder } from './event-decoder.ts'
import { watchedAbis } from './watched-abis.ts'

const contracts = Object.keys(watchedAbis) as WatchedContract[]
const events = contracts.flatMap((contract) =>
  watchedAbis[contract].filter((item) => item.type === 'event').map((event) => ({ contract, event })),
)

const hex = (bytes: number) =>
  fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map((value): Hex => `0x${Buffer.from(value).toString('hex')}`)

/** Any value of a type, as the general encoder takes it; addresses in lower case. */
function anyOf(parameter: AbiParameter): fc.Arbitrary<unknown> {
  const { type } = parameter
  if (type.endsWith('[]')) return fc.array(anyOf({ ...parameter, type: type.slice(0, -2) }), { maxLength: 3 })
  if (type === 'tuple') {
    const parts = 'components' in parameter ? parameter.components : []
    return fc.record(Object.fromEntries(parts.map((part) => [part.name ?? '', anyOf(part)])))
  }
  if (type === 'address') return hex(20)
  if (type === 'bool') return fc.boolean()
  if (type === 'string') return fc.string({ unit: 'binary' })
  if (type === 'bytes')
    return fc.uint8Array({ maxLength: 70 }).map((value): Hex => `0x${Buffer.from(value).toString('hex')}`)
  if (type.startsWith('bytes')) return hex(Number(type.slice(5)))
  const bits = Number(type.slice(4) || 256)
  const number = fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n })
  return bits <= 48 ? number.map(Number) : number
}

function encode(event: AbiEvent, args: Readonly<Record<string, unknown>>): { topics: Hex[]; data: Hex } {
  const plain = event.inputs.filter(({ indexed }) => !indexed)
  return {
    topics: encodeEventTopics({ abi: [event], args } as never) as Hex[],
    data: encodeAbiParameters(
      plain,
      plain.map(({ name = '' }) => args[name]),
    ),
  }
}

test.each(events.map(({ contract, event }) => [`${contract}.${event.name}`, { contract, event }] as const))(
  '%s is read as it was written',
  (_name, { contract, event }) => {
    const decoder = new EventDecoder(contract)
    const args = fc.record(Object.fromEntries(event.inputs.map((input) => [input.name ?? '', anyOf(input)])))
    fc.assert(
      fc.property(args, (values) => {
        const decoded = decoder.decode(encode(event, values))
        expect(decoded?.name).toBe(event.name)
        for (const { name = '', type, indexed } of event.inputs) {
          const isHashed = indexed && (type === 'string' || type === 'bytes' || type.endsWith('[]'))
          if (!isHashed) expect(decoded?.args[name]).toEqual(values[name])
        }
      }),
      { numRuns: 20 },
    )
  },
)

test('error: what does not fit any event is not decoded', () => {
  const decoder = new EventDecoder('bondingManager')
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), maxLength: 300 })
  const topic = events.flatMap(({ contract, event }) =>
    contract === 'bondingManager' ? (encodeEventTopics({ abi: [event] }) as Hex[]).slice(0, 1) : [],
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...topic),
      fc.array(hex(32), { maxLength: 3 }),
      digits,
      (first, others, data) => {
        const decoded = decoder.decode({ topics: [first, ...others], data: `0x${data}` })
        for (const account of decoded?.accounts ?? []) expect(account).toMatch(/^0x[0-9a-f]{40}$/)
      },
    ),
  )
  expect(decoder.decode({ topics: [], data: '0x' })).toBeUndefined()
  expect(decoder.decode({ topics: [`0x${'0'.repeat(64)}`], data: '0x' })).toBeUndefined()
})
