import type { Columns } from './column-kinds.ts'
import { filterOf, type ListDefinition } from './list.ts'

const schema = '"indexer"'

/** Rounds that are complete, the youngest first, so many of them. */
const lastRounds = (rounds: number) =>
  `(select round from ${schema}.round where round < (select current_round from ${schema}.protocol)
    order by round desc limit ${rounds})`

const feesSince = (days: number) =>
  `coalesce((select sum(p.fees_wei) from ${schema}.payment p join ${schema}.round r on r.round = p.round
    where p.orchestrator = o.address and r.time > (select block_time from ${schema}.checkpoint) - ${days * 86_400}), 0)`

/** Orchestrators with the figures that people compare them by. */
export const orchestratorRows = `(
  select o.*, d.bonded_wei as own_bonded_wei,
    coalesce((select stake_wei from ${schema}.pending p where p.address = o.address), 0) as own_stake_wei,
    case when d.delegate = o.address and d.bonded_wei > 0 then
      case when o.activation_round <= s.current_round
        and (o.deactivation_round is null or o.deactivation_round > s.current_round) then 'active'
      else 'registered' end
    else 'unregistered' end as state,
    ${feesSince(30)} as fees30_days_wei, ${feesSince(90)} as fees90_days_wei,
    c.calls_due, c.calls_made,
    case when c.calls_due > 0 then c.calls_made::double precision / c.calls_due end as reward_call_ratio
  from ${schema}.orchestrator o
  cross join (select current_round from ${schema}.protocol) s
  left join ${schema}.delegator d on d.address = o.address
  left join lateral (
    select count(*) as calls_due, count(reward_block) as calls_made from ${schema}.pool
    where orchestrator = o.address and active_stake_wei is not null and round in ${lastRounds(90)}
  ) c on true
)`

export const orchestratorColumns: Columns = {
  address: { kind: 'text' },
  state: { kind: 'text', describe: 'active in this round, registered (bonded to itself), or unregistered.' },
  delegatedStakeWei: { kind: 'wei', describe: 'All stake delegated to it, its own included.' },
  ownStakeWei: { kind: 'wei', describe: 'Its own stake, with what it earned to date.' },
  rewardCut: { kind: 'count', describe: 'Parts per million of rewards that it keeps.' },
  feeShare: { kind: 'count', describe: 'Parts per million of fees that go to delegators.' },
  delegators: { kind: 'count' },
  activationRound: { kind: 'count' },
  deactivationRound: { kind: 'count', nullable: true, describe: 'Null while it is in the pool.' },
  firstActivationRound: { kind: 'count', nullable: true },
  lastRewardRound: { kind: 'count' },
  callsDue: { kind: 'count', describe: 'Of the last 90 complete rounds, those in which it was active.' },
  callsMade: { kind: 'count', describe: 'Of those, rounds in which it called reward.' },
  rewardCallRatio: {
    kind: 'ratio',
    nullable: true,
    describe: 'callsMade / callsDue; null when none was due.',
  },
  missedRewardCalls: { kind: 'count', describe: 'Ever.' },
  fees30DaysWei: { kind: 'wei' },
  fees90DaysWei: { kind: 'wei' },
  feesWei: { kind: 'wei', describe: 'Ever.' },
  rewardsWei: { kind: 'wei', describe: 'Ever.' },
  serviceUri: { kind: 'text', nullable: true },
  aiServiceUri: { kind: 'text', nullable: true },
  rewardCaller: { kind: 'text', nullable: true },
}

export const delegatorRows = `(
  select d.*, p.stake_wei, p.fees_wei as pending_fees_wei,
    case when d.bonded_wei = 0 then
      case when exists (select 1 from ${schema}.unbonding_lock l where l.delegator = d.address and l.state = 'open' and l.withdraw_round > s.current_round)
      then 'unbonding' else 'unbonded' end
    when d.start_round > s.current_round then 'pending' else 'bonded' end as state
  from ${schema}.delegator d join ${schema}.pending p on p.address = d.address
  cross join (select current_round from ${schema}.protocol) s
)`

export const delegatorColumns: Columns = {
  address: { kind: 'text' },
  state: {
    kind: 'text',
    describe:
      'bonded, pending (counts from the next round on), unbonding (a lock is not ripe yet) or unbonded.',
  },
  delegate: { kind: 'text', nullable: true },
  stakeWei: { kind: 'wei', describe: 'With what it earned to date.' },
  pendingFeesWei: { kind: 'wei', describe: 'That can be withdrawn.' },
  bondedWei: { kind: 'wei', describe: 'As of lastClaimRound.' },
  startRound: { kind: 'count' },
  lastClaimRound: { kind: 'count' },
  depositedStakeWei: { kind: 'wei', describe: 'Ever bonded from a wallet.' },
  withdrawnStakeWei: { kind: 'wei' },
  claimedRewardsWei: { kind: 'wei' },
  claimedFeesWei: { kind: 'wei' },
  withdrawnFeesWei: { kind: 'wei' },
  firstBondRound: { kind: 'count', nullable: true },
}

const timed = (table: string) =>
  `(select x.*, b.time from ${schema}.${table} x join ${schema}.block b on b.number = x.block_number)`

/** Orchestrators, delegators, and how their stake came about. */
export const stakingLists: readonly ListDefinition[] = [
  {
    ...{
      path: '/v1/orchestrators',
      summary: 'Accounts that stake was ever delegated to, with their record.',
    },
    ...{ from: orchestratorRows, columns: orchestratorColumns, key: ['address'], order: 'desc' },
    sorts: [
      'delegatedStakeWei',
      'fees90DaysWei',
      'fees30DaysWei',
      'feesWei',
      'rewardCut',
      'feeShare',
      'activationRound',
      'delegators',
      'address',
    ],
    filters: { state: filterOf.word('state'), address: filterOf.address('address') },
  },
  {
    ...{
      path: '/v1/delegators',
      summary: 'Accounts that are or were bonded, with what they earned to date.',
    },
    ...{ from: delegatorRows, columns: delegatorColumns, key: ['address'], order: 'desc' },
    sorts: ['stakeWei', 'pendingFeesWei', 'startRound', 'address'],
    filters: {
      delegate: filterOf.address('delegate'),
      state: filterOf.word('state'),
      address: filterOf.address('address'),
    },
  },
  {
    ...{ path: '/v1/unbonding-locks', summary: 'Stake on its way out, and what became of it.' },
    ...{
      from: `${schema}.unbonding_lock`,
      key: ['delegator', 'lockId'],
      order: 'desc',
      sorts: ['withdrawRound'],
    },
    columns: {
      delegator: { kind: 'text' },
      lockId: { kind: 'count' },
      delegate: { kind: 'text' },
      amountWei: { kind: 'wei' },
      withdrawRound: { kind: 'count', describe: 'Round from which on it can be withdrawn.' },
      createdRound: { kind: 'count' },
      createdBlock: { kind: 'count' },
      state: { kind: 'text', describe: 'open, withdrawn, rebonded or transferred.' },
      closedBlock: { kind: 'count', nullable: true },
    },
    filters: { delegator: filterOf.address('delegator'), state: filterOf.word('state') },
  },
  {
    ...{
      path: '/v1/stake-changes',
      summary: 'Each change of a delegator’s stake, and where it stood after it.',
    },
    ...{ from: timed('stake_change'), key: ['blockNumber', 'logIndex', 'delegator'], order: 'desc' },
    sorts: ['blockNumber'],
    columns: {
      blockNumber: { kind: 'count' },
      logIndex: { kind: 'count' },
      time: { kind: 'time' },
      delegator: { kind: 'text' },
      round: { kind: 'count' },
      kind: { kind: 'text' },
      amountWei: { kind: 'wei' },
      feesWei: { kind: 'wei', describe: 'Fees that a claim added.' },
      delegate: { kind: 'text', nullable: true },
      previousDelegate: { kind: 'text', nullable: true },
      bondedWei: { kind: 'wei' },
      claimRound: { kind: 'count' },
    },
    filters: {
      delegator: filterOf.address('delegator'),
      delegate: filterOf.address('delegate'),
      kind: filterOf.word('kind'),
      round: filterOf.count('round'),
    },
  },
  {
    ...{ path: '/v1/cut-changes', summary: 'Each change of an orchestrator’s cuts.' },
    ...{ from: timed('cut_change'), key: ['blockNumber', 'logIndex'], order: 'desc', sorts: ['blockNumber'] },
    columns: {
      blockNumber: { kind: 'count' },
      logIndex: { kind: 'count' },
      time: { kind: 'time' },
      orchestrator: { kind: 'text' },
      round: { kind: 'count' },
      rewardCut: { kind: 'count' },
      feeShare: { kind: 'count' },
      previousRewardCut: { kind: 'count' },
      previousFeeShare: { kind: 'count' },
    },
    filters: { orchestrator: filterOf.address('orchestrator'), round: filterOf.count('round') },
  },
  {
    ...{ path: '/v1/pools', summary: 'What each orchestrator’s stake was and earned in each round.' },
    ...{ from: `${schema}.pool`, key: ['round', 'orchestrator'], order: 'desc', sorts: ['round'] },
    columns: {
      orchestrator: { kind: 'text' },
      round: { kind: 'count' },
      activeStakeWei: { kind: 'wei', nullable: true, describe: 'Null outside the active set.' },
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
        kind: 'wei',
        nullable: true,
        describe: 'What a call that never came would have brought.',
      },
    },
    filters: { orchestrator: filterOf.address('orchestrator'), round: filterOf.count('round') },
  },
]
