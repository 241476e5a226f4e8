import { expect, test } from 'vitest'
import { drainWords, etherWords } from '../src/terminal/operator-words.ts'

test('an amount is in ether, and what would be cut down to nothing in gwei or wei', () => {
  expect(etherWords('0')).toBe('0 ETH')
  expect(etherWords('250000000000000000')).toBe('0.25 ETH')
  expect(etherWords('1000000000000')).toBe('0.000001 ETH')
  expect(etherWords('999999999999')).toBe('999.999999 gwei')
  expect(etherWords('600000000000')).toBe('600 gwei')
  expect(etherWords('999999999')).toBe('999999999 wei')
})

test('a drain says how many sessions there still are, one or many', () => {
  const said = (isDraining: boolean, sessions: number, stops = false) =>
    drainWords({ isDraining, isDone: isDraining && sessions === 0, stops, sessions })
  expect(said(true, 3)).toBe('No new sessions are taken; 3 sessions still run.')
  expect(said(true, 1)).toBe('No new sessions are taken; 1 session still runs.')
  expect(said(true, 1, true)).toBe('No new sessions are taken; 1 session still runs. Then the node stops.')
  expect(said(true, 0)).toBe('No new sessions are taken; none runs any more.')
  expect(said(true, 0, true)).toBe('No new sessions are taken; none runs any more. The node stops.')
  expect(said(false, 1)).toBe('New sessions are taken; 1 session runs.')
  expect(said(false, 0)).toBe('New sessions are taken; none runs.')
})
