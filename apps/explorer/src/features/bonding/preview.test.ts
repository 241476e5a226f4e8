import { expect, test } from 'vitest'
import type { OrchestratorFacts } from '../../network/orchestrator-facts.ts'
import { previewBond } from './preview.ts'

const never = 2n ** 256n - 1n
const round = 5n
const facts = (last: string, stake: bigint, isActive: boolean): OrchestratorFacts => ({
  address: `0x${last.padStart(40, '0')}`,
  stake,
  isActive,
  isRegistered: true,
  activationRound: isActive ? 1n : 0n,
  deactivationRound: isActive ? never : 0n,
  lastRewardRound: 0n,
  rewardCut: 0n,
  feeShare: 0n,
  serviceUri: '',
})
const [a, b, waiting] = [facts('a', 300n, true), facts('b', 200n, true), facts('c', 100n, false)]
const pool = { orchestrators: [a, b, waiting], size: 2n, round }
const intent = (amount: bigint, moved?: { from: string; amount: bigint }) => ({
  target: waiting.address,
  amount,
  moved,
})

test('more stake than the last member brings it in, and the last one out', () => {
  expect(previewBond(pool, intent(101n))).toEqual({ kind: 'enters', replaced: b })
})

test('the same stake as the last member is not enough', () => {
  expect(previewBond(pool, intent(100n))).toEqual({ kind: 'waits', missing: 0n })
  expect(previewBond(pool, intent(40n))).toEqual({ kind: 'waits', missing: 60n })
})

test('stake that moves along is missing where it was', () => {
  const moved = { from: a.address.toUpperCase().replace('0X', '0x'), amount: 150n }
  expect(previewBond(pool, intent(1n, moved))).toEqual({ kind: 'enters', replaced: a })
})

test('where there is room nobody has to leave', () => {
  expect(previewBond({ ...pool, size: 3n }, intent(1n))).toEqual({ kind: 'enters', replaced: undefined })
})

test('a member stays', () => {
  expect(previewBond(pool, { ...intent(1n), target: a.address })).toEqual({ kind: 'stays' })
})

test('error: who is not registered cannot be elected', () => {
  expect(previewBond(pool, { ...intent(1n), target: `0x${'9'.repeat(40)}` })).toEqual({
    kind: 'unregistered',
  })
  const left = { ...waiting, isRegistered: false }
  expect(previewBond({ ...pool, orchestrators: [a, b, left] }, intent(9_999n))).toEqual({
    kind: 'unregistered',
  })
})
