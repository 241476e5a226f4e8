/** The model against numbers worked by hand. */
import { expect, test } from 'vitest'
import { type Address, NOBODY } from './address.ts'
import { type Call, perform } from './calls/call.ts'
import { fraction, PPM, PRECISE } from './maths.ts'
import { Protocol } from './protocol.ts'
import { pending } from './staking/earnings.ts'
import { addFees } from './staking/rewards.ts'

const account = (digit: number): Address => `0x${String(digit).repeat(40)}`
const [owner, minter, treasury, verifier, migrator] = [
  account(1),
  account(2),
  account(3),
  account(4),
  account(5),
]
const [alice, bob, carol] = [account(6), account(7), account(8)]

/** Rounds of ten blocks, a pool of two, a tenth of the supply minted each round; 10,000 tokens, of three people. */
function deployment(): { readonly protocol: Protocol; readonly call: (...call: CallOf) => string } {
  const inflation = 100_000_000n
  const protocol = new Protocol({
    owner,
    minter,
    treasury,
    verifier,
    migrator,
    inflation,
    inflationChange: 0n,
    targetBondingRate: 0n,
  })
  const call = (...[caller, contract, functionName, ...args]: CallOf) =>
    protocol.run(() => perform(protocol, { caller, contract, functionName, args, value: 0n }))?.error ??
    'success'
  call(owner, 'rounds', 'setBlockNum', 1000n)
  call(owner, 'rounds', 'setRoundLength', 10n)
  call(owner, 'bonding', 'setNumActiveTranscoders', 2n)
  call(owner, 'bonding', 'setUnbondingPeriod', 2n)
  for (const [person, amount] of [
    [alice, 4000n],
    [bob, 3000n],
    [carol, 3000n],
  ] as const) {
    call(owner, 'token', 'mint', person, amount)
    protocol.token.approve(person, amount)
  }
  call(owner, 'rounds', 'setBlockHash', `0x${'42'.repeat(32)}`)
  call(owner, 'rounds', 'initializeRound')
  return { protocol, call }
}

type CallOf = readonly [caller: Address, contract: Call['contract'], functionName: string, ...args: unknown[]]

/** Alice is an orchestrator with 600 of her own and 400 of Bob's; she keeps a tenth of rewards and half of fees. */
function withOrchestrator() {
  const { protocol, call } = deployment()
  call(alice, 'bonding', 'bond', 600n, alice)
  call(alice, 'bonding', 'transcoder', 100_000n, 500_000n)
  call(bob, 'bonding', 'bond', 400n, alice)
  const nextRound = () => {
    call(owner, 'rounds', 'mineBlocks', 10n)
    call(owner, 'rounds', 'initializeRound')
  }
  nextRound()
  return { protocol, call, nextRound, ledger: protocol.staking.ledger }
}

test('a fraction is floored twice: 3,000,000 of a third are 999,999', () => {
  expect(fraction(3_000_000n, [1n, 3n], PPM)).toBe(999_999n)
})

test('a new round length counts from the start of the round', () => {
  const { protocol, call } = deployment()
  call(owner, 'rounds', 'setBlockNum', 1025n)
  expect(protocol.rounds.current).toBe(102n)
  call(owner, 'rounds', 'setRoundLength', 50n)
  call(owner, 'rounds', 'setRoundLockAmount', 100_000n)
  call(owner, 'rounds', 'setBlockNum', 1064n)
  expect([protocol.rounds.current, protocol.rounds.isLocked]).toEqual([102n, false])
  call(owner, 'rounds', 'setBlockNum', 1065n)
  expect([protocol.rounds.current, protocol.rounds.isLocked]).toEqual([102n, true])
  call(owner, 'rounds', 'setBlockNum', 1070n)
  expect([protocol.rounds.current, protocol.rounds.isLocked]).toEqual([103n, false])
})

test('a reward of 1,000: a tenth for the orchestrator, the rest grows every stake by nine tenths', () => {
  const { protocol, call, ledger } = withOrchestrator()
  expect(call(alice, 'bonding', 'reward')).toBe('success')
  const round = protocol.rounds.current
  expect(protocol.minter.state.minted).toBe(1000n)
  expect(ledger.poolOf(alice, round).rewardFactor).toBe((PRECISE * 19n) / 10n)
  expect(pending(ledger, alice, round).stake).toBe(600n + 540n + 100n)
  expect(pending(ledger, bob, round).stake).toBe(400n + 360n)
  expect(ledger.state.get().nextTotal).toBe(2000n)
  expect(call(alice, 'bonding', 'reward')).toBe('RewardAlreadyCalled')
})

test('fees of 100, half for delegators, count by the stake before the round’s reward', () => {
  const { protocol, call, ledger } = withOrchestrator()
  call(alice, 'bonding', 'reward')
  expect(protocol.run(() => addFees(protocol.staking, { orchestrator: alice, amount: 100n }))).toBeUndefined()
  const round = protocol.rounds.current
  // 1.9 · 1,000 / 1,900, a little below one for its two floors; then 50 wei on 1,000.
  expect(ledger.poolOf(alice, round).feeFactor).toBe(PRECISE / 20n - 1n)
  expect(pending(ledger, alice, round).fees).toBe(29n + 50n)
  expect(pending(ledger, bob, round).fees).toBe(19n)
})

test('the treasury’s cut comes off a reward first', () => {
  const { protocol, call, nextRound, ledger } = withOrchestrator()
  call(owner, 'bonding', 'setTreasuryRewardCutRate', PRECISE / 4n)
  nextRound()
  call(alice, 'bonding', 'reward')
  expect(protocol.token.balanceOf(treasury)).toBe(250n)
  expect(ledger.delegators.get(alice).delegated).toBe(1750n)
})

test('votes of the next round have the reward in them: hers are all, his are his own', () => {
  const { protocol, call } = withOrchestrator()
  const next = protocol.rounds.current + 1n
  call(alice, 'bonding', 'reward')
  expect(protocol.votes.at(alice, next)).toEqual({ votes: 2000n, delegate: alice })
  expect(protocol.votes.at(bob, next)).toEqual({ votes: 760n, delegate: alice })
  expect(protocol.votes.at(bob, next - 1n).votes).toBe(400n)
  expect(protocol.votes.totalAt(next)).toBe(2000n)
})

test('who enters a full pool needs more than its last member, and replaces it from the next round on', () => {
  const { protocol, call, ledger } = withOrchestrator()
  call(bob, 'bonding', 'unbond', 400n)
  call(bob, 'bonding', 'bond', 600n, bob)
  // Equal stake: the newcomer goes in front.
  expect(ledger.state.get().pool).toEqual([bob, alice])
  call(carol, 'bonding', 'bond', 600n, carol)
  expect(ledger.state.get().pool).toEqual([bob, alice])
  call(carol, 'bonding', 'bond', 1n, carol)
  expect(ledger.state.get().pool).toEqual([carol, bob])
  const round = protocol.rounds.current
  expect([ledger.isActive(alice, round), ledger.isActive(alice, round + 1n)]).toEqual([true, false])
  expect([ledger.isActive(carol, round), ledger.isActive(carol, round + 1n)]).toEqual([false, true])
})

test('a recipient’s share of a reserve is that of one place in the pool', () => {
  const { protocol, call, nextRound } = withOrchestrator()
  call(carol, 'bonding', 'bond', 1n, carol)
  nextRound()
  const { broker } = protocol
  broker.senders.set(bob, { deposit: 10n, reserve: 100n })
  expect(broker.claimable(bob, alice)).toBe(50n)
  expect(broker.claimReserve(bob, alice, 80n)).toBe(50n)
  expect(broker.claimable(bob, alice)).toBe(0n)
  // What Alice took still counts for Carol’s share.
  expect(broker.claimable(bob, carol)).toBe(50n)
  expect(broker.claimable(bob, bob)).toBe(0n)
})

test('a lock matures after the unbonding period', () => {
  const { protocol, call, nextRound } = withOrchestrator()
  expect(call(bob, 'bonding', 'unbond', 150n)).toBe('success')
  nextRound()
  expect(call(bob, 'bonding', 'withdrawStake', 0n)).toBe('WithdrawRoundNotReached')
  nextRound()
  expect(call(bob, 'bonding', 'withdrawStake', 0n)).toBe('success')
  expect(protocol.token.balanceOf(bob)).toBe(3000n - 400n + 150n)
  expect(call(bob, 'bonding', 'withdrawStake', 0n)).toBe('InvalidUnbondingLock')
})

test('a pause lets stake leave, a second one does not, and neither lets it enter', () => {
  const { call } = withOrchestrator()
  call(owner, 'controller', 'pause')
  expect(call(bob, 'bonding', 'bond', 1n, alice)).toBe('SystemPaused')
  expect(call(bob, 'bonding', 'unbond', 1n)).toBe('success')
  call(owner, 'controller', 'pauseExits')
  expect(call(bob, 'bonding', 'unbond', 1n)).toBe('ExitsPaused')
  call(owner, 'controller', 'unpause')
  expect(call(bob, 'bonding', 'unbond', 1n)).toBe('success')
})

test('a call that is refused late leaves no trace', () => {
  const { protocol, call } = deployment()
  const { ledger } = protocol.staking
  const before = ledger.delegators.get(alice)
  expect(call(alice, 'bonding', 'bond', 4001n, alice)).toBe('ERC20InsufficientAllowance')
  expect(ledger.delegators.get(alice)).toEqual(before)
  expect(ledger.state.get().pool).toEqual([])
  expect(protocol.votes.hasCheckpoint(alice)).toBe(false)
  expect(call(alice, 'bonding', 'bond', 1n, NOBODY)).toBe('InvalidDelegate')
})
