import fc from 'fast-check'
import { expect, test } from 'vitest'
import { senderFacts, senderFunds } from '../test/fixtures.ts'
import { NoDepositError, NoReserveError, SenderUnlockingError } from './errors.ts'
import {
  assertDeposit,
  assertLockedReserve,
  availableFundsWei,
  maxFloatWei,
  reserveShareWei,
} from './funds.ts'

const wei = fc.bigInt({ min: 0n, max: 1n << 100n })
const anyFacts = fc.record({
  depositWei: wei,
  reserveRemainingWei: wei,
  reserveClaimedInRoundWei: wei,
  withdrawRound: fc.constant(0n),
  claimedByRecipientWei: wei,
  poolSize: fc.bigInt({ min: 0n, max: 200n }),
  pendingWei: wei,
})

test('max float is an equal part of the reserve, less what was claimed', () => {
  const facts = senderFacts({ reserveRemainingWei: 250n, reserveClaimedInRoundWei: 50n, poolSize: 3n })
  expect(maxFloatWei(facts)).toBe(100n)
  expect(maxFloatWei({ ...facts, claimedByRecipientWei: 40n })).toBe(60n)
  expect(maxFloatWei({ ...facts, poolSize: 0n })).toBe(0n)
})

test('winners under way lower it by what a third of the deposit does not cover', () => {
  const facts = senderFacts({ reserveRemainingWei: 300n, pendingWei: 20n, depositWei: 60n })
  expect(maxFloatWei(facts)).toBe(100n)
  expect(maxFloatWei({ ...facts, depositWei: 57n })).toBe(99n)
  expect(maxFloatWei({ ...facts, depositWei: 0n })).toBe(80n)
  expect(maxFloatWei({ ...facts, depositWei: 0n, pendingWei: 101n })).toBe(0n)
})

test('what is under way and one more ticket are covered by deposit and reserve, whenever a ticket is taken', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const floatWei = maxFloatWei(facts)
      if (floatWei === 0n) return
      expect(floatWei + facts.pendingWei <= reserveShareWei(facts) + facts.depositWei).toBe(true)
    }),
  )
})

test('what a redeemer for several nodes says goes before own knowledge', () => {
  expect(maxFloatWei(senderFacts({ toldMaxFloatWei: 7n }))).toBe(7n)
})

test('no sum of funds is ever below zero', () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      expect(maxFloatWei(facts) >= 0n).toBe(true)
      expect(availableFundsWei(facts) >= 0n).toBe(true)
      expect(maxFloatWei(facts) <= reserveShareWei(facts)).toBe(true)
      expect(reserveShareWei(facts) <= facts.reserveRemainingWei + facts.reserveClaimedInRoundWei).toBe(true)
    }),
  )
})

test('error: a sender that can withdraw by the next round is refused', () => {
  expect(() => assertLockedReserve(senderFunds({ withdrawRound: 6n }), 5n)).toThrow(SenderUnlockingError)
  expect(() => assertLockedReserve(senderFunds({ withdrawRound: 3n }), 5n)).toThrow(SenderUnlockingError)
  assertLockedReserve(senderFunds({ withdrawRound: 7n }), 5n)
  assertLockedReserve(senderFunds(), 5n)
})

test('error: an empty reserve and an empty deposit are two causes', () => {
  expect(() => assertLockedReserve(senderFunds({ reserveRemainingWei: 0n }), 5n)).toThrow(NoReserveError)
  expect(() => assertDeposit(senderFunds({ depositWei: 0n }))).toThrow(NoDepositError)
})
