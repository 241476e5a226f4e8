import { bondingManagerAbi, roundsManagerAbi, serviceRegistryAbi, tokenAbi } from '@millrace/abi'
import type { PoolHints } from '@millrace/common/staking'
import { type Address, type EncodeFunctionDataParameters, encodeFunctionData, type Hex } from 'viem'
import { noHints } from './pool-effect.ts'
import { isSame, type StakingState } from './state.ts'
import type { Step } from './step.ts'

/** A call of a contract, for a transaction of its own. */
export interface ContractCall {
  readonly functionName: string
  readonly to: Address
  readonly data: Hex
}

/** The calls that make a step, with the places in the pool that its changes lead to. */
export function callsOf(
  step: Step,
  state: StakingState,
  hints: readonly PoolHints[],
): readonly ContractCall[] {
  if (step.kind === 'bond') {
    const bonding = bondCall(step.to, step.amountWei, state, hints)
    return [...approval(step.amountWei, state), bonding]
  }
  return [callOf(step, state, hints)]
}

function callOf(
  step: Exclude<Step, { kind: 'bond' }>,
  state: StakingState,
  hints: readonly PoolHints[],
): ContractCall {
  const { contracts, round } = state
  const [{ prev, next } = noHints, second = noHints] = hints
  switch (step.kind) {
    case 'move':
      return bondCall(step.to, 0n, state, hints)
    case 'unbond':
      return bonding(state, 'unbondWithHint', [step.amountWei, prev, next])
    case 'rebond':
      return rebondCall(step, state, { prev, next })
    case 'withdraw-stake':
      return bonding(state, 'withdrawStake', [step.lockId])
    case 'withdraw-fees':
      return bonding(state, 'withdrawFees', [step.recipient, step.amountWei])
    case 'transfer':
      return bonding(state, 'transferBond', [step.to, step.amountWei, prev, next, second.prev, second.next])
    case 'claim':
      // The contract claims up to the current round whatever it is given.
      return bonding(state, 'claimEarnings', [round.number])
    case 'set-cuts':
      return bonding(state, 'transcoderWithHint', [step.rewardCutPpm, step.feeSharePpm, prev, next])
    case 'set-reward-caller':
      return bonding(state, 'setRewardCaller', [step.caller])
    case 'reward':
      return rewardCall(step.orchestrator, state, { prev, next })
    case 'set-service-uri':
      return call(contracts.serviceRegistry, {
        abi: serviceRegistryAbi,
        functionName: 'setServiceURI',
        args: [step.uri],
      })
    case 'initialize-round':
      return call(contracts.roundsManager, { abi: roundsManagerAbi, functionName: 'initializeRound' })
  }
}

/** Allows the BondingManager exactly what it will take. */
function approval(amountWei: bigint, { account, contracts }: StakingState): readonly ContractCall[] {
  if (account.allowanceWei >= amountWei) return []
  const args = [contracts.bondingManager, amountWei] as const
  return [call(contracts.token, { abi: tokenAbi, functionName: 'approve', args })]
}

function bondCall(
  to: Address,
  amountWei: bigint,
  state: StakingState,
  hints: readonly PoolHints[],
): ContractCall {
  const { delegate } = state.account
  const moves = delegate !== undefined && !isSame(delegate, to)
  const [old = noHints, fresh = noHints] = moves ? hints : [noHints, ...hints]
  return bonding(state, 'bondWithHint', [amountWei, to, old.prev, old.next, fresh.prev, fresh.next])
}

function rebondCall(
  { lockId, to }: { readonly lockId: bigint; readonly to?: Address | undefined },
  state: StakingState,
  { prev, next }: PoolHints,
): ContractCall {
  return state.account.delegate === undefined && to !== undefined
    ? bonding(state, 'rebondFromUnbondedWithHint', [to, lockId, prev, next])
    : bonding(state, 'rebondWithHint', [lockId, prev, next])
}

function rewardCall(orchestrator: Address, state: StakingState, { prev, next }: PoolHints): ContractCall {
  return isSame(orchestrator, state.account.address)
    ? bonding(state, 'rewardWithHint', [prev, next])
    : bonding(state, 'rewardForTranscoderWithHint', [orchestrator, prev, next])
}

type BondingFunction = Extract<
  (typeof bondingManagerAbi)[number],
  { type: 'function'; stateMutability: 'nonpayable' }
>['name']
type BondingCall<Name extends BondingFunction> = EncodeFunctionDataParameters<typeof bondingManagerAbi, Name>

function bonding<Name extends BondingFunction>(
  { contracts }: StakingState,
  functionName: Name,
  args: BondingCall<Name>['args'],
): ContractCall {
  const parameters = { abi: bondingManagerAbi, functionName, args }
  return call(contracts.bondingManager, parameters as EncodeFunctionDataParameters)
}

function call(to: Address, parameters: EncodeFunctionDataParameters | object): ContractCall {
  const encoded = parameters as EncodeFunctionDataParameters
  return { functionName: String(encoded.functionName), to, data: encodeFunctionData(encoded) }
}
