import { bondingManagerAbi } from '@millrace/abi'
import { exactAmounts } from '@millrace/client/indexer'
import { type Address, createPublicClient, http, type PublicClient } from 'viem'
import { describe, expect, test } from 'vitest'
import { forecast } from '../../src/yield/forecast.ts'
import { intervalOf } from '../../src/yield/interval.ts'
import { readHistory, readNetwork, readOrchestrator } from '../../src/yield/read-inputs.ts'
import type { Stage } from './stage.ts'

/** Rounds that are forecast, and how many of them are looked back on at least. */
const horizon = 5
const leastPast = 7
const principalWei = 10n ** 18n

interface Past {
  readonly rounds: readonly Round[]
  readonly pools: readonly Pool[]
  readonly changes: readonly Change[]
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
}
interface Round {
  readonly round: number
  readonly time: number
  readonly inflation: string
  readonly treasuryCutRate: string
  readonly totalSupplyWei: bigint
  readonly totalActiveStakeWei: bigint
  readonly activeOrchestrators: number
  readonly rewardCalls: number
  readonly rewardsWei: bigint
  readonly feesWei: bigint
  readonly winningTickets: number
}
interface Pool {
  readonly orchestrator: string
  readonly round: number
  readonly activeStakeWei: bigint | null
  readonly rewardCut: number
  readonly feeShare: number
  readonly rewardsWei: bigint
  readonly feesWei: bigint
  readonly rewardBlock: number | null
}
interface Change {
  readonly orchestrator: string
  readonly round: number
  readonly rewardCut: number
  readonly feeShare: number
  readonly previousRewardCut: number
  readonly previousFeeShare: number
}

/** Forecasts made in the past, held to what the contracts paid since. */
export function describeHindsight(stage: () => Stage): void {
  describe('forecasts made from what was known then', () => {
    test('hold nine of ten of what the contracts paid, and are no wider than they need to be', async () => {
      const { url, rpcUrl, deployment } = stage().network
      const past = await readPast(url)
      const client = createPublicClient({ transport: http(rpcUrl) })
      const [first = 0, last = 0] = [past.rounds.at(-1)?.round, past.rounds[0]?.round]
      const paid = await Promise.all(
        [...new Set(past.pools.map(({ orchestrator }) => orchestrator as Address))].map(
          async (orchestrator) => {
            const account = { bondingManager: deployment.bondingManager, orchestrator }
            return [orchestrator, await readFactors(client, account, { first, last })] as const
          },
        ),
      )
      const factors = new Map<string, Factors>(paid)
      const outcomes: Outcome[] = []
      for (let round = first + leastPast; round + horizon < last; round += 2)
        outcomes.push(...outcomesOf(past, round, factors))
      expect(outcomes.length).toBeGreaterThan(20)
      const within = (of: (outcome: Outcome) => boolean) => outcomes.filter(of).length / outcomes.length
      expect(within(({ rewards }) => isWithin(rewards))).toBeGreaterThan(0.85)
      expect(within(({ fees }) => isWithin(fees))).toBeGreaterThan(0.85)
      const widths = outcomes.map(({ rewards }) => (rewards.high - rewards.low) / rewards.expected)
      expect(widths.toSorted((a, b) => a - b)[Math.floor(widths.length / 2)]).toBeLessThan(1.5)
    })
  })
}

interface Range {
  readonly low: number
  readonly expected: number
  readonly high: number
  readonly paid: number
}
interface Outcome {
  readonly rewards: Range
  readonly fees: Range
}

/** What is paid is in whole wei, and floors. */
function isWithin({ low, high, paid }: Range): boolean {
  return paid >= low * (1 - 1e-9) - 1e-12 && paid <= high * (1 + 1e-9) + 1e-12
}

async function readPast(url: string): Promise<Past> {
  const items = async <Row>(path: string) => {
    const answer = await fetch(`${url}/v1/${path}`)
    return (exactAmounts(await answer.json()) as { readonly items: readonly Row[] }).items
  }
  return {
    rounds: await items('rounds?limit=500'),
    pools: await items('pools?limit=500'),
    changes: await items('cut-changes?limit=500'),
    parameters: await items('parameters?limit=500'),
  }
}

function isActiveUntil({ pools }: Past, account: string, last: number): boolean {
  const own = pools.filter(
    ({ orchestrator, activeStakeWei }) => orchestrator === account && activeStakeWei !== null,
  )
  return own.filter(({ round }) => round > last - horizon && round <= last).length === horizon
}

/** For each orchestrator that stays active, as a forecast supposes: what was expected at the end of `round`, and what came. */
function outcomesOf(past: Past, round: number, factors: ReadonlyMap<string, Factors>): readonly Outcome[] {
  const next = past.rounds.find((each) => each.round === round + 1)
  if (!next) return []
  return past.pools
    .filter((pool) => pool.round === next.round && isActiveUntil(past, pool.orchestrator, round + horizon))
    .map((pool) => {
      const { rewards, fees } = forecastAt(past, pool, next)
      const [from, to] = [round, round + horizon].map((at) => factors.get(pool.orchestrator)?.(at))
      if (!from || !to) throw new Error('The contracts know each orchestrator.')
      return {
        rewards: { ...rewards, paid: to.reward / from.reward - 1 },
        fees: { ...fees, paid: (Number(principalWei) * (to.fee - from.fee)) / from.reward },
      }
    })
}

/** A forecast as the pages would have made it at the end of the round before `next`. */
function forecastAt({ rounds, pools, changes, parameters }: Past, pool: Pool, next: Round) {
  // Of the next round only what was known before it began: the stake that it would begin with.
  const known = rounds.filter(({ round }) => round < next.round)
  const [now] = known
  const mine = pools.filter(
    ({ orchestrator, round, activeStakeWei }) =>
      orchestrator === pool.orchestrator && round < next.round && activeStakeWei !== null,
  )
  const current = [{ ...next, rewardsWei: 0n, feesWei: 0n, winningTickets: 0, rewardCalls: 0 }, ...known]
  const network = readNetwork({
    overview: {
      round: { number: next.round - 1 },
      ...{ totalSupplyWei: next.totalSupplyWei, nextTotalActiveStakeWei: next.totalActiveStakeWei },
      inflation: now?.inflation ?? '0',
    },
    ...{ rounds: current, parameters },
  })
  const orchestrator = readOrchestrator({
    ...{ address: pool.orchestrator, state: 'active', rewardCut: pool.rewardCut, feeShare: pool.feeShare },
    ...{ deactivationRound: null, activeRounds: mine.length },
    delegatedStakeWei: (pool.activeStakeWei ?? 0n) - principalWei,
    callsDue: mine.length,
    callsMade: mine.filter(({ rewardBlock }) => rewardBlock !== null).length,
    fees90RoundsWei: mine.reduce((sum, { feesWei }) => sum + feesWei, 0n),
  })
  const question = { principalWei, isNewStake: false, rounds: horizon, inflation: 'rule' } as const
  const expected = forecast(network, orchestrator, question)
  const history = readHistory({
    rounds: current,
    pools: mine,
    cutChanges: changes.filter(({ round }) => round < next.round),
  })
  const { rewards, feesWei } = intervalOf(expected, {
    ...{ address: pool.orchestrator, orchestrator, rounds: horizon, history },
  })
  return {
    rewards: { ...rewards, expected: expected.rewards },
    fees: { ...feesWei, expected: Number(expected.feesWei) },
  }
}

/** What a unit of stake has grown to at the end of a round, and the fees that it has earned, as the contracts keep it. */
type Factors = (round: number) => { readonly reward: number; readonly fee: number }

const one = 10n ** 27n

async function readFactors(
  client: PublicClient,
  { bondingManager, orchestrator }: { bondingManager: Address; orchestrator: Address },
  { first, last }: { first: number; last: number },
): Promise<Factors> {
  const rounds = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const pools = await Promise.all(
    rounds.map((round) =>
      client.readContract({
        ...{ address: bondingManager, abi: bondingManagerAbi },
        functionName: 'getTranscoderEarningsPoolForRound',
        args: [orchestrator, BigInt(round)],
      }),
    ),
  )
  let [reward, fee] = [one, 0n]
  const byRound = new Map(
    pools.map(([, , , rewardFactor, feeFactor], index) => {
      // A round in which nothing was paid has none, and that of the last stands.
      reward = rewardFactor || reward
      fee = feeFactor || fee
      return [first + index, { reward: Number(reward), fee: Number(fee) }]
    }),
  )
  return (round) => byRound.get(round) ?? { reward: Number(one), fee: 0 }
}
