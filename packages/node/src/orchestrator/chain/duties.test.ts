import { type Actions, ContractRevertError, type OrchestratorState } from '@millrace/chain'
import { delay, Emitter, silentLogger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { SettingsError } from '@millrace/daemon'
import { expect, test } from 'vitest'
import { Heartbeat } from '../../chain/heartbeat.ts'
import type { OrchestratorEvents } from '../events.ts'
import { Duty } from './duty.ts'
import { Registrar } from './registrar.ts'
import { RewardCall } from './reward-call.ts'
import { RoundStart } from './round-work.ts'

const log = silentLogger()
const address: Address = '0x2222222222222222222222222222222222222222'

function revert(errorName: string, retryable = false): ContractRevertError {
  return new ContractRevertError({ label: 'call', errorName, values: {}, sentence: 'no.', retryable })
}

test('a duty runs once at a time, and pauses longer after each failure', async () => {
  let runs = 0
  const duty = new Duty(
    { name: 'test' },
    {
      log,
      work: async () => {
        runs++
        throw new Error('no')
      },
    },
  )
  const ranAt: number[] = []
  for (let block = 0; block < 20; block++) {
    const before = runs
    duty.onBlock()
    duty.onBlock()
    await delay(0)
    if (runs > before) ranAt.push(block)
  }
  expect(ranAt.length).toBeGreaterThan(2)
  expect(ranAt.length).toBeLessThan(7)
  duty.close()
  const before = runs
  for (let block = 0; block < 40; block++) duty.onBlock()
  expect(runs).toBe(before)
})

test('a heartbeat goes on after the chain was silent, and tries a failed block again', async () => {
  const blocks: bigint[] = []
  let answers = 0
  const done = Promise.withResolvers<void>()
  const heartbeat = new Heartbeat(
    { pollMs: 1 },
    {
      log,
      clock: { nowMs: () => 0 },
      blockNumber: async () => {
        if (++answers === 2) throw new Error('silence')
        return answers < 4 ? 1n : 2n
      },
      onBlock: async (block) => {
        blocks.push(block)
        if (blocks.length === 1) throw new Error('not now')
        if (block === 2n) done.resolve()
      },
    },
  )
  await done.promise
  await heartbeat.close()
  expect(blocks).toEqual([1n, 1n, 2n])
})

test('a round is started after a wait of one’s own, and a faster neighbour is no failure', async () => {
  let nowMs = 0
  let calls = 0
  const view = { round: { number: 3n, isInitialized: false } as never }
  const initializeRound = async () => {
    calls++
    throw revert('RoundAlreadyInitialized')
  }
  const start = new RoundStart(
    { maxDelayMs: 1_000 },
    {
      view,
      actions: { rounds: { initializeRound } } as unknown as Actions,
      clock: { nowMs: () => nowMs },
      log,
      random: () => 0.5,
    },
  )
  await start.work()
  nowMs = 499
  await start.work()
  expect(calls).toBe(0)
  nowMs = 500
  await start.work()
  expect(calls).toBe(1)
  view.round = { number: 3n, isInitialized: true } as never
  await start.work()
  expect(calls).toBe(1)
})

test.each([
  ['RewardAlreadyCalled', true],
  ['CallerNotRewardCaller', true],
  ['SystemPaused', false],
])('reward refused as %s is settled for the round: %s', async (errorName, isSettled) => {
  let calls = 0
  const reward = new RewardCall(
    { orchestrator: address, caller: address },
    {
      log,
      events: new Emitter<OrchestratorEvents>(),
      view: { round: { number: 3n, isInitialized: true } as never, isActive: true },
      staking: {
        rewardCaller: async () => undefined,
        orchestrator: async () => ({ lastRewardRound: 2n }) as OrchestratorState,
      },
      actions: {
        staking: {
          reward: async () => {
            calls++
            throw revert(errorName, !isSettled)
          },
        },
      } as unknown as Actions,
    },
  )
  await reward.work().catch(() => {})
  await reward.work().catch(() => {})
  expect(calls).toBe(isSettled ? 1 : 2)
})

test('reward is called once a round, and again when the chain goes back to an earlier round', async () => {
  const view = { round: { number: 5n, isInitialized: true } as never, isActive: true }
  const calledIn: bigint[] = []
  let lastRewardRound = 4n
  const events = new Emitter<OrchestratorEvents>()
  events.on('rewardCalled', ({ round }) => calledIn.push(round))
  const reward = new RewardCall(
    { orchestrator: address, caller: address },
    {
      log,
      events,
      view,
      staking: {
        rewardCaller: async () => undefined,
        orchestrator: async () => ({ lastRewardRound }) as OrchestratorState,
      },
      actions: {
        staking: { reward: async () => ({ transactionHash: '0x1' }) },
      } as unknown as Actions,
    },
  )
  await reward.work()
  await reward.work()
  expect(calledIn).toEqual([5n])
  view.round = { number: 3n, isInitialized: true } as never
  lastRewardRound = 2n
  await reward.work()
  lastRewardRound = 3n
  view.round = { number: 4n, isInitialized: false } as never
  await reward.work()
  expect(calledIn).toEqual([5n, 3n])
})

function registrarOver(state: {
  stakeWei: bigint
  balanceWei: bigint
  locked?: boolean
  registered?: boolean
}) {
  const done: string[] = []
  const actions = {
    staking: {
      bond: async ({ amountWei }: { amountWei: bigint }) => done.push(`bond ${amountWei}`),
      setServiceUri: async (uri: string) => done.push(`uri ${uri}`),
      setCuts: async () => {
        if (state.locked) throw revert('CurrentRoundLocked', true)
        done.push('cuts')
      },
    },
  } as unknown as Actions
  const registrar = new Registrar(
    { address, bondWei: 100n, rewardCutPercent: 12.5, feeSharePercent: 50 },
    {
      log,
      actions,
      staking: {
        delegator: async () => ({ pendingStakeWei: state.stakeWei }) as never,
        tokenBalanceWei: async () => state.balanceWei,
        orchestrator: async () =>
          ({
            isRegistered: state.registered ?? true,
            rewardCutPpm: 0n,
            feeSharePpm: 0n,
            serviceUri: '',
          }) as OrchestratorState,
      },
    },
  )
  return { registrar, done, state }
}

test('registering bonds only what is missing, and leaves locked cuts for a later block', async () => {
  const { registrar, done, state } = registrarOver({ stakeWei: 30n, balanceWei: 80n, locked: true })
  await registrar.register('https://node')
  expect(done).toEqual(['bond 70', 'uri https://node'])
  await registrar.settleCuts()
  state.locked = false
  await registrar.settleCuts()
  await registrar.settleCuts()
  expect(done).toEqual(['bond 70', 'uri https://node', 'cuts'])
})

test('error: registering without the tokens, or without any stake, names the setting', async () => {
  const poor = registrarOver({ stakeWei: 0n, balanceWei: 99n })
  await expect(poor.registrar.register('https://node')).rejects.toThrow(SettingsError)
  const elsewhere = registrarOver({ stakeWei: 100n, balanceWei: 0n, registered: false })
  await expect(elsewhere.registrar.register('https://node')).rejects.toThrow(/bondWei/)
})

test('a hot key calls reward as soon as the staking account has named it, in the same round', async () => {
  const cold: Address = '0x3333333333333333333333333333333333333333'
  let named: Address | undefined
  let failures = 2
  const view = { round: { number: 5n, isInitialized: true } as never, isActive: true }
  const reward = new RewardCall(
    { orchestrator: cold, caller: address },
    {
      log,
      events: new Emitter<OrchestratorEvents>(),
      view,
      staking: {
        orchestrator: async () => ({ lastRewardRound: 4n }) as OrchestratorState,
        rewardCaller: async () => named,
      },
      actions: {
        staking: {
          reward: async () => {
            if (failures-- > 0) throw revert('SystemPaused', true)
            return { transactionHash: '0x1' }
          },
        },
      } as unknown as Actions,
    },
  )
  expect(reward.state).toBe('idle')
  await reward.work()
  expect(reward.state).toBe('notCaller')
  named = address
  const states: string[] = []
  for (let block = 0; block < 20; block++) {
    await reward.work().catch(() => {})
    if (reward.state !== states.at(-1)) states.push(reward.state)
  }
  expect(states).toEqual(['notCaller', 'failing', 'called'])
  view.round = { number: 6n, isInitialized: true } as never
  expect(reward.state).not.toBe('called')
})
