import { expect, test } from 'vitest'
import type { Position } from '../../network/chain-facts.ts'
import { amountProblem, parseAmount } from './bond.ts'

const position: Position = {
  balance: parseAmount('100'),
  allowance: 0n,
  stake: 0n,
  fees: 0n,
  delegate: undefined,
  startRound: 0n,
  ether: 1n,
}

test('an amount up to the balance can be bonded', () => {
  expect(amountProblem('100', position)).toBeUndefined()
  expect(amountProblem(' 0.000000000000000001 ', position)).toBeUndefined()
})

test.each([
  '',
  ' ',
  'abc',
  '-1',
  '1e3',
  '1,5',
  '0',
  '0.0',
  '100.000000000000000001',
  '0.0000000000000000001',
])('error: "%s" is refused with a sentence', (text) => {
  expect(amountProblem(text, position)).toMatch(/\.$/)
})
