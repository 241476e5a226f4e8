import fc from 'fast-check'
import { expect, test } from 'vitest'
import { recipientAddress } from '../test/fixtures.ts'
import { Balances } from './balances.ts'
import { Fraction } from './fraction.ts'
import { SpendingLedger } from './spending.ts'
import { maxUint256 } from './ticket.ts'

const account = { peer: recipientAddress, sessionId: 'a1b2c3d4' }
const wei = (value: bigint) => Fraction.of(value)

function ledger() {
  const balances = new Balances()
  const spending = new SpendingLedger(balances)
  const stage = (fee: bigint, ev: bigint) =>
    spending.stage({ account, feeWei: wei(fee), ticketEvWei: wei(ev), nowMs: 0 })
  return { balances, stage, balance: () => balances.balance(account, 0) }
}

test('a segment gets as many tickets as its fee needs, and at least one', () => {
  const { stage } = ledger()
  expect(stage(100n, 30n).ticketCount).toBe(4)
  expect(stage(90n, 30n).ticketCount).toBe(3)
  expect(stage(1n, 30n).ticketCount).toBe(1)
})

test('what a segment did not cost is used by the next one', () => {
  const { stage, balance } = ledger()
  stage(100n, 30n).settle(wei(55n), 0)
  expect(balance().equals(wei(65n))).toBe(true)
  const next = stage(100n, 30n)
  expect(next.existingWei.equals(wei(65n))).toBe(true)
  expect(next.ticketCount).toBe(2)
  expect(balance().isZero()).toBe(true)
})

test('segments at the same time never spend the same credit', () => {
  const { stage, balance } = ledger()
  stage(100n, 100n).settle(wei(0n), 0)
  const first = stage(100n, 100n)
  const second = stage(100n, 100n)
  expect([first.ticketCount, second.ticketCount]).toEqual([0, 1])
  first.settle(wei(40n), 0)
  second.settle(wei(40n), 0)
  expect(balance().equals(wei(120n))).toBe(true)
})

test('a segment that cost more than its credit leaves a debt that the next one pays', () => {
  const { stage, balance } = ledger()
  stage(100n, 50n).settle(wei(130n), 0)
  expect(balance().equals(wei(-30n))).toBe(true)
  expect(stage(100n, 50n).ticketCount).toBe(3)
})

test('a failure before any answer gives the earlier credit back, one after it does not', () => {
  const { stage, balance } = ledger()
  stage(100n, 100n).settle(wei(30n), 0)
  stage(100n, 50n).refund(0)
  expect(balance().equals(wei(70n))).toBe(true)
  stage(100n, 50n).forfeit()
  expect(balance().isZero()).toBe(true)
})

test('a staged credit ends once', () => {
  const { stage, balance } = ledger()
  const staged = stage(100n, 100n)
  staged.settle(wei(10n), 0)
  staged.settle(wei(10n), 0)
  staged.refund(0)
  expect(balance().equals(wei(90n))).toBe(true)
  const failed = stage(90n, 50n)
  failed.forfeit()
  failed.settle(wei(0n), 0)
  expect(balance().isZero()).toBe(true)
})

test('free work needs no tickets and leaves credit alone', () => {
  const { stage, balance } = ledger()
  stage(100n, 100n).settle(wei(30n), 0)
  const free = stage(0n, 0n)
  expect(free.ticketCount).toBe(0)
  free.settle(wei(0n), 0)
  expect(balance().equals(wei(70n))).toBe(true)
})

test('error: a cost below zero, or a claim beyond counting, gives no credit', () => {
  const { stage } = ledger()
  expect(() => stage(100n, 50n).settle(wei(-1n), 0)).toThrow(RangeError)
  expect(stage(1n << 200n, 1n).ticketCount).toBe(Number.MAX_SAFE_INTEGER)
})

test('no wei is made or lost: tickets sent are costs, forfeits and the balance that is left', () => {
  const ends = fc.constantFrom('settle', 'refund', 'forfeit')
  const segments = fc.array(
    fc.record({
      fee: fc.bigInt({ min: 1n, max: 1000n }),
      cost: fc.bigInt({ min: 0n, max: 1500n }),
      end: ends,
      isLate: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  fc.assert(
    fc.property(segments, fc.bigInt({ min: 1n, max: maxUint256 }), (list, winProb) => {
      const balances = new Balances()
      const spending = new SpendingLedger(balances)
      const ticketEvWei = Fraction.of(300n * winProb, maxUint256)
      let sent = Fraction.zero
      let gone = Fraction.zero
      const late: (() => void)[] = []
      for (const { fee, cost, end, isLate } of list) {
        const staged = spending.stage({ account, feeWei: wei(fee), ticketEvWei, nowMs: 0 })
        const credit = staged.existingWei.plus(staged.newWei)
        const needed = wei(fee).isLessThan(ticketEvWei) ? ticketEvWei : wei(fee)
        expect(credit.isLessThan(needed)).toBe(false)
        // Not one ticket too many.
        if (staged.ticketCount > 0) expect(credit.minus(ticketEvWei).isLessThan(needed)).toBe(true)
        const finish = () => {
          if (end === 'settle') staged.settle(wei(cost), 0)
          if (end === 'refund') staged.refund(0)
          if (end === 'forfeit') staged.forfeit()
          if (end !== 'refund') sent = sent.plus(staged.newWei)
          gone = gone.plus(end === 'settle' ? wei(cost) : end === 'forfeit' ? credit : Fraction.zero)
        }
        if (isLate) late.push(finish)
        else finish()
      }
      for (const finish of late) finish()
      expect(balances.balance(account, 0).equals(sent.minus(gone))).toBe(true)
    }),
  )
})
