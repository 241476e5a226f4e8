import { bytesToHex } from '@millrace/crypto'
import { type SeedProposal, support } from '../actions.ts'
import { actorAddress } from '../actors.ts'
import type { SeedProfile } from '../profiles.ts'
import type { SeededRandom } from '../random.ts'
import type { PlannedDelegator } from './planned-delegator.ts'
import { isInPool, type PlannedOrchestrator } from './planned-orchestrator.ts'
import type { RoundDraft } from './waves.ts'

const token = 10n ** 18n
/** Enough of the largest to reach a third of the stake. */
const leaders = 15

/** A treasury proposal with what becomes of it. */
export interface PlannedProposal {
  readonly proposal: SeedProposal
  readonly round: number
  /** What the leading orchestrators vote for; the others follow more often than not. */
  readonly outcome: 'passes' | 'fails' | 'is open'
}

interface VoteStep {
  readonly round: number
  readonly draft: RoundDraft
  readonly random: SeededRandom
  readonly profile: SeedProfile
  readonly proposals: readonly PlannedProposal[]
  readonly orchestrators: readonly PlannedOrchestrator[]
  readonly delegators: readonly PlannedDelegator[]
  readonly votingDelayRounds: number
  readonly votingPeriodRounds: number
}

/** One proposal that passes and is paid, one that fails, one that is open at the end. */
export function planProposals(profile: SeedProfile): PlannedProposal[] {
  const { seed, grantTokens, rounds } = profile
  const first = rounds >= 40 ? 12 : 2
  const proposal = (guest: number, times: bigint, description: string): SeedProposal => ({
    receiver: actorAddress(seed, 'guest', guest),
    amountWei: grantTokens * token * times,
    description,
  })
  return [
    {
      proposal: proposal(1, 1n, '# Grant for monitoring\n\nPays a year of public dashboards and alerts.'),
      round: first,
      outcome: 'passes',
    },
    {
      proposal: proposal(2, 4n, '# Sponsor a conference\n\nA booth and two talks.'),
      round: first + 1,
      outcome: 'fails',
    },
    {
      proposal: proposal(3, 2n, '# Second year of monitoring\n\nContinues the first grant.'),
      round: rounds - 5,
      outcome: 'is open',
    },
  ]
}

/** Proposals, votes, queueing and execution of a round, and a poll with its votes. */
export function planVotesRound(step: VoteStep): void {
  for (const planned of step.proposals) planProposalRound(planned, step)
  planPollRound(step)
}

function planProposalRound(planned: PlannedProposal, step: VoteStep): void {
  const { round, draft, orchestrators, votingDelayRounds, votingPeriodRounds } = step
  const { proposal, outcome } = planned
  const from = orchestrators[0]?.address
  if (!from) return
  const opensIn = planned.round + votingDelayRounds + 1
  const endsAfter = planned.round + votingDelayRounds + votingPeriodRounds
  const isVoted = round >= opensIn && round < opensIn + votingRounds && round <= endsAfter
  if (round === planned.round) draft.votes.push({ kind: 'propose', from, proposal })
  if (isVoted) draft.votes.push(...votesOf(planned, step, opensIn))
  if (outcome === 'passes' && round === endsAfter + 1) draft.votes.push({ kind: 'queue', from, proposal })
  if (outcome === 'passes' && round === endsAfter + 2) draft.votes.push({ kind: 'execute', from, proposal })
}

const votingRounds = 3

function votesOf({ proposal, outcome, round: proposedIn }: PlannedProposal, step: VoteStep, opensIn: number) {
  const favour = outcome === 'fails' ? support.against : support.for
  return votersOf(step, { since: proposedIn, opensIn, label: proposal.description }).map(
    ({ address, isLeader, random }) => ({
      kind: 'vote' as const,
      from: address,
      proposal,
      support: isLeader || random.chance(0.7) ? favour : (random.pick(Object.values(support)) ?? favour),
      reason: random.chance(0.2) ? (random.pick(reasons) ?? '') : '',
    }),
  )
}

const reasons = [
  'The amount is fair for what is offered.',
  'I would like to see a report first.',
  'As discussed on the forum.',
]

interface Voter {
  readonly address: PlannedOrchestrator['address']
  readonly isLeader: boolean
  readonly random: SeededRandom
}

/** Who votes in this round: each has a round of its own among the first of the vote. */
function votersOf(
  { orchestrators, delegators, random, round, profile }: VoteStep,
  { since, opensIn, label }: { since: number; opensIn: number; label: string },
): Voter[] {
  const settled = orchestrators.filter((one) => one.joinRound < since && isInPool(one, round))
  const leading = new Set(settled.toSorted((one, other) => weightOf(other) - weightOf(one)).slice(0, leaders))
  const isTheirs = (turn: number) => round === opensIn + turn
  // The same draws in each round of the vote, so that everybody keeps its turn.
  const draws = new Map<object, { votes: boolean; turn: number; random: SeededRandom }>()
  const source = random.fork(label)
  for (const one of [...orchestrators, ...delegators]) {
    const own = source.fork(one.address)
    const share = 'popularity' in one ? 0.6 : Math.max(0.04, 2 / profile.delegators)
    draws.set(one, { votes: own.chance(share), turn: own.integer(0, votingRounds), random: own })
  }
  const voters: Voter[] = []
  for (const one of [...settled, ...delegators.filter(({ joinRound }) => joinRound < since)]) {
    const draw = draws.get(one)
    const isLeader = 'popularity' in one && leading.has(one)
    if (draw && isTheirs(isLeader ? 0 : draw.turn) && (isLeader || draw.votes))
      voters.push({ address: one.address, isLeader, random: draw.random })
  }
  return voters
}

function weightOf({ popularity, stakeWei }: PlannedOrchestrator): number {
  return popularity * 1e6 + Number(stakeWei / token)
}

/** Polls stay open for 57,600 blocks: until long after the seeded history. */
function planPollRound(step: VoteStep): void {
  const { round, draft, profile, orchestrators } = step
  const proposedIn = Math.floor(profile.rounds * 0.3)
  const from = orchestrators[0]?.address
  if (round === proposedIn && from)
    draft.votes.push({
      kind: 'createPoll',
      from,
      poll: 0,
      text: textOf('Shorten the unbonding period to five rounds'),
    })
  if (round <= proposedIn || round > proposedIn + votingRounds) return
  for (const { address, random } of votersOf(step, {
    since: proposedIn,
    opensIn: proposedIn + 1,
    label: 'poll',
  }))
    draft.votes.push({ kind: 'votePoll', from: address, poll: 0, choice: random.chance(0.65) ? 0n : 1n })
}

function textOf(text: string) {
  return bytesToHex(new TextEncoder().encode(text))
}
