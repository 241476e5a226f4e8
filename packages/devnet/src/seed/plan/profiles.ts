import { type ActorRole, actorAddress, actorKey } from '../actors.ts'
import type { SeedProfile } from '../profiles.ts'
import type { PlannedDelegator } from './planned-delegator.ts'
import type { PlannedOrchestrator } from './planned-orchestrator.ts'
import type { RoundDraft } from './waves.ts'

const waters = ['Amber', 'Beaver', 'Cold', 'Deep', 'Elder', 'Ferry', 'Granite', 'Heron', 'Iron', 'Juniper']
const works = ['Weir', 'Sluice', 'Mill', 'Wheel', 'Race', 'Ford', 'Dam', 'Lock', 'Spillway', 'Headpond']
const regions = [
  'Lisbon, Portugal',
  'Kraków, Poland',
  'São Paulo, Brazil',
  'Nairobi, Kenya',
  '東京, Japan',
  'Montréal, Canada',
  'Frankfurt, Germany',
]
const descriptions = [
  'Three machines in a rented rack. Cuts change only with a week’s notice.',
  'A family of engineers who transcode at night and ski by day.\nWrite before you delegate more than a tenth of our stake.',
  'We call reward from two places, and publish our own uptime.',
]

/** An orchestrator whose name looks like that of the first one, with a letter of another script. */
const forgerIndex = 4
/** Orchestrators without a profile of their own that say that they belong to the one after them. */
const pairedOrchestrators = [5, 8] as const
/** Delegators that say that they belong to the orchestrator of that number. */
const pairedDelegators = [0, 1, 2] as const
/** One delegator of so many has a name. */
const namedDelegators = 40

interface Step {
  readonly round: number
  readonly draft: RoundDraft
  readonly profile: SeedProfile
  readonly orchestrators: readonly PlannedOrchestrator[]
  readonly delegators: readonly PlannedDelegator[]
}

/** What accounts say of themselves: two of three orchestrators and some delegators, when they come; links later. */
export function planProfilesRound(step: Step): void {
  const { round, draft, orchestrators, delegators, profile } = step
  for (const { index, address: from, joinRound } of orchestrators)
    if (joinRound === round && index % 3 !== 2)
      draft.votes.push({ kind: 'setTexts', from, texts: textsOf(index) })
  for (const { index, address: from, joinRound } of delegators)
    if (joinRound === round && index % namedDelegators === 0)
      draft.votes.push({
        kind: 'setTexts',
        from,
        texts: { name: `${nameOf(index)} fund ${index / namedDelegators + 1}` },
      })
  if (round === Math.floor(profile.rounds / 2)) planLinks(step)
}

function planLinks({ draft, profile: { seed } }: Step): void {
  const link = (main: number, role: ActorRole, index: number) =>
    draft.votes.push({
      kind: 'linkAccounts',
      from: actorAddress(seed, 'orchestrator', main),
      linked: actorAddress(seed, role, index),
      linkedKey: actorKey(seed, role, index),
    })
  for (const index of pairedOrchestrators) link(index + 1, 'orchestrator', index)
  for (const index of pairedDelegators) link(index, 'delegator', index)
}

function textsOf(index: number): Readonly<Record<string, string>> {
  // Its first letter is Cyrillic, where the other’s is Latin.
  if (index === forgerIndex) return { name: nameOf(0).replace('A', 'А') }
  const name = nameOf(index)
  const host = `${name.toLowerCase().replaceAll(' ', '-')}.example`
  return {
    name,
    url: `https://${host}`,
    region: regions[index % regions.length] ?? '',
    email: `crew@${host}`,
    description: descriptions[index % descriptions.length] ?? '',
  }
}

function nameOf(index: number): string {
  const water = waters[index % waters.length] ?? ''
  const work = works[Math.floor(index / waters.length + index) % works.length] ?? ''
  return index < waters.length * works.length ? `${water} ${work}` : `${water} ${work} II`
}
