import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gatewaySigner, strangerSigner } from '../test/fixtures.ts'
import { type Account, Balances } from './balances.ts'
import { TooManyBalancesError } from './errors.ts'
import { Fraction } from './fraction.ts'
import { createPrice } from './price.ts'
import { maxUint256 } from './ticket.ts'

const account: Account = { peer: gatewaySigner.address, sessionId: 'a1b2c3d4' }
const one = Fraction.of(1n)

test('a balance is exactly what was credited less what was debited, in any order', () => {
  const steps = fc.array(
    fc.record({
      isCredit: fc.boolean(),
      amount: fc.tuple(fc.bigInt({ min: 0n, max: 1n << 300n }), fc.constantFrom(1n, 3n, 1000n, maxUint256)),
    }),
  )
  fc.assert(
    fc.property(steps, (changes) => {
      const balances = new Balances()
      let expected = Fraction.zero
      for (const { isCredit, amount } of changes) {
        const wei = Fraction.of(...amount)
        const after = isCredit ? balances.credit(account, wei, 0) : balances.debit(account, wei, 0)
        expected = isCredit ? expected.plus(wei) : expected.minus(wei)
        expect(after.equals(expected)).toBe(true)
      }
      expect(balances.balance(account, 0).equals(expected)).toBe(true)
    }),
  )
})

test('peers and sessions have balances of their own, and capitals of an address do not matter', () => {
  const balances = new Balances()
  balances.credit(account, one, 0)
  expect(balances.balance({ ...account, sessionId: 'other' }, 0).isZero()).toBe(true)
  expect(balances.balance({ ...account, peer: strangerSigner.address }, 0).isZero()).toBe(true)
  const lower = { ...account, peer: account.peer.toLowerCase() as `0x${string}` }
  expect(balances.balance(lower, 0).equals(one)).toBe(true)
})

test('what is taken is gone for the next one', () => {
  const balances = new Balances()
  balances.credit(account, one, 0)
  expect(balances.take(account, 1).equals(one)).toBe(true)
  expect(balances.take(account, 2).isZero()).toBe(true)
  expect(balances.size).toBe(1)
})

test('credit and debt of an idle session are forgotten', () => {
  const balances = new Balances({ idleMs: 1000 })
  balances.credit(account, one, 0)
  expect(balances.balance(account, 1000).equals(one)).toBe(true)
  expect(balances.balance(account, 1001).isZero()).toBe(true)
  balances.debit(account, one, 500)
  expect(balances.expire(1500)).toBe(0)
  expect(balances.expire(1501)).toBe(1)
  expect(balances.size).toBe(0)
})

test('a session stays as long as it is used', () => {
  const balances = new Balances({ idleMs: 1000 })
  for (let nowMs = 0; nowMs <= 10_000; nowMs += 900) balances.credit(account, one, nowMs)
  expect(balances.balance(account, 10_000).equals(Fraction.of(12n))).toBe(true)
  // Read before a wait, used after it.
  balances.credit(account, one, 5000)
  expect(balances.balance(account, 10_899).equals(Fraction.of(13n))).toBe(true)
})

test('the first price holds until the session is forgotten', () => {
  const balances = new Balances({ idleMs: 1000 })
  const first = createPrice(3n, 1n)
  expect(balances.fixedPrice(account, 0)).toBeUndefined()
  expect(balances.fixPrice(account, first, 0)).toEqual(first)
  expect(balances.fixPrice(account, createPrice(4n, 1n), 1000)).toEqual(first)
  expect(balances.fixPrice(account, createPrice(4n, 1n), 2001)).toEqual(createPrice(4n, 1n))
  balances.forget(account)
  expect(balances.fixedPrice(account, 2001)).toBeUndefined()
})

test('error: no more balances than allowed, but idle ones make room', () => {
  const balances = new Balances({ idleMs: 1000, maxBalances: 2 })
  balances.credit({ ...account, sessionId: '1' }, one, 0)
  balances.credit({ ...account, sessionId: '2' }, one, 900)
  const third = { ...account, sessionId: '3' }
  expect(() => balances.credit(third, one, 1000)).toThrow(TooManyBalancesError)
  expect(balances.balance({ ...account, sessionId: '2' }, 1000).equals(one)).toBe(true)
  balances.credit(third, one, 1001)
  expect(balances.size).toBe(2)
  balances.credit({ ...account, sessionId: '2' }, one, 1002)
})

test('error: amounts below zero are refused', () => {
  const balances = new Balances()
  expect(() => balances.credit(account, Fraction.of(-1n), 0)).toThrow(RangeError)
  expect(() => balances.debit(account, Fraction.of(-1n), 0)).toThrow(RangeError)
  expect(balances.size).toBe(0)
})

test('a peer that changes its denominators cannot make the numbers grow, nor gain by it', () => {
  const balances = new Balances()
  let exact = Fraction.zero
  for (let i = 0n; i < 100n; i++) {
    const debit = Fraction.of(1n, (1n << 62n) + 2n * i + 1n)
    exact = exact.minus(debit)
    balances.debit(account, debit, 0)
  }
  const kept = balances.balance(account, 0)
  expect(kept.denominator < 1n << 1100n).toBe(true)
  expect(exact.isLessThan(kept)).toBe(false)
  expect(exact.minus(kept).isLessThan(Fraction.of(1n, 1n << 400n))).toBe(true)
})
