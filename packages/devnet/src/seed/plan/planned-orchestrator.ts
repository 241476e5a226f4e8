import type { Address } from '@millrace/crypto'
import { actorAddress } from '../actors.ts'
import type { SeedProfile } from '../profiles.ts'
import type { SeededRandom } from '../random.ts'
import { tokensToWei } from '../stake-distribution.ts'

/** An orchestrator and all that will become of it. Rounds count from 0. */
export interface PlannedOrchestrator {
  readonly index: number
  readonly address: Address
  readonly stakeWei: bigint
  /** It registers in this round and is active from the next one on. */
  readonly joinRound: number
  /** It unbonds everything in this round. */
  readonly resignRound: number | undefined
  /** In this round a newcomer takes its place. */
  readonly evictionRound: number | undefined
  /** In this round its reward cut jumps. */
  readonly spikeRound: number | undefined
  /** Share of rounds in which it calls reward. */
  readonly reliability: number
  /** Rounds in a row in which it calls no reward. */
  readonly silence: { readonly from: number; readonly to: number } | undefined
  /** Somebody else calls reward for it. */
  readonly rewardCaller: Address | undefined
  readonly hasServiceUri: boolean
  /** Weight among delegators and gateways. */
  readonly popularity: number
  rewardCutPpm: number
  feeSharePpm: number
  /** Round in which it last called reward; -1 before. */
  rewardRound: number
}

/** Stake of the one that is evicted, in tokens: below every other, so that the plan knows who goes. */
const evictedStake = 1_500
const [smallestStake, largestStake] = [4_000, 120_000]

/** Orchestrators of a profile: those that stay, those that resign, one that is evicted, and who evicts it. */
export function planOrchestrators(profile: SeedProfile, source: SeededRandom): PlannedOrchestrator[] {
  const random = source.fork('orchestrators')
  const count = profile.activeSetSize + 1
  const ranks = random.shuffle(Array.from({ length: count }, (_, rank) => rank))
  const stakes = random.shuffle(
    Array.from({ length: count }, (_, index) => {
      const quantile = (index + 0.5) / count
      return smallestStake * (largestStake / smallestStake) ** quantile
    }),
  )
  return ranks.map((rank, index) => ({
    ...fateOf(index, profile),
    index,
    address: actorAddress(profile.seed, 'orchestrator', index),
    stakeWei: tokensToWei(index === evictedIndex ? evictedStake : (stakes[index] ?? smallestStake)),
    reliability: random.pick([1, 1, 0.99, 0.97, 0.9, 0.7]) ?? 1,
    silence: silenceOf(index, profile),
    rewardCaller: index === 2 ? actorAddress(profile.seed, 'guest', 0) : undefined,
    hasServiceUri: !random.chance(0.05),
    popularity: index === evictedIndex ? 0 : 1 / (rank + 1) ** 0.8,
    rewardCutPpm: random.integer(0, 51) * 10_000,
    feeSharePpm: random.integer(1, 21) * 50_000,
    rewardRound: -1,
  }))
}

const evictedIndex = 1
const spikeIndex = 3

/** Round in which the full active set loses its last member to a newcomer. */
function evictionRoundOf({ rounds }: SeedProfile): number {
  return Math.floor(rounds * 0.6)
}

function fateOf(index: number, profile: SeedProfile) {
  const { rounds, activeSetSize, freePlaces } = profile
  const evictionRound = evictionRoundOf(profile)
  const isNewcomer = index === activeSetSize
  const resigns = index < activeSetSize && index >= activeSetSize - freePlaces
  const place = activeSetSize - index
  return {
    joinRound: isNewcomer ? evictionRound : joinRoundOf(index, profile),
    resignRound: resigns ? Math.floor(rounds * (0.65 + (0.25 * place) / freePlaces)) : undefined,
    evictionRound: index === evictedIndex ? evictionRound : undefined,
    spikeRound: index === spikeIndex ? Math.floor(rounds * 0.8) : undefined,
  }
}

/** Three fifths are there from the start, the others come one by one until the set is full. */
function joinRoundOf(index: number, { rounds, activeSetSize }: SeedProfile): number {
  const atStart = Math.floor(activeSetSize * 0.6)
  if (index < atStart) return 0
  return 1 + Math.floor(((index - atStart) / (activeSetSize - atStart)) * (rounds * 0.5 - 1))
}

function silenceOf(index: number, { rounds }: SeedProfile): PlannedOrchestrator['silence'] {
  return index === 4 ? { from: Math.floor(rounds * 0.5), to: Math.floor(rounds * 0.7) } : undefined
}

/** Whether it is in the pool once the round's registrations are through. */
export function isInPool(orchestrator: PlannedOrchestrator, round: number): boolean {
  const { joinRound, resignRound = Infinity, evictionRound = Infinity } = orchestrator
  return joinRound <= round && round < resignRound && round < evictionRound
}

/** Whether it is active in the round; it stays so until the end of that in which it leaves the pool. */
export function isActive(orchestrator: PlannedOrchestrator, round: number): boolean {
  const { joinRound, resignRound = Infinity, evictionRound = Infinity } = orchestrator
  return joinRound < round && round <= resignRound && round <= evictionRound
}
