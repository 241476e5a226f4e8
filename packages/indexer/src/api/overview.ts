import type { Sql } from '../store/table-sql.ts'

type Row = Readonly<Record<string, unknown>>

const text = (value: unknown) => String(value ?? 0)
const numberOrNull = (value: unknown) => (value === null || value === undefined ? null : Number(value))

/** What the network stands at, in one answer. */
export async function readOverview(sql: Sql) {
  const [protocol] = await sql.query('select * from "indexer"."protocol"')
  const [round] = await sql.query('select * from "indexer"."round" order by round desc limit 1')
  const parameters = await sql.query('select name, value from "indexer"."parameter"')
  const [counts] = await sql.query(
    `select count(*) filter (where is_in_pool) as pool,
       count(*) filter (where activation_round <= $1 and (deactivation_round is null or deactivation_round > $1)) as active
     from "indexer"."orchestrator"`,
    [Number(protocol?.['current_round'] ?? 0)],
  )
  const parameterOf = (name: string) => parameters.find((row) => row['name'] === name)?.['value']
  return {
    round: {
      number: Number(protocol?.['current_round'] ?? 0),
      initializedBlock: numberOrNull(round?.['block_number']),
      initializedTime: round ? Number(round['time']) * 1_000 : null,
      startBlock: startBlockOf(Number(protocol?.['current_round'] ?? 0), parameterOf),
      lengthBlocks: numberOrNull(parameterOf('roundsManager.roundLength')),
      lockAmount: numberOrNull(parameterOf('roundsManager.roundLockAmount')),
      mintableWei: text(protocol?.['mintable_wei']),
      rewardsWei: text(round?.['rewards_wei']),
      rewardCalls: Number(round?.['reward_calls'] ?? 0),
      feesWei: text(round?.['fees_wei']),
    },
    isPaused: protocol?.['is_paused'] === true,
    totalActiveStakeWei: text(protocol?.['total_active_stake_wei']),
    nextTotalActiveStakeWei: text(protocol?.['next_total_active_stake_wei']),
    totalSupplyWei: String(supplyOf(protocol)),
    participation: participationOf(protocol),
    inflation: text(protocol?.['inflation']),
    delegators: Number(protocol?.['delegators'] ?? 0),
    activeOrchestrators: Number(counts?.['active'] ?? 0),
    orchestratorsInPool: Number(counts?.['pool'] ?? 0),
    feesWei: text(protocol?.['fees_wei']),
    rewardsWei: text(protocol?.['rewards_wei']),
    winningTickets: Number(protocol?.['winning_tickets'] ?? 0),
    weeks: await readWeeks(sql),
  }
}

/** Where a round begins, by where the length of rounds was changed last; null before that is known. */
function startBlockOf(round: number, parameterOf: (name: string) => unknown): number | null {
  const length = numberOrNull(parameterOf('roundsManager.roundLength'))
  const lastRound = numberOrNull(parameterOf('roundsManager.lastRoundLengthUpdateRound'))
  const lastBlock = numberOrNull(parameterOf('roundsManager.lastRoundLengthUpdateStartBlock'))
  if (length === null || lastRound === null || lastBlock === null || round < lastRound) return null
  return lastBlock + (round - lastRound) * length
}

/** All tokens, those of other chains included. */
function supplyOf(protocol: Row | undefined): bigint {
  return BigInt(text(protocol?.['total_supply_wei'])) + BigInt(text(protocol?.['supply_elsewhere_wei']))
}

/** Part of the supply that is staked; null without a supply. */
function participationOf(protocol: Row | undefined): number | null {
  const supply = supplyOf(protocol)
  if (supply === 0n) return null
  const staked = BigInt(text(protocol?.['total_active_stake_wei']))
  return Number((staked * 1_000_000_000n) / supply) / 1e9
}

/** The last complete week, from Monday, and the one before it; zero where nothing happened. */
async function readWeeks(sql: Sql) {
  // 1970-01-05, day 4, was a Monday.
  const rows = await sql.query(
    `with this as (select ((select block_time from "indexer"."checkpoint") / 86400 - 4) / 7 as week)
     select this.week - ago as week, coalesce(sum(d.fees_wei), 0) as fees_wei,
       coalesce(sum(d.rewards_wei), 0) as rewards_wei, coalesce(sum(d.winning_tickets), 0) as winning_tickets
     from this cross join generate_series(1, 2) as ago
     left join "indexer"."day" d on (d.day - 4) / 7 = this.week - ago
     group by 1 order by 1 desc`,
  )
  return rows.map((row) => ({
    from: (Number(row['week']) * 7 + 4) * 86_400_000,
    feesWei: text(row['fees_wei']),
    rewardsWei: text(row['rewards_wei']),
    winningTickets: Number(row['winning_tickets']),
  }))
}
