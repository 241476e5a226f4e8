import type { Address } from 'viem'
import { type PoolEffect, rankIn } from './pool-effect.ts'
import { expectedRewardWei } from './stake-changes.ts'
import { isOrchestrator, isSame, never, orchestratorIn, type StakingState } from './state.ts'
import { claims, type Step } from './step.ts'

/** What somebody should know before signing. */
export type Warning =
  /** `shareWei` is what the claim gives up, as far as it can be told. */
  | {
      readonly code: 'forfeits-reward'
      readonly orchestrator: Address
      readonly round: bigint
      readonly shareWei: bigint
    }
  | { readonly code: 'not-registered'; readonly orchestrator: Address }
  | { readonly code: 'becomes-orchestrator' }
  | { readonly code: 'orchestrator-inactive'; readonly orchestrator: Address; readonly missingWei: bigint }
  | { readonly code: 'orchestrator-leaves'; readonly orchestrator: Address; readonly round: bigint }
  | { readonly code: 'missed-last-rewards'; readonly orchestrator: Address; readonly rounds: bigint }
  | { readonly code: 'resigns' }
  | { readonly code: 'last-in-pool'; readonly orchestrator: Address }
  | { readonly code: 'evicts'; readonly orchestrator: Address; readonly evicted: Address }
  | { readonly code: 'locked-until-next-round'; readonly round: bigint }
  | { readonly code: 'dust'; readonly amountWei: bigint }
  | { readonly code: 'leaves-dust'; readonly amountWei: bigint }
  | { readonly code: 'cannot-be-undone'; readonly receiver: Address }
  | { readonly code: 'other-recipient'; readonly recipient: Address }
  | { readonly code: 'exits-only' }

/** Less than this of a token earns less than a transaction costs, in any network seen so far. */
const dustWei = 10n ** 16n
/** Rounds without a reward call that are worth a word. */
const manyRounds = 2n

export function warningsOf(step: Step, state: StakingState, effect: PoolEffect): readonly Warning[] {
  return [
    ...forfeiture(step, state),
    ...aboutGainer(step, state, effect),
    ...aboutLoser(step, state, effect),
    ...aboutAmount(step, state),
    ...(state.pause === 'entries-paused' ? [{ code: 'exits-only' } as const] : []),
  ]
}

/**
 * Every step that claims gives up the account's part of the round's reward while its delegate has not called it, and the
 * part of fees that come later in the round.
 */
function forfeiture(step: Step, state: StakingState): readonly Warning[] {
  const { account, round, pause } = state
  const { delegate, bondedWei, lastClaimRound, stakeWei } = account
  if (!claims.has(step.kind) || pause !== 'running') return []
  if (delegate === undefined || bondedWei === 0n || lastClaimRound >= round.number) return []
  const orchestrator = orchestratorIn(state, delegate)
  if (!orchestrator?.isActive || orchestrator.lastRewardRound >= round.number) return []
  const shared = (expectedRewardWei(state, delegate) * (1_000_000n - orchestrator.rewardCutPpm)) / 1_000_000n
  const { roundStakeWei } = orchestrator
  // Stake that counts from the next round on only has no part in this one.
  const isCounted = account.startRound <= round.number
  const shareWei = roundStakeWei === 0n || !isCounted ? 0n : (shared * stakeWei) / roundStakeWei
  return isCounted ? [{ code: 'forfeits-reward', orchestrator: delegate, round: round.number, shareWei }] : []
}

/** The orchestrator that gets stake, if it is somebody who may earn with it. */
function aboutGainer(step: Step, state: StakingState, effect: PoolEffect): readonly Warning[] {
  const gainer = gainerOf(step, state)
  if (!gainer) return []
  const { account, round } = state
  const nextRound = round.number + 1n
  const warnings: Warning[] = []
  const facts = orchestratorIn(state, gainer)
  const becomesOwn = isSame(gainer, account.address) && !isOrchestrator(account)
  if (becomesOwn) warnings.push({ code: 'becomes-orchestrator' })
  else if (!facts?.isRegistered) warnings.push({ code: 'not-registered', orchestrator: gainer })
  const isIn = rankIn(effect.pool, gainer) !== undefined
  if (!isIn && (facts?.isRegistered || becomesOwn))
    warnings.push({
      code: 'orchestrator-inactive',
      orchestrator: gainer,
      missingWei: missingOf(gainer, effect),
    })
  if (!isIn && facts?.isActive)
    warnings.push({ code: 'orchestrator-leaves', orchestrator: gainer, round: nextRound })
  if (effect.evicted) warnings.push({ code: 'evicts', orchestrator: gainer, evicted: effect.evicted })
  const missed = facts?.isActive ? round.number - 1n - facts.lastRewardRound : 0n
  if (missed >= manyRounds && facts && facts.deactivationRound === never)
    warnings.push({ code: 'missed-last-rewards', orchestrator: gainer, rounds: missed })
  const starts = account.delegate === undefined || !isSame(account.delegate, gainer)
  if (starts && step.kind !== 'transfer') warnings.push({ code: 'locked-until-next-round', round: nextRound })
  return warnings
}

function gainerOf(step: Step, { account, receiver }: StakingState): Address | undefined {
  if (step.kind === 'bond' || step.kind === 'move') return step.to
  if (step.kind === 'rebond') return account.delegate ?? step.to
  if (step.kind === 'transfer') return receiver?.delegate ?? account.delegate
  return undefined
}

/** What it lacks to push the last member out. */
function missingOf(orchestrator: Address, { pool, standings }: PoolEffect): bigint {
  const stakeWei = standings.find((one) => isSame(one.orchestrator, orchestrator))?.stakeWei.after ?? 0n
  const lastWei = pool.at(-1)?.stakeWei ?? 0n
  return lastWei >= stakeWei ? lastWei - stakeWei + 1n : 0n
}

function aboutLoser(step: Step, state: StakingState, effect: PoolEffect): readonly Warning[] {
  const { account, pool, poolMaxSize } = state
  if ((step.kind !== 'unbond' && step.kind !== 'transfer') || !account.delegate) return []
  if (isOrchestrator(account) && step.amountWei >= account.stakeWei) return [{ code: 'resigns' }]
  const isFull = BigInt(pool.length) >= poolMaxSize
  const last = effect.pool.at(-1)
  return isFull && last && isSame(last.address, account.delegate)
    ? [{ code: 'last-in-pool', orchestrator: account.delegate }]
    : []
}

function aboutAmount(step: Step, { account }: StakingState): readonly Warning[] {
  switch (step.kind) {
    case 'bond':
      return step.amountWei > 0n && step.amountWei < dustWei
        ? [{ code: 'dust', amountWei: step.amountWei }]
        : []
    case 'unbond':
      return leftover(account.stakeWei - step.amountWei)
    case 'transfer':
      return [{ code: 'cannot-be-undone', receiver: step.to }, ...leftover(account.stakeWei - step.amountWei)]
    case 'withdraw-fees':
      return isSame(step.recipient, account.address)
        ? []
        : [{ code: 'other-recipient', recipient: step.recipient }]
    default:
      return []
  }
}

function leftover(amountWei: bigint): readonly Warning[] {
  return amountWei > 0n && amountWei < dustWei ? [{ code: 'leaves-dust', amountWei }] : []
}
