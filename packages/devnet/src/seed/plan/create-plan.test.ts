import { NameIndex, recordProblem } from '@millrace/common/identity'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SeedAction } from '../actions.ts'
import { type SeedProfile, seedProfiles } from '../profiles.ts'
import { SeededRandom } from '../random.ts'
import { createSeedPlan, type SeedFacts } from './create-plan.ts'
import { planDelegators } from './planned-delegator.ts'
import { planOrchestrators } from './planned-orchestrator.ts'
import { waveNames } from './waves.ts'

const facts: SeedFacts = {
  unbondingPeriodRounds: 7,
  unlockPeriodRounds: 2,
  votingDelayRounds: 1,
  votingPeriodRounds: 10,
}

/** Profiles of every kind of network; some too short for all stories. */
const profiles = fc.record({
  name: fc.constant('any'),
  seed: fc.string(),
  rounds: fc.integer({ min: 12, max: 30 }),
  roundBlocks: fc.constant(12),
  activeSetSize: fc.integer({ min: 5, max: 20 }),
  freePlaces: fc.integer({ min: 1, max: 3 }),
  delegators: fc.integer({ min: 5, max: 60 }),
  gateways: fc.integer({ min: 4, max: 8 }),
  ticketsPerRound: fc.integer({ min: 1, max: 10 }),
  activity: fc.double({ min: 0, max: 1, noNaN: true }),
  supplyTokens: fc.constant(10_000_000n),
  grantTokens: fc.constant(1n),
})

/** Actions in the order in which they are played, with their round. */
function played(profile: SeedProfile): { round: number; action: SeedAction }[] {
  return createSeedPlan(profile, facts).flatMap((waves, round) =>
    waveNames.flatMap((name) => waves[name].map((action) => ({ round, action }))),
  )
}

test('the same profile gives the same plan, and another seed another one', () => {
  const { small } = seedProfiles
  expect(createSeedPlan(small, facts)).toEqual(createSeedPlan(small, facts))
  expect(createSeedPlan({ ...small, seed: 'another' }, facts)).not.toEqual(createSeedPlan(small, facts))
})

test('nobody bonds tokens that it was not given', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const balances = new Map<string, bigint>()
      const add = (account: string, wei: bigint) => balances.set(account, (balances.get(account) ?? 0n) + wei)
      for (const { action } of played(profile)) {
        if (action.kind === 'transferTokens') add(action.to, action.amountWei)
        if (action.kind !== 'bond') continue
        add(action.from, -action.amountWei)
        expect(balances.get(action.from)).toBeGreaterThanOrEqual(0n)
      }
    }),
    { numRuns: 30 },
  )
})

test('a delegator acts at most once a round, besides a transfer of stake only on its own stake and locks', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const delegators = new Set(
        planDelegators(profile, new SeededRandom(profile.seed)).map(({ address }) => address as string),
      )
      const voting = new Set<SeedAction['kind']>(['vote', 'votePoll', 'setTexts', 'linkAccounts'])
      const seen = new Set<string>()
      const open = new Map<string, { created: number; used: Set<number>; at: number[] }>()
      for (const { round, action } of played(profile)) {
        if (!('from' in action) || !delegators.has(action.from) || voting.has(action.kind)) continue
        expect(seen.has(`${action.from} ${round}`)).toBe(false)
        seen.add(`${action.from} ${round}`)
        const locksOf = (account: string) => {
          const locks = open.get(account) ?? { created: 0, used: new Set<number>(), at: [] }
          open.set(account, locks)
          return locks
        }
        const locks = locksOf(action.from)
        const create = (account: string) => {
          const theirs = locksOf(account)
          theirs.at[theirs.created++] = round
          return theirs
        }
        if (action.kind === 'unbond') create(action.from)
        if (action.kind === 'transferBond')
          for (const account of [action.from, action.to]) {
            const theirs = create(account)
            theirs.used.add(theirs.created - 1)
          }
        if ('lockId' in action) {
          expect(action.lockId).toBeLessThan(locks.created)
          expect(locks.used.has(action.lockId)).toBe(false)
          locks.used.add(action.lockId)
        }
        if (action.kind === 'withdrawStake')
          expect(round - (locks.at[action.lockId] ?? round)).toBeGreaterThanOrEqual(
            facts.unbondingPeriodRounds,
          )
      }
    }),
    { numRuns: 30 },
  )
})

test('tickets cost no more than the deposit of their gateway, but for the one that is paid from a reserve', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const deposits = new Map<string, bigint>()
      let fromReserve = 0
      for (const { action } of played(profile)) {
        if (action.kind === 'fundGateway')
          deposits.set(action.from, (deposits.get(action.from) ?? 0n) + action.depositWei)
        if (action.kind !== 'redeem') continue
        for (const { sender, faceValueWei } of action.tickets) {
          const left = (deposits.get(sender) ?? 0n) - faceValueWei
          if (left < 0n) fromReserve++
          deposits.set(sender, left < 0n ? 0n : left)
        }
      }
      expect(fromReserve).toBeLessThanOrEqual(1)
    }),
    { numRuns: 30 },
  )
})

test('reward is called by active orchestrators only, once a round each', () => {
  fc.assert(
    fc.property(profiles, (profile) => {
      const planned = planOrchestrators(profile, new SeededRandom(profile.seed))
      const byAddress = new Map(planned.map((one) => [one.address, one]))
      const seen = new Set<string>()
      for (const { round, action } of played(profile)) {
        if (action.kind !== 'reward') continue
        const { joinRound, resignRound, evictionRound } = byAddress.get(action.orchestrator) ?? {}
        expect(joinRound).toBeLessThan(round)
        expect(round).toBeLessThanOrEqual(Math.min(resignRound ?? round, evictionRound ?? round))
        expect(seen.has(`${action.orchestrator} ${round}`)).toBe(false)
        seen.add(`${action.orchestrator} ${round}`)
      }
    }),
    { numRuns: 30 },
  )
})

test.for([seedProfiles.small, seedProfiles.community])(
  'the profile $name hands out no more than its supply',
  (profile) => {
    const handedOut = played(profile).reduce(
      (sum, { action }) => sum + (action.kind === 'transferTokens' ? action.amountWei : 0n),
      0n,
    )
    expect(handedOut).toBeLessThanOrEqual(profile.supplyTokens * 10n ** 18n)
  },
)

test('what accounts say of themselves is fit to be shown, and one name is forged', () => {
  const said = played(seedProfiles.community).flatMap(({ action }) =>
    action.kind === 'setTexts' ? [{ address: action.from, name: '', ...action.texts }] : [],
  )
  for (const { address, ...texts } of said)
    for (const [key, value] of Object.entries(texts))
      expect(recordProblem({ key, value }), address).toBeUndefined()
  const index = new NameIndex(said)
  expect(said.filter((account) => index.lookAlikes(account).length > 0)).toHaveLength(2)
})
