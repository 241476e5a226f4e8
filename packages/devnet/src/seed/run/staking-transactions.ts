import { bondingManagerAbi, serviceRegistryAbi, tokenAbi } from '@millrace/abi'
import type { PoolHints } from '@millrace/common/staking'
import { type Address, zeroAddress } from '@millrace/crypto'
import type { ContractFunctionArgs, ContractFunctionName } from 'viem'
import type { SeedAction, SeedActionOf } from '../actions.ts'
import type { PoolView } from './pool-view.ts'
import type { SeedDeployment } from './seed-deployment.ts'
import { type SeedTransaction, transaction } from './seed-transaction.ts'
import type { WaveFacts } from './wave-facts.ts'

export interface StakingContext {
  readonly deployment: SeedDeployment
  readonly pool: PoolView
  readonly facts: WaveFacts
}

type Name = ContractFunctionName<typeof bondingManagerAbi, 'nonpayable'>

const nowhere: PoolHints = { prev: zeroAddress, next: zeroAddress }

/** Calls of an action about stake, with hints for the pool as the calls before them leave it; none for other actions. */
export function stakingTransactions(
  action: SeedAction,
  context: StakingContext,
): SeedTransaction[] | undefined {
  const { pool, facts, deployment } = context
  const call = <Called extends Name>(
    from: Address,
    functionName: Called,
    args: ContractFunctionArgs<typeof bondingManagerAbi, 'nonpayable', Called>,
  ) => [transaction({ from, to: deployment.bondingManager, abi: bondingManagerAbi, functionName, args })]
  switch (action.kind) {
    case 'bond':
      return bond(action, context)
    case 'move': {
      const { from, delegate, to } = action
      const movedWei = facts.pendingStakeWei(from)
      return call(from, 'bondWithHint', [
        0n,
        to,
        ...twoHints(context, { delegate, to, lossWei: movedWei, gainWei: movedWei }),
      ])
    }
    case 'unbond':
      return unbond(action, context)
    case 'rebond': {
      const { prev, next } = pool.change(action.delegate, facts.lockWei(action))
      return call(action.from, 'rebondWithHint', [BigInt(action.lockId), prev, next])
    }
    case 'rebondFromUnbonded': {
      const { prev, next } = pool.change(action.to, facts.lockWei(action))
      return call(action.from, 'rebondFromUnbondedWithHint', [action.to, BigInt(action.lockId), prev, next])
    }
    case 'transferBond': {
      const { from, delegate, to, receiverDelegate, amountWei } = action
      const hints = twoHints(context, {
        delegate,
        to: receiverDelegate,
        lossWei: amountWei,
        gainWei: amountWei,
      })
      return call(from, 'transferBond', [to, amountWei, ...hints])
    }
    case 'withdrawStake':
      return call(action.from, 'withdrawStake', [BigInt(action.lockId)])
    case 'withdrawFees':
      return call(action.from, 'withdrawFees', [action.from, facts.pendingFeesWei(action.from)])
    case 'claimEarnings':
      return call(action.from, 'claimEarnings', [facts.round])
    case 'setCuts': {
      const { from, rewardCutPpm, feeSharePpm } = action
      const { prev, next } = pool.change(from, 0n)
      return call(from, 'transcoderWithHint', [BigInt(rewardCutPpm), BigInt(feeSharePpm), prev, next])
    }
    case 'setRewardCaller':
      return call(action.from, 'setRewardCaller', [action.caller])
    case 'reward': {
      const { from, orchestrator } = action
      const { prev, next } = pool.change(orchestrator, expectedRewardWei(orchestrator, context))
      return from === orchestrator
        ? call(from, 'rewardWithHint', [prev, next])
        : call(from, 'rewardForTranscoderWithHint', [orchestrator, prev, next])
    }
    case 'setServiceUri': {
      const { from, uri } = action
      const to = deployment.serviceRegistry
      return [transaction({ from, to, abi: serviceRegistryAbi, functionName: 'setServiceURI', args: [uri] })]
    }
    default:
      return undefined
  }
}

/** Approves exactly what is bonded, as a careful wallet does. */
function bond(action: SeedActionOf<'bond'>, { deployment, pool }: StakingContext): SeedTransaction[] {
  const { from, to, amountWei } = action
  const { token, bondingManager } = deployment
  const { prev, next } = pool.change(to, amountWei)
  const args = [amountWei, to, zeroAddress, zeroAddress, prev, next] as const
  return [
    transaction({
      from,
      to: token,
      abi: tokenAbi,
      functionName: 'approve',
      args: [bondingManager, amountWei],
    }),
    transaction({ from, to: bondingManager, abi: bondingManagerAbi, functionName: 'bondWithHint', args }),
  ]
}

function unbond(
  action: SeedActionOf<'unbond'>,
  { deployment, pool, facts }: StakingContext,
): SeedTransaction[] {
  const { from, delegate } = action
  const amountWei = action.amountWei === 'all' ? facts.pendingStakeWei(from) : action.amountWei
  const resigns = from === delegate && action.amountWei === 'all'
  const hints = pool.change(delegate, resigns ? 'all' : -amountWei)
  const { prev, next } = resigns ? nowhere : hints
  const to = deployment.bondingManager
  const args = [amountWei, prev, next] as const
  return [transaction({ from, to, abi: bondingManagerAbi, functionName: 'unbondWithHint', args })]
}

interface StakeMove {
  readonly delegate: Address
  readonly to: Address
  readonly lossWei: bigint
  readonly gainWei: bigint
}

/** Hints for the delegate that loses stake and for the one that gains it; the contract moves them in that order. */
function twoHints({ pool }: StakingContext, { delegate, to, lossWei, gainWei }: StakeMove) {
  const loss = pool.change(delegate, -lossWei)
  const gain = pool.change(to, gainWei)
  return [loss.prev, loss.next, gain.prev, gain.next] as const
}

/** Close enough for a hint: what the treasury takes of it is left out. */
function expectedRewardWei(orchestrator: Address, { pool, facts }: StakingContext): bigint {
  const { mintableWei, activeStakeWei } = facts
  return activeStakeWei === 0n ? 0n : (mintableWei * pool.stakeOf(orchestrator)) / activeStakeWei
}
