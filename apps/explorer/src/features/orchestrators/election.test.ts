import { expect, test } from 'vitest'
import type { OrchestratorFacts } from '../../network/orchestrator-facts.ts'
import { electionOf } from './election.ts'

const never = 2n ** 256n - 1n
const facts = (change: Partial<OrchestratorFacts>): OrchestratorFacts => ({
  address: '0x0000000000000000000000000000000000000001',
  stake: 1n,
  isActive: false,
  isRegistered: true,
  activationRound: 0n,
  deactivationRound: 0n,
  lastRewardRound: 0n,
  rewardCut: 0n,
  feeShare: 0n,
  serviceUri: '',
  ...change,
})

test('an active orchestrator without an end is elected', () => {
  expect(electionOf(facts({ isActive: true, activationRound: 2n, deactivationRound: never }), 5n)).toBe(
    'elected',
  )
})

test('one that joined this round enters in the next', () => {
  expect(electionOf(facts({ activationRound: 6n, deactivationRound: never }), 5n)).toBe('entering')
})

test('one that was pushed out this round leaves with it', () => {
  expect(electionOf(facts({ isActive: true, activationRound: 2n, deactivationRound: 6n }), 5n)).toBe(
    'leaving',
  )
})

test('a registered one outside of the set waits', () => {
  expect(electionOf(facts({ activationRound: 2n, deactivationRound: 4n }), 5n)).toBe('waiting')
  expect(electionOf(facts({}), 5n)).toBe('waiting')
})

test('one without stake of its own is not registered', () => {
  expect(electionOf(facts({ isRegistered: false }), 5n)).toBe('unregistered')
})
