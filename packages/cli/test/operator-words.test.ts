import { expect, test } from 'vitest'
import { etherWords } from '../src/terminal/operator-words.ts'

test('an amount is in ether, and what would be cut down to nothing in gwei or wei', () => {
  expect(etherWords('0')).toBe('0 ETH')
  expect(etherWords('250000000000000000')).toBe('0.25 ETH')
  expect(etherWords('1000000000000')).toBe('0.000001 ETH')
  expect(etherWords('999999999999')).toBe('999.999999 gwei')
  expect(etherWords('600000000000')).toBe('600 gwei')
  expect(etherWords('999999999')).toBe('999999999 wei')
})
