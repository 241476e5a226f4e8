import type { Columns } from './column-kinds.ts'
import { filterOf, type ListDefinition, rangesOf } from './list.ts'

const schema = '"indexer"'

export const delegatorRows = `(
  select d.*, p.stake_wei, p.fees_wei as pending_fees_wei, p.stake_wei - d.bonded_wei as pending_rewards_wei,
    d.claimed_rewards_wei + p.stake_wei - d.bonded_wei as rewards_wei,
    d.claimed_fees_wei + p.fees_wei - d.fees_wei as earned_fees_wei,
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
  pendingRewardsWei: { kind: 'wei', describe: 'Of its stake, earned since lastClaimRound.' },
  rewardsWei: { kind: 'wei', describe: 'Ever earned.' },
  earnedFeesWei: { kind: 'wei', describe: 'Ever earned.' },
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

const compared = Object.entries(delegatorColumns).flatMap(([name, { kind }]) =>
  ['wei', 'count'].includes(kind) ? [name] : [],
)

const timed = (table: string) =>
  `(select x.*, b.time from ${schema}.${table} x join ${schema}.block b on b.number = x.block_number)`

/** Delegators, and how their stake came about. */
export const delegatorLists: readonly ListDefinition[] = [
  {
    ...{
      path: '/v1/delegators',
      summary: 'Accounts that are or were bonded, with what they earned to date.',
    },
    ...{ from: delegatorRows, columns: delegatorColumns, key: ['address'], order: 'desc' },
    sorts: [...compared, 'address', 'state'],
    filters: {
      delegate: filterOf.address('delegate'),
      state: filterOf.word('state'),
      address: filterOf.address('address'),
      ...rangesOf(delegatorColumns, compared),
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
      orchestrator: {
        ...filterOf.address('delegate'),
        where: '(delegate = $ or previous_delegate = $)',
        describe: 'Only rows of stake that came to this orchestrator, stayed with it or left it.',
      },
      kind: filterOf.word('kind'),
      round: filterOf.count('round'),
    },
  },
]
