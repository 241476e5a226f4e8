import type { Address } from 'viem'
import type { PoolEffect, Standing } from './pool-effect.ts'
import { isSame, type StakingState } from './state.ts'
import { claims, type Step } from './step.ts'

interface Change<T> {
  readonly before: T
  readonly after: T
}

/** What an account has before and after a step. Amounts in wei. */
export interface Preview {
  /** Bonded, with rewards earned to date. */
  readonly stakeWei: Change<bigint>
  /** Fees that can be withdrawn. */
  readonly feesWei: Change<bigint>
  /** Tokens that the account holds. */
  readonly balanceWei: Change<bigint>
  readonly delegate: Change<Address | undefined>
  /** First round in which stake counts. */
  readonly startRound: Change<bigint>
  /** What the step claims on its way. */
  readonly claimed: { readonly rewardsWei: bigint; readonly feesWei: bigint } | undefined
  /** The lock that it makes. */
  readonly unlock: { readonly id: bigint; readonly amountWei: bigint; readonly round: bigint } | undefined
  /** Orchestrators whose stake changes. */
  readonly standings: readonly Standing[]
  readonly evicted: Address | undefined
  readonly receiver:
    | { readonly address: Address; readonly delegate: Address | undefined; readonly stakeWei: Change<bigint> }
    | undefined
}

export function previewOf(step: Step, state: StakingState, effect: PoolEffect): Preview {
  const { account } = state
  const after = { ...unchanged(state), ...changedBy(step, state) }
  const claimsNow = claims.has(step.kind) && account.lastClaimRound < state.round.number
  return {
    stakeWei: { before: account.stakeWei, after: after.stakeWei },
    feesWei: { before: account.feesWei, after: after.feesWei },
    balanceWei: { before: account.balanceWei, after: after.balanceWei },
    delegate: { before: account.delegate, after: after.delegate },
    startRound: { before: account.startRound, after: after.startRound },
    claimed: claimsNow
      ? {
          rewardsWei: account.stakeWei - account.bondedWei,
          feesWei: account.feesWei - account.claimedFeesWei,
        }
      : undefined,
    unlock:
      step.kind === 'unbond'
        ? {
            id: account.nextLockId,
            amountWei: step.amountWei,
            round: state.round.number + state.unbondingPeriod,
          }
        : undefined,
    standings: effect.standings,
    evicted: effect.evicted,
    receiver: receiverOf(step, state),
  }
}

interface Holdings {
  readonly stakeWei: bigint
  readonly feesWei: bigint
  readonly balanceWei: bigint
  readonly delegate: Address | undefined
  readonly startRound: bigint
}

function unchanged({ account }: StakingState): Holdings {
  const { stakeWei, feesWei, balanceWei, delegate, startRound } = account
  return { stakeWei, feesWei, balanceWei, delegate, startRound }
}

function changedBy(step: Step, state: StakingState): Partial<Holdings> {
  const { account, locks, round } = state
  const { stakeWei, feesWei, balanceWei, delegate } = account
  const nextRound = round.number + 1n
  switch (step.kind) {
    case 'bond':
      return {
        stakeWei: stakeWei + step.amountWei,
        balanceWei: balanceWei - step.amountWei,
        delegate: step.to,
        ...(isSame(delegate, step.to) ? {} : { startRound: nextRound }),
      }
    case 'move':
      return { delegate: step.to, startRound: nextRound }
    case 'unbond':
    case 'transfer':
      return {
        stakeWei: stakeWei - step.amountWei,
        ...(step.amountWei === stakeWei ? { delegate: undefined, startRound: 0n } : {}),
      }
    case 'rebond': {
      const amountWei = locks.find(({ id }) => id === step.lockId)?.amountWei ?? 0n
      return {
        stakeWei: stakeWei + amountWei,
        ...(delegate === undefined ? { delegate: step.to, startRound: nextRound } : {}),
      }
    }
    case 'withdraw-stake':
      return { balanceWei: balanceWei + (locks.find(({ id }) => id === step.lockId)?.amountWei ?? 0n) }
    case 'withdraw-fees':
      return { feesWei: feesWei - step.amountWei }
    default:
      return {}
  }
}

function receiverOf(step: Step, { account, receiver }: StakingState): Preview['receiver'] {
  if (step.kind !== 'transfer' || !receiver) return undefined
  return {
    address: receiver.address,
    delegate: receiver.delegate ?? account.delegate,
    stakeWei: { before: receiver.stakeWei, after: receiver.stakeWei + step.amountWei },
  }
}
