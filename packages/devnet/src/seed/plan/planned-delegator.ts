import type { Address } from '@millrace/crypto'
import { actorAddress } from '../actors.ts'
import type { SeedProfile } from '../profiles.ts'
import type { SeededRandom } from '../random.ts'
import { delegatorStakes, tokensToWei } from '../stake-distribution.ts'
import type { PlannedOrchestrator } from './planned-orchestrator.ts'

interface PlannedLock {
  readonly id: number
  readonly withdrawRound: number
}

/** A delegator as the plan has it so far. What it earns comes on top. */
export interface PlannedDelegator {
  readonly index: number
  readonly address: Address
  readonly joinRound: number
  readonly stakeWei: bigint
  /** Tokens that it keeps for later. */
  spareWei: bigint
  /** Undefined before it joins and after it unbonded everything. */
  delegate: PlannedOrchestrator | undefined
  /** Least that it has bonded. */
  bondedWei: bigint
  /** Its stake counts from this round on. */
  startRound: number
  locks: PlannedLock[]
  nextLockId: number
  /** Its last call: one a round. */
  lastRound: number
}

/** More than half join in the first tenth of the rounds, the others all the time until the end. */
export function planDelegators(profile: SeedProfile, source: SeededRandom): PlannedDelegator[] {
  const random = source.fork('delegators')
  const { delegators, rounds, seed } = profile
  const early = Math.max(1, Math.round(rounds * 0.1))
  return random.shuffle(delegatorStakes(delegators)).map((tokens, index) => {
    const stakeWei = tokensToWei(tokens)
    return {
      index,
      address: actorAddress(seed, 'delegator', index),
      joinRound: random.chance(0.55) ? random.integer(0, early) : random.integer(0, rounds),
      stakeWei,
      spareWei: random.chance(0.4) ? stakeWei / 5n : 0n,
      delegate: undefined,
      bondedWei: 0n,
      startRound: 0,
      locks: [],
      nextLockId: 0,
      lastRound: -1,
    }
  })
}
