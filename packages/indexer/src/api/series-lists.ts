import type { Columns } from './column-kinds.ts'
import { filterOf, type ListDefinition, rangesOf } from './list.ts'
import { describeUsage, type Usage, usageMinutesSql } from './usage.ts'

const schema = '"indexer"'

/** Rounds and days without a gap, for charts; and what each orchestrator and gateway did on a day. */
export function seriesLists(usage: Usage): readonly ListDefinition[] {
  return [rounds(usage), days(usage), orchestratorDays(usage), gatewayDays(usage)]
}

const participation = `(f.total_active_stake_wei / nullif(f.total_supply_wei, 0))::double precision`
const sums = [
  'fees_wei',
  'winning_tickets',
  'rewards_wei',
  'new_stake_wei',
  'moved_stake_wei',
  'unbonded_stake_wei',
]
const roundSums = [...sums, 'treasury_rewards_wei', 'reward_calls', 'missed_rewards_wei']
const standing = [
  'total_active_stake_wei',
  'total_supply_wei',
  'inflation',
  'delegators',
  'active_orchestrators',
]
const measures = [
  ...['entered_orchestrators', 'left_orchestrators', 'nakamoto_third', 'nakamoto_half'],
  ...['gini', 'hhi', 'rank_persistence'],
]
const zeroed = (names: readonly string[]) =>
  names.map((name) => `coalesce(x.${name}, 0) as ${name}`).join(', ')
const of = (alias: string, names: readonly string[]) => names.map((name) => `${alias}.${name}`).join(', ')

/** Columns that rounds and days share. */
const seriesColumns = (usage: Usage): Columns => ({
  feesWei: { kind: 'wei' },
  winningTickets: { kind: 'count' },
  usageMinutes: { kind: 'ratio', describe: describeUsage(usage) },
  rewardsWei: { kind: 'wei' },
  newStakeWei: { kind: 'wei', describe: 'Bonded from wallets.' },
  movedStakeWei: {
    kind: 'wei',
    describe: 'Moved from one orchestrator to another, or to another delegator.',
  },
  unbondedStakeWei: { kind: 'wei' },
  totalActiveStakeWei: { kind: 'wei' },
  totalSupplyWei: { kind: 'wei' },
  participation: {
    kind: 'ratio',
    nullable: true,
    describe: 'Active stake by supply; null without a supply.',
  },
  inflation: { kind: 'wei', describe: 'Parts per billion a round.' },
  delegators: { kind: 'count' },
  activeOrchestrators: { kind: 'count' },
})

const rounds = (usage: Usage): ListDefinition => ({
  path: '/v1/rounds',
  summary:
    'Rounds with their sums, and what stood in them. Rounds that nobody initialised have sums of 0, and what stood before them.',
  ...{ key: ['round'], order: 'desc', sorts: ['round'] },
  from: `(
    select g.round, x.block_number, x.protocol_block, x.tx_hash, f.time, x.round is not null as is_initialized,
      g.round < s.latest as is_complete, f.mintable_wei, f.treasury_cut_rate, ${zeroed(roundSums)},
      ${usageMinutesSql('coalesce(x.fees_wei, 0)', usage)} as usage_minutes, ${of('f', standing)},
      ${participation} as participation, ${of('x', measures)},
      ((x.new_stake_wei + x.moved_stake_wei + x.unbonded_stake_wei) / nullif(x.total_active_stake_wei, 0))::double precision as churn
    from (select min(round) as first, max(round) as latest from ${schema}.round) s
    cross join generate_series(s.first, s.latest) as g(round)
    left join ${schema}.round x on x.round = g.round
    join lateral (select * from ${schema}.round y where y.round <= g.round order by y.round desc limit 1) f on true
  )`,
  columns: {
    round: { kind: 'count' },
    isInitialized: { kind: 'boolean' },
    isComplete: { kind: 'boolean', describe: 'Another has begun after it.' },
    blockNumber: { kind: 'count', nullable: true },
    protocolBlock: {
      ...{ kind: 'count', nullable: true },
      describe: 'Of its initialisation, as the contracts count.',
    },
    txHash: { kind: 'text', nullable: true },
    time: { kind: 'time', describe: 'Of its initialisation; where there was none, of the last one before.' },
    ...seriesColumns(usage),
    mintableWei: { kind: 'wei' },
    treasuryCutRate: { kind: 'wei', describe: 'Parts of 10²⁷.' },
    treasuryRewardsWei: { kind: 'wei' },
    rewardCalls: { kind: 'count' },
    missedRewardsWei: { kind: 'wei', describe: 'What reward calls that never came would have minted.' },
    churn: { kind: 'ratio', nullable: true, describe: 'New, moved and unbonded stake by active stake.' },
    enteredOrchestrators: { kind: 'count', nullable: true, describe: 'Active, and not in the round before.' },
    leftOrchestrators: { kind: 'count', nullable: true, describe: 'No longer active.' },
    nakamotoThird: {
      ...{ kind: 'count', nullable: true },
      describe: 'Fewest orchestrators with more than a third of the active stake.',
    },
    nakamotoHalf: { kind: 'count', nullable: true },
    gini: { kind: 'ratio', nullable: true, describe: 'Of the active orchestrators’ stakes.' },
    hhi: { kind: 'ratio', nullable: true, describe: 'Sum of the squared shares of the active stake.' },
    rankPersistence: {
      ...{ kind: 'ratio', nullable: true },
      describe: 'Spearman’s correlation of orchestrators’ ranks in this round and 30 rounds before.',
    },
  },
  filters: {
    round: filterOf.count('round'),
    from: { ...filterOf.count('round', '>='), describe: 'The first round.' },
    to: { ...filterOf.count('round', '<='), describe: 'The last round.' },
  },
})

const days = (usage: Usage): ListDefinition => ({
  path: '/v1/days',
  summary:
    'Days in UTC with their sums, and what stood at their last event. Days without events have sums of 0, and what stood before them.',
  ...{ key: ['day'], order: 'desc', sorts: ['day'] },
  from: `(
    select g.day, g.day::bigint * 86400 as time, g.day < s.today as is_complete, ${zeroed(sums)},
      ${usageMinutesSql('coalesce(x.fees_wei, 0)', usage)} as usage_minutes, ${of('f', standing)},
      ${participation} as participation
    from (select min(day) as first, (select block_time / 86400 from ${schema}.checkpoint)::integer as today from ${schema}.day) s
    cross join generate_series(s.first, s.today) as g(day)
    left join ${schema}.day x on x.day = g.day
    join lateral (select * from ${schema}.day y where y.day <= g.day order by y.day desc limit 1) f on true
  )`,
  columns: {
    day: { kind: 'count', describe: 'Days since 1970-01-01.' },
    time: { kind: 'time', describe: 'Its beginning.' },
    isComplete: { kind: 'boolean', describe: 'It is over.' },
    ...seriesColumns(usage),
  },
  filters: dayFilters(),
})

function dayFilters(): ListDefinition['filters'] {
  return {
    from: { ...filterOf.count('day', '>='), describe: 'The first day, since 1970-01-01.' },
    to: { ...filterOf.count('day', '<='), describe: 'The last day.' },
  }
}

const dayColumns = (usage: Usage): Columns => ({
  day: { kind: 'count', describe: 'Days since 1970-01-01.' },
  time: { kind: 'time', describe: 'Its beginning.' },
  feesWei: { kind: 'wei' },
  winningTickets: { kind: 'count' },
  usageMinutes: { kind: 'ratio', describe: describeUsage(usage) },
})

const dayRows = (table: string, usage: Usage) =>
  `(select *, day::bigint * 86400 as time, ${usageMinutesSql('fees_wei', usage)} as usage_minutes from ${schema}.${table})`

function orchestratorDays(usage: Usage): ListDefinition {
  const columns: Columns = {
    orchestrator: { kind: 'text' },
    ...dayColumns(usage),
    rewardsWei: { kind: 'wei' },
  }
  return {
    path: '/v1/orchestrator-days',
    summary: 'What each orchestrator took in on each day in UTC; days on which it was nothing are left out.',
    from: dayRows('orchestrator_day', usage),
    ...{ columns, key: ['day', 'orchestrator'], order: 'desc', sorts: ['day', 'feesWei', 'rewardsWei'] },
    filters: {
      orchestrator: filterOf.address('orchestrator'),
      ...dayFilters(),
      ...rangesOf(columns, ['feesWei', 'rewardsWei']),
    },
  }
}

function gatewayDays(usage: Usage): ListDefinition {
  const columns: Columns = { gateway: { kind: 'text' }, ...dayColumns(usage) }
  return {
    path: '/v1/gateway-days',
    summary: 'What each gateway paid on each day in UTC; days on which it was nothing are left out.',
    from: dayRows('gateway_day', usage),
    ...{ columns, key: ['day', 'gateway'], order: 'desc', sorts: ['day', 'feesWei'] },
    filters: { gateway: filterOf.address('gateway'), ...dayFilters(), ...rangesOf(columns, ['feesWei']) },
  }
}
