import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addEvents, advanceLedger, emptyLedger, type LedgerEvent, startLedger } from './ledger.ts'

const gateway = '0x00000000000000000000000000000000000000Aa'
const first = '0x0000000000000000000000000000000000000001'
const second = '0x0000000000000000000000000000000000000002'
const funded = (block: bigint, deposit: bigint, reserve = 0n): LedgerEvent => ({
  kind: 'funds',
  block,
  gateway,
  deposit,
  reserve,
})
const paid = (block: bigint, amount: bigint, orchestrator: `0x${string}` = first): LedgerEvent => ({
  kind: 'paid',
  block,
  gateway,
  orchestrator,
  amount,
})

test('funds have one point a block and end at what is left', () => {
  const { funds } = addEvents(emptyLedger, [
    funded(1n, 100n),
    funded(1n, 0n, 50n),
    paid(4n, 30n),
    paid(4n, 10n),
    paid(9n, 1n),
  ])
  expect(funds.get(gateway.toLowerCase())).toEqual([
    { block: 1, deposit: 100n, reserve: 50n },
    { block: 4, deposit: 60n, reserve: 50n },
    { block: 9, deposit: 59n, reserve: 50n },
  ])
})

test('each payment counts for who gets it and for who pays it', () => {
  const { earned, spent } = addEvents(emptyLedger, [paid(1n, 5n), paid(2n, 7n, second), paid(2n, 1n)])
  expect(earned.get(first)).toEqual({ tickets: 2, wei: 6n })
  expect(earned.get(second)).toEqual({ tickets: 1, wei: 7n })
  expect(spent.get(gateway.toLowerCase())).toEqual({ tickets: 3, wei: 13n })
})

test('orchestrators keep the order of their registration', () => {
  const events = ([second, first, second] as const).map(
    (orchestrator, index): LedgerEvent => ({ kind: 'registered', block: BigInt(index), orchestrator }),
  )
  expect(addEvents(emptyLedger, events).orchestrators).toEqual([second, first])
})

test('events of a block that was reorganised away do not stay', () => {
  const before = advanceLedger(startLedger(0), 20n, [paid(3n, 1n), paid(15n, 2n)])
  expect(before.settledBlock).toBe(8n)
  const after = advanceLedger(before, 21n, [paid(16n, 4n)])
  expect(after.current.earned.get(first)).toEqual({ tickets: 2, wei: 5n })
})

test('a ledger that is read in pieces is the same as one that is read at once', () => {
  const amounts = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.bigInt({ min: 1n, max: 9n })))
  const heads = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 6 })
  fc.assert(
    fc.property(amounts, heads, (list, stops) => {
      const events = list.sort(([a], [b]) => a - b).map(([block, amount]) => paid(BigInt(block), amount))
      let state = startLedger(0)
      for (const stop of [...stops.sort((a, b) => a - b), 60]) {
        const { settledBlock } = state
        const page = events.filter(({ block }) => block > settledBlock && block <= BigInt(stop))
        state = advanceLedger(state, BigInt(stop), page)
      }
      expect(state.current).toEqual(addEvents(emptyLedger, events))
    }),
  )
})
