import { rewardWei } from '@millrace/common/staking'
import type { StakeChange } from './pool-effect.ts'
import { isOrchestrator, isSame, orchestratorIn, type StakingState } from './state.ts'
import type { Step } from './step.ts'

/** The changes of orchestrators' stake that a step makes, in the contract's order. */
export function stakeChanges(step: Step, state: StakingState): readonly StakeChange[] {
  const { account } = state
  switch (step.kind) {
    case 'bond':
      return bondChanges(step.to, step.amountWei, state)
    case 'move':
      return bondChanges(step.to, 0n, state)
    case 'unbond':
      return lossOf(step.amountWei, state)
    case 'rebond': {
      const to = account.delegate ?? step.to
      const amountWei = state.locks.find(({ id }) => id === step.lockId)?.amountWei ?? 0n
      return to ? [gain(to, amountWei, isSame(to, account.address))] : []
    }
    case 'transfer': {
      const to = state.receiver?.delegate ?? account.delegate
      if (!to) return []
      // A receiver that is bonded to itself is an orchestrator already; nobody else can be made one.
      return [...lossOf(step.amountWei, state), gain(to, step.amountWei)]
    }
    case 'set-cuts':
      return [gain(account.address, 0n)]
    case 'reward':
      return [gain(step.orchestrator, expectedRewardWei(state, step.orchestrator))]
    default:
      return []
  }
}

function bondChanges(
  to: StakeChange['orchestrator'],
  amountWei: bigint,
  state: StakingState,
): readonly StakeChange[] {
  const { account } = state
  const { delegate, stakeWei } = account
  const becomesOwn = isSame(to, account.address)
  if (delegate === undefined || isSame(delegate, to)) return [gain(to, amountWei, becomesOwn)]
  return [{ orchestrator: delegate, deltaWei: -stakeWei }, gain(to, stakeWei + amountWei, becomesOwn)]
}

function gain(orchestrator: StakeChange['orchestrator'], deltaWei: bigint, registers = false): StakeChange {
  return { orchestrator, deltaWei, registers }
}

function lossOf(amountWei: bigint, { account }: StakingState): readonly StakeChange[] {
  const { delegate, stakeWei } = account
  if (delegate === undefined) return []
  const resigns = isOrchestrator(account) && amountWei >= stakeWei
  return [{ orchestrator: delegate, deltaWei: -amountWei, resigns }]
}

/** What the orchestrator's reward call of this round adds to its stake and its delegators', in wei. */
export function expectedRewardWei(state: StakingState, orchestrator: string): bigint {
  const stakeWei = orchestratorIn(state, orchestrator)?.roundStakeWei ?? 0n
  return rewardWei({ ...state.reward, stakeWei })
}
