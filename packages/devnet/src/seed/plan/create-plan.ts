import type { SeedProfile } from '../profiles.ts'
import { SeededRandom } from '../random.ts'
import { planDelegatorRound } from './delegator-rounds.ts'
import { planGatewayRound } from './gateway-rounds.ts'
import { planOrchestratorRound } from './orchestrator-rounds.ts'
import { planDelegators } from './planned-delegator.ts'
import { planGateways } from './planned-gateway.ts'
import { isInPool, planOrchestrators } from './planned-orchestrator.ts'
import { planProfilesRound } from './profiles.ts'
import { planProposals, planVotesRound } from './votes.ts'
import { emptyRound, type SeedRound } from './waves.ts'

/** Parameters of the protocol that a plan must keep to. */
export interface SeedFacts {
  readonly unbondingPeriodRounds: number
  readonly unlockPeriodRounds: number
  readonly votingDelayRounds: number
  readonly votingPeriodRounds: number
}

const token = 10n ** 18n
const tenth = 10n ** 26n

/** The whole history of a seeded network: the same for the same profile and facts, whatever chain it is played on. */
export function createSeedPlan(profile: SeedProfile, facts: SeedFacts): SeedRound[] {
  const random = new SeededRandom(profile.seed)
  const orchestrators = planOrchestrators(profile, random)
  const delegators = planDelegators(profile, random)
  const gateways = planGateways(profile, random)
  const proposals = planProposals(profile)
  const votes = random.fork('votes')
  return Array.from({ length: profile.rounds }, (_, round) => {
    const draft = emptyRound()
    const shared = { ...facts, profile, round, draft, orchestrators, delegators, gateways }
    const ofRound = (label: string) => random.fork(`${label} ${round}`)
    // The first of the set starts each round, whoever that is by then.
    const starter = orchestrators.find((one) => isInPool(one, round))
    if (starter) draft.open.push({ kind: 'initializeRound', from: starter.address })
    if (round === 0) planSettings(draft, profile)
    for (const orchestrator of orchestrators)
      planOrchestratorRound(orchestrator, {
        ...shared,
        random: ofRound(`orchestrator ${orchestrator.index}`),
      })
    const ofDelegators = { ...shared, activity: profile.activity, random: ofRound('delegators') }
    for (const delegator of delegators) planDelegatorRound(delegator, ofDelegators)
    planGatewayRound({ ...shared, random: ofRound('gateways') })
    planVotesRound({ ...shared, proposals, random: votes })
    planProfilesRound(shared)
    return draft
  })
}

/** What the owner of the protocol sets before anybody comes. */
function planSettings(draft: ReturnType<typeof emptyRound>, { activeSetSize }: SeedProfile): void {
  draft.open.push(
    { kind: 'growActiveSet', size: BigInt(activeSetSize) },
    { kind: 'setTreasuryCut', cutRate: tenth, ceilingWei: 750_000n * token },
  )
}
