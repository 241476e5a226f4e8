import { bondingManagerAbi, protocolErrorsAbi } from '@millrace/abi'
import { decodeErrorResult, type Hex, RpcRequestError, BaseError as ViemError } from 'viem'
import { writeContract } from 'viem/actions'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Actor, ether, type Protocol, startProtocol } from '../../../packages/chain/test/kit.ts'
import { SeededRandom } from '../../../packages/devnet/src/seed/random.ts'
import { type ContractCall, callsOf } from '../src/staking/calls.ts'
import { type Plan, planStep } from '../src/staking/plan.ts'
import { poolEffect } from '../src/staking/pool-effect.ts'
import { readDeployment, StakingStateReader } from '../src/staking/read-state.ts'
import type { Refusal } from '../src/staking/refusals.ts'
import { stakeChanges } from '../src/staking/stake-changes.ts'
import type { StakingState } from '../src/staking/state.ts'
import type { Step } from '../src/staking/step.ts'
import { drawStep } from './staking-draws.ts'

/** The custom error that each refusal foresees. */
const errorOf: Partial<Record<Refusal['code'], string>> = {
  paused: 'SystemPaused',
  'round-not-initialized': 'CurrentRoundNotInitialized',
  'round-already-initialized': 'RoundAlreadyInitialized',
  'orchestrator-cannot-move': 'RegisteredTranscoderCannotDelegate',
  'delegate-must-call-reward': 'RewardNotYetCalled',
  'not-enough-tokens': 'ERC20InsufficientBalance',
  'not-enough-stake': 'UnbondAmountTooHigh',
  'not-enough-fees': 'InsufficientFees',
  'not-bonded': 'DelegatorNotBonded',
  'stake-is-pending': 'DelegatorNotBonded',
  'no-such-lock': 'InvalidUnbondingLock',
  'lock-not-ripe': 'WithdrawRoundNotReached',
  'receiver-would-forfeit': 'IllegalClaimEarnings',
  'not-an-orchestrator': 'TranscoderNotRegistered',
  'round-locked': 'CurrentRoundLocked',
  'must-call-reward-first': 'ActiveTranscoderMustCallReward',
  'not-active': 'TranscoderNotActive',
  'reward-already-called': 'RewardAlreadyCalled',
  'not-reward-caller': 'CallerNotRewardCaller',
}

const actorCount = 7
const steps = Number(process.env.MILLRACE_DEEP ? 1_000 : 110)

let protocol: Protocol
let actors: readonly Actor[]
let reader: StakingStateReader
/** What was seen, so that a history which only repeats itself fails. */
const seen = new Map<string, number>()

beforeAll(async () => {
  protocol = await startProtocol({ unbondingPeriodRounds: 2n, roundLengthBlocks: 40n })
  actors = Array.from({ length: actorCount }, (_, index) => protocol.actor(index + 2))
  const { client } = protocol.chain
  reader = new StakingStateReader(client, await readDeployment(client, protocol.controller))
  await protocol.nextRound()
})
afterAll(() => protocol?.[Symbol.asyncDispose]())

test('what a plan foresees is what the contracts then do, or refuse for the reason given', {
  timeout: 600_000,
}, async () => {
  const random = new SeededRandom('staking plans')
  const addresses = actors.map(({ account }) => account.address)
  for (let done = 0; done < steps; done++) {
    await moveTime(random)
    const actor = random.pick(actors)
    if (!actor) throw new Error('There are actors.')
    const account = actor.account.address
    const receiver = random.pick(addresses.filter((address) => address !== account))
    const before = await reader.read({ account, orchestrators: addresses, receiver })
    const step = drawStep(random, before, addresses)
    const plan = planStep(step, before)
    note(step.kind, plan.refusal?.code ?? 'taken')
    if (plan.refusal) await expectRefused(plan.refusal, step, before)
    else await expectTaken(plan, before, { actor, addresses, receiver })
  }
  for (const kind of ['bond', 'move', 'unbond', 'rebond', 'withdraw-stake', 'withdraw-fees', 'transfer'])
    expect(seen.get(`${kind} taken`) ?? 0, `${kind} was taken\n${history()}`).toBeGreaterThan(0)
  const refusals = [...seen.keys()].filter((key) => !key.endsWith('taken'))
  expect(refusals.length, history()).toBeGreaterThan(12)
})

/** Sometimes the round goes on, with or without anybody who begins it, rewards are called and fees come in. */
async function moveTime(random: SeededRandom): Promise<void> {
  const { number, isInitialized, startBlock, lengthBlocks } = await protocol.chain.rounds.current()
  if (!isInitialized) {
    if (random.chance(0.8)) await protocol.nextRound()
    return
  }
  const end = startBlock + lengthBlocks - (await protocol.chain.blockNumbers.latest())
  // A plan is for the round that it was made in: none may end between the two.
  if (end < 8n || random.chance(0.12)) {
    await protocol.mine(Number(end))
    if (random.chance(0.85)) await protocol.nextRound()
    return
  }
  if (random.chance(0.4)) await payFees(random, number)
}

/** Books fees as the TicketBroker does when it redeems a ticket. */
async function payFees(random: SeededRandom, round: bigint): Promise<void> {
  const { staking } = protocol.chain
  const member = random.pick((await staking.orchestrators()).filter(({ isActive }) => isActive))
  const { ticketBroker, bondingManager, minter } = protocol.chain.addresses
  if (!member) return
  const { anvil } = protocol
  await anvil.impersonateAccount({ address: ticketBroker })
  await anvil.setBalance({ address: ticketBroker, value: ether })
  await anvil.setBalance({ address: minter, value: 1_000n * ether })
  const fees = BigInt(random.integer(1, 1_000)) * 10n ** 15n
  const hash = await writeContract(anvil, {
    ...{ address: bondingManager, abi: bondingManagerAbi, functionName: 'updateTranscoderWithFees' },
    args: [member.address, fees, round],
    account: ticketBroker,
    chain: null,
  })
  await mined(hash)
}

/** How it ended. */
async function mined(hash: Hex): Promise<string> {
  const { client } = protocol.chain
  return (await client.waitForTransactionReceipt({ hash, pollingInterval: 20 })).status
}

async function expectRefused(refusal: Refusal, step: Step, state: StakingState): Promise<void> {
  const expected = errorOf[refusal.code]
  if (expected === undefined) return
  const [call] = callsOf(step, { ...state, account: { ...state.account, allowanceWei: 10n ** 40n } }, [])
  if (!call) throw new Error('A step has a call.')
  const said = await refusedWith(call, state.account.address)
  // Nobody may take more than was allowed, and whether that or the balance is looked at first is the token's matter.
  const allowance = refusal.code === 'not-enough-tokens' ? ['ERC20InsufficientAllowance'] : []
  expect([expected, ...allowance], describe(step, state)).toContain(said)
}

async function refusedWith({ to, data }: ContractCall, from: Hex): Promise<string | undefined> {
  try {
    await protocol.chain.client.call({ account: from, to, data })
    return undefined
  } catch (error) {
    const cause = error instanceof ViemError ? error.walk((one) => one instanceof RpcRequestError) : undefined
    const revert = cause instanceof RpcRequestError ? (cause.data as Hex) : undefined
    if (!revert) throw error
    return decodeErrorResult({ abi: [...bondingManagerAbi, ...protocolErrorsAbi], data: revert }).errorName
  }
}

interface Parties {
  readonly actor: Actor
  readonly addresses: readonly Hex[]
  readonly receiver: Hex | undefined
}

async function expectTaken(plan: Plan, before: StakingState, parties: Parties): Promise<void> {
  const { actor, addresses, receiver } = parties
  for (const { to, data } of plan.calls) {
    const hash = await protocol.send({ from: actor.account.address, to, data })
    expect(await mined(hash), describe(plan.step, before)).toBe('success')
  }
  const state = await reader.read({ account: actor.account.address, orchestrators: addresses, receiver })
  const { account } = state
  const { preview } = plan
  const foreseen = {
    ...{ stakeWei: preview.stakeWei.after, feesWei: preview.feesWei.after },
    ...{ balanceWei: preview.balanceWei.after, delegate: preview.delegate.after?.toLowerCase() },
    startRound: preview.startRound.after,
  }
  // A reward changes the caller's own stake by a part that depends on its cut: the pool below holds it all.
  if (plan.step.kind === 'reward') Object.assign(foreseen, { stakeWei: account.stakeWei })
  expect(foreseen, describe(plan.step, before)).toEqual({
    ...{ stakeWei: account.stakeWei, feesWei: account.feesWei, balanceWei: account.balanceWei },
    ...{ delegate: account.delegate?.toLowerCase(), startRound: account.startRound },
  })
  const poolText = (pool: StakingState['pool']) =>
    pool.map(({ address, stakeWei }) => `${address.toLowerCase()} ${stakeWei}`)
  expect(
    poolText(poolEffect(before, stakeChanges(plan.step, before)).pool),
    describe(plan.step, before),
  ).toEqual(poolText(state.pool))
  if (preview.unlock)
    expect(state.locks).toContainEqual({
      ...{ id: preview.unlock.id, amountWei: preview.unlock.amountWei },
      withdrawRound: preview.unlock.round,
    })
  if (preview.receiver) {
    expect(state.receiver?.stakeWei).toBe(preview.receiver.stakeWei.after)
    expect(state.receiver?.delegate?.toLowerCase()).toBe(preview.receiver.delegate?.toLowerCase())
  }
}

function note(kind: string, what: string): void {
  seen.set(`${kind} ${what}`, (seen.get(`${kind} ${what}`) ?? 0) + 1)
}

function history(): string {
  return [...seen].map(([key, count]) => `${key}: ${count}`).join('\n')
}

function describe(step: Step, { account, round }: StakingState): string {
  const text = (value: unknown) =>
    JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? String(one) : one))
  return `${text(step)} of ${text(account)} in round ${round.number}`
}
