import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compactState, keptEmptyBlocks } from './compact-state.ts'

const block = (number: number, transactions: readonly unknown[] = []) => ({
  header: { number: number === 0 ? '0x0' : `0x${number.toString(16)}`, extraData: '0x' },
  transactions,
  ommers: [],
})

function state(head: number, busy: readonly number[]) {
  return {
    block: { number: `0x${head.toString(16)}`, timestamp: '0x1' },
    accounts: { '0x01': { balance: '0x5' } },
    best_block_number: head,
    blocks: Array.from({ length: head + 1 }, (_, index) =>
      block(index, busy.includes(index) ? ['tx'] : []),
    ).reverse(),
    transactions: busy.map((number) => ({
      info: { traces: [{ big: 'x'.repeat(1000) }], gas_used: 21000 },
      receipt: { logs: ['log'] },
      block_number: number,
    })),
    historical_states: null,
  }
}

const numbers = (json: string) =>
  (JSON.parse(json) as ReturnType<typeof state>).blocks.map(({ header }) => Number(header.number))

test('empty blocks of long ago go; genesis, busy and recent blocks stay, and so does everything else', () => {
  const full = state(5_000, [7, 1_000])
  const compact = compactState(full)
  expect(compact).toMatchObject({ head: 5_000, allBlocks: 5_001, blocks: keptEmptyBlocks + 3 })
  const kept = numbers(compact.json)
  expect(kept.slice(-3)).toEqual([1_000, 7, 0])
  expect(kept[0]).toBe(5_000)
  const { blocks: _, transactions, ...rest } = JSON.parse(compact.json)
  const { blocks: __, transactions: ___, ...original } = full
  expect(rest).toEqual(original)
  expect(transactions[0]).toEqual({
    info: { traces: [], gas_used: 21000 },
    receipt: { logs: ['log'] },
    block_number: 7,
  })
})

test('what is compact stays as it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 900 }), fc.array(fc.nat(900), { maxLength: 5 }), (head, busy) => {
      const once = compactState(
        state(
          head,
          busy.filter((number) => number <= head),
        ),
      )
      const twice = compactState(JSON.parse(once.json))
      expect(twice.json).toBe(once.json)
      expect(twice.allBlocks).toBe(once.blocks)
    }),
    { numRuns: 30 },
  )
})

test('error: anything that is no state of anvil', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(() => compactState(value)).toThrow()
    }),
  )
})
