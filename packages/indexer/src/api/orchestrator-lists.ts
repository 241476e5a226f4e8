import type { Columns } from './column-kinds.ts'
import { filterOf, type ListDefinition, rangesOf } from './list.ts'

const schema = '"indexer"'
const days = 86_400
/** A raise of the reward cut by so many parts per million within so many seconds is a spike. */
const spikeParts = 500_000
const spikeSeconds = 7 * days

/** Who registers sets its cuts for the first time, which is no change of them. */
const isChange = (row: string) => `not (${row}.previous_reward_cut = 0 and ${row}.previous_fee_share = 0)`

/** The lowest reward cut in the week up to the change `c`. */
const lowestInWeek = `(
  select min(y.previous_reward_cut) from ${schema}.cut_change y
  where y.orchestrator = c.orchestrator and ${isChange('y')} and y.time >= c.time - ${spikeSeconds}
    and (y.block_number, y.log_index) <= (c.block_number, c.log_index)
)`

/** Spikes are few; this bound is what the index of high cuts is for. */
const isSpike = `c.reward_cut >= ${spikeParts} and ${isChange('c')} and c.reward_cut - ${lowestInWeek} >= ${spikeParts}`

/** Fees of a time up to now: what they are in all, less what they were before the first row of that time. */
const feesSince = (firstRow: string) =>
  `o.fees_wei - coalesce((select x.fees_before_wei from ${firstRow} limit 1), o.fees_wei)`
const feesOfDays = (count: number) =>
  feesSince(
    `${schema}.orchestrator_day x where x.orchestrator = o.address and x.day > s.today - ${count} order by x.day`,
  )
const feesOfRounds = (count: number) =>
  feesSince(
    `${schema}.pool x where x.orchestrator = o.address and x.fees_wei > 0 and x.round > s.current_round - ${count} order by x.round`,
  )

/** Part of its last so many complete active rounds in which it called reward; null with fewer. */
const callRatioOf = (rounds: number) =>
  `(select (${rounds} - o.missed_reward_calls + x.missed_calls_before)::double precision / ${rounds} from ${schema}.pool x
    where x.orchestrator = o.address and x.active_stake_wei is not null and x.active_rounds_before = o.active_rounds - ${rounds})`

/** Orchestrators with the figures that people compare them by. */
export const orchestratorRows = `(
  select o.*, o.activated_at as activation_time, o.last_cut_change_at as last_cut_change_time,
    own.stake_wei as own_stake_wei,
    (own.stake_wei / nullif(o.delegated_stake_wei, 0))::double precision as own_stake_share,
    case when d.delegate = o.address and d.bonded_wei > 0 then
      case when o.activation_round <= s.current_round
        and (o.deactivation_round is null or o.deactivation_round > s.current_round) then 'active'
      else 'registered' end
    else 'unregistered' end as state,
    ${feesOfDays(30)} as fees30_days_wei, ${feesOfDays(90)} as fees90_days_wei,
    ${feesOfRounds(30)} as fees30_rounds_wei, ${feesOfRounds(90)} as fees90_rounds_wei,
    ${callRatioOf(30)} as reward_call_ratio30, ${callRatioOf(90)} as reward_call_ratio90,
    c.calls_due, c.calls_made, c.calls_made::double precision / nullif(c.calls_due, 0) as reward_call_ratio,
    (select count(*) from ${schema}.cut_change c
      where c.orchestrator = o.address and c.time > s.block_time - ${180 * days} and ${isSpike}) as cut_spikes
  from ${schema}.orchestrator o
  cross join (
    select p.current_round, c.block_time, c.block_time / ${days} as today
    from ${schema}.protocol p cross join ${schema}.checkpoint c
  ) s
  left join ${schema}.delegator d on d.address = o.address
  cross join lateral (
    select case when d.delegate = o.address
      then (select stake_wei from ${schema}.pending p where p.address = o.address) else 0 end as stake_wei
  ) own
  left join lateral (
    select x.active_rounds_before, x.missed_calls_before from ${schema}.pool x
    where x.orchestrator = o.address and x.active_stake_wei is not null and x.round >= s.current_round - 90
    order by x.round limit 1
  ) w on true
  cross join lateral (
    select coalesce(o.active_rounds - w.active_rounds_before, 0) as calls_due,
      coalesce(o.active_rounds - w.active_rounds_before - (o.missed_reward_calls - w.missed_calls_before), 0) as calls_made
  ) c
)`

export const orchestratorColumns: Columns = {
  address: { kind: 'text' },
  state: { kind: 'text', describe: 'active in this round, registered (bonded to itself), or unregistered.' },
  delegatedStakeWei: { kind: 'wei', describe: 'All stake delegated to it, its own included.' },
  ownStakeWei: {
    kind: 'wei',
    describe: 'Its own stake, with what it earned to date; 0 unless bonded to itself.',
  },
  ownStakeShare: {
    kind: 'ratio',
    nullable: true,
    describe: 'ownStakeWei / delegatedStakeWei; null without stake.',
  },
  rewardCut: { kind: 'count', describe: 'Parts per million of rewards that it keeps.' },
  feeShare: { kind: 'count', describe: 'Parts per million of fees that go to delegators.' },
  lastCutChangeRound: { kind: 'count', nullable: true, describe: 'Null if its cuts were never changed.' },
  lastCutChangeTime: { kind: 'time', nullable: true },
  cutSpikes: {
    kind: 'count',
    describe: 'Raises of its reward cut by 50 percentage points or more within 7 days, of the last 180 days.',
  },
  delegators: { kind: 'count' },
  activationRound: { kind: 'count', describe: 'Since when it is or was active.' },
  activationTime: { kind: 'time', nullable: true, describe: 'When it last entered the pool.' },
  deactivationRound: { kind: 'count', nullable: true, describe: 'Null while it is in the pool.' },
  firstActivationRound: { kind: 'count', nullable: true },
  activeRounds: { kind: 'count', describe: 'Complete rounds in which it was active, ever.' },
  lastRewardRound: { kind: 'count' },
  callsDue: { kind: 'count', describe: 'Of the last 90 complete rounds, those in which it was active.' },
  callsMade: { kind: 'count', describe: 'Of those, rounds in which it called reward.' },
  rewardCallRatio: {
    kind: 'ratio',
    nullable: true,
    describe: 'callsMade / callsDue; null when none was due.',
  },
  rewardCallRatio30: {
    ...{ kind: 'ratio', nullable: true },
    describe: 'Of its last 30 complete active rounds, the part in which it called reward; null with fewer.',
  },
  rewardCallRatio90: { kind: 'ratio', nullable: true, describe: 'Of its last 90 complete active rounds.' },
  missedRewardCalls: { kind: 'count', describe: 'Ever.' },
  fees30DaysWei: { kind: 'wei', describe: 'Of today, in UTC, and the 29 days before.' },
  fees90DaysWei: { kind: 'wei', describe: 'Of today, in UTC, and the 89 days before.' },
  fees30RoundsWei: { kind: 'wei', describe: 'Of the running round and the 29 before.' },
  fees90RoundsWei: { kind: 'wei', describe: 'Of the running round and the 89 before.' },
  feesWei: { kind: 'wei', describe: 'Ever.' },
  rewardsWei: { kind: 'wei', describe: 'Ever.' },
  serviceUri: { kind: 'text', nullable: true },
  aiServiceUri: { kind: 'text', nullable: true },
  rewardCaller: { kind: 'text', nullable: true },
}

const compared = Object.entries(orchestratorColumns).flatMap(([name, { kind }]) =>
  ['wei', 'count', 'ratio', 'time'].includes(kind) ? [name] : [],
)

const cutChangeColumns: Columns = {
  blockNumber: { kind: 'count' },
  logIndex: { kind: 'count' },
  time: { kind: 'time' },
  orchestrator: { kind: 'text' },
  round: { kind: 'count' },
  rewardCut: { kind: 'count' },
  feeShare: { kind: 'count' },
  previousRewardCut: { kind: 'count' },
  previousFeeShare: { kind: 'count' },
  spikeFrom: {
    ...{ kind: 'count', nullable: true },
    describe:
      'The lowest reward cut of the 7 days before, where this change ends 50 percentage points or more above it; else null.',
  },
}

const poolColumns: Columns = {
  orchestrator: { kind: 'text' },
  round: { kind: 'count' },
  time: { kind: 'time', nullable: true, describe: 'When the round began; null until it has.' },
  isComplete: { kind: 'boolean', describe: 'Another round has begun after it.' },
  activeStakeWei: { kind: 'wei', nullable: true, describe: 'Null outside the active set.' },
  rank: { kind: 'count', nullable: true, describe: 'Place in the active set by that stake, from 1 on.' },
  stakeWei: { kind: 'wei', describe: 'As the contract keeps it.' },
  rewardCut: { kind: 'count' },
  feeShare: { kind: 'count' },
  rewardFactor: { kind: 'wei', describe: 'Parts of 10²⁷; 0 stands for 10²⁷.' },
  feeFactor: { kind: 'wei' },
  rewardsWei: { kind: 'wei' },
  ownRewardsWei: {
    kind: 'wei',
    describe: 'What the orchestrator kept, beside the share of its bonded stake.',
  },
  feesWei: { kind: 'wei' },
  ownFeesWei: { kind: 'wei' },
  rewardBlock: { kind: 'count', nullable: true, describe: 'Block of the reward call; null without one.' },
  missedRewardsWei: {
    ...{ kind: 'wei', nullable: true },
    describe: 'What a call that never came would have brought; null if it came, or still can.',
  },
}

export const orchestratorLists: readonly ListDefinition[] = [
  {
    ...{
      path: '/v1/orchestrators',
      summary: 'Accounts that stake was ever delegated to, with their record.',
    },
    ...{ from: orchestratorRows, columns: orchestratorColumns, key: ['address'], order: 'desc' },
    sorts: [...compared, 'address', 'state'],
    filters: {
      state: filterOf.word('state'),
      address: filterOf.address('address'),
      ...rangesOf(orchestratorColumns, compared),
    },
  },
  {
    ...{ path: '/v1/cut-changes', summary: 'Each change of an orchestrator’s cuts, with spikes marked.' },
    from: `(select c.*, case when ${isSpike} then ${lowestInWeek} end as spike_from from ${schema}.cut_change c)`,
    ...{ columns: cutChangeColumns, key: ['blockNumber', 'logIndex'], order: 'desc' },
    sorts: ['blockNumber', 'rewardCut', 'feeShare', 'spikeFrom'],
    filters: {
      orchestrator: filterOf.address('orchestrator'),
      round: filterOf.count('round'),
      ...rangesOf(cutChangeColumns, ['round', 'rewardCut', 'feeShare', 'spikeFrom']),
    },
  },
  {
    ...{ path: '/v1/pools', summary: 'What each orchestrator’s stake was and earned in each round.' },
    from: `(
      select p.*, r.time, p.round < s.current_round as is_complete from ${schema}.pool p
      cross join (select current_round from ${schema}.protocol) s left join ${schema}.round r on r.round = p.round
    )`,
    ...{ columns: poolColumns, key: ['round', 'orchestrator'], order: 'desc' },
    sorts: ['round', 'activeStakeWei', 'rank', 'feesWei', 'rewardsWei', 'missedRewardsWei'],
    filters: {
      orchestrator: filterOf.address('orchestrator'),
      round: filterOf.count('round'),
      ...rangesOf(poolColumns, [
        'round',
        'activeStakeWei',
        'rank',
        'feesWei',
        'rewardsWei',
        'missedRewardsWei',
      ]),
    },
  },
]
