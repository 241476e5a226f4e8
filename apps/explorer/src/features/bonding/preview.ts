import type { OrchestratorFacts } from '../../network/orchestrator-facts.ts'
import { electionOf } from '../orchestrators/election.ts'

/** What bonding would do to the election of the next round. */
export type BondPreview =
  | { readonly kind: 'stays' }
  /** `replaced` has to leave for it; undefined when there is room. */
  | { readonly kind: 'enters'; readonly replaced: OrchestratorFacts | undefined }
  /** Stake above `missing` more would do. */
  | { readonly kind: 'waits'; readonly missing: bigint }
  | { readonly kind: 'unregistered' }

interface BondIntent {
  readonly target: string
  readonly amount: bigint
  /** Stake that moves along from another orchestrator. */
  readonly moved: { readonly from: string; readonly amount: bigint } | undefined
}

interface Pool {
  readonly orchestrators: readonly OrchestratorFacts[]
  readonly size: bigint
  readonly round: bigint
}

/**
 * As the BondingManager decides: stake that moves leaves its old orchestrator first; one that is outside enters where
 * there is room, or in the place of the last when it has more stake than that.
 */
export function previewBond({ orchestrators, size, round }: Pool, intent: BondIntent): BondPreview {
  const target = orchestrators.find(({ address }) => isSame(address, intent.target))
  if (!target?.isRegistered) return { kind: 'unregistered' }
  const next = orchestrators.filter((facts) => ['elected', 'entering'].includes(electionOf(facts, round)))
  if (next.includes(target)) return { kind: 'stays' }
  if (BigInt(next.length) < size) return { kind: 'enters', replaced: undefined }
  const { moved } = intent
  const stakeOf = ({ address, stake }: OrchestratorFacts) =>
    moved && isSame(address, moved.from) ? stake - moved.amount : stake
  const last = next.reduce(
    (least, facts) => (stakeOf(facts) < stakeOf(least) ? facts : least),
    next[0] ?? target,
  )
  const stake = target.stake + intent.amount + (moved?.amount ?? 0n)
  if (stake > stakeOf(last)) return { kind: 'enters', replaced: last }
  return { kind: 'waits', missing: stakeOf(last) - stake }
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}
