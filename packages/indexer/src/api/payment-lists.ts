import type { Columns } from './column-kinds.ts'
import { filterOf, type ListDefinition, rangesOf } from './list.ts'

const schema = '"indexer"'

const feesOfDays = (count: number) =>
  `x.fees_wei - coalesce((select y.fees_before_wei from ${schema}.gateway_day y
    where y.gateway = x.address and y.day > s.today - ${count} order by y.day limit 1), x.fees_wei)`

const gatewayRows = `(
  select x.*, ${feesOfDays(30)} as fees30_days_wei, ${feesOfDays(90)} as fees90_days_wei,
    (select max(y.day)::bigint * 86400 from ${schema}.gateway_day y where y.gateway = x.address) as last_paid_time,
    coalesce((select sum(p.fees_wei) from ${schema}.payment p where p.gateway = x.address
      and p.orchestrator = x.address and p.round > s.current_round - 90), 0) as self_paid90_rounds_wei
  from ${schema}.gateway x
  cross join (
    select p.current_round, c.block_time / 86400 as today from ${schema}.protocol p cross join ${schema}.checkpoint c
  ) s
)`

const gatewayColumns: Columns = {
  address: { kind: 'text' },
  depositWei: { kind: 'wei' },
  reserveWei: { kind: 'wei' },
  withdrawRound: { kind: 'count', describe: '0 unless an unlock is in progress.' },
  feesWei: { kind: 'wei', describe: 'Ever.' },
  fees30DaysWei: { kind: 'wei', describe: 'Of today, in UTC, and the 29 days before.' },
  fees90DaysWei: { kind: 'wei', describe: 'Of today, in UTC, and the 89 days before.' },
  selfPaid90RoundsWei: {
    kind: 'wei',
    describe: 'Fees that it paid to itself in the running round and the 89 before.',
  },
  winningTickets: { kind: 'count' },
  lastPaidTime: {
    ...{ kind: 'time', nullable: true },
    describe: 'Beginning of the last day in UTC on which it paid; null if it never did.',
  },
  firstFundedBlock: { kind: 'count' },
  lastFundedBlock: { kind: 'count' },
}

const compared = Object.keys(gatewayColumns).filter((name) => name !== 'address')
const usual = ['feesWei', ...compared.filter((name) => name !== 'feesWei')]

const paymentColumns: Columns = {
  gateway: { kind: 'text' },
  orchestrator: { kind: 'text' },
  round: { kind: 'count' },
  time: { kind: 'time', describe: 'When the round began.' },
  feesWei: { kind: 'wei' },
  winningTickets: { kind: 'count' },
}

const holderColumns: Columns = { address: { kind: 'text' }, balanceWei: { kind: 'wei' } }

/** Gateways and what they pay, and who holds the token. */
export const paymentLists: readonly ListDefinition[] = [
  {
    ...{ path: '/v1/gateways', summary: 'Accounts that pay for transcoding.' },
    ...{ from: gatewayRows, columns: gatewayColumns, key: ['address'], order: 'desc', sorts: usual },
    filters: { address: filterOf.address('address'), ...rangesOf(gatewayColumns, compared) },
  },
  {
    ...{ path: '/v1/payments', summary: 'What each gateway paid each orchestrator in each round.' },
    from: `(select p.*, r.time from ${schema}.payment p join ${schema}.round r on r.round = p.round)`,
    ...{ columns: paymentColumns, key: ['round', 'gateway', 'orchestrator'], order: 'desc' },
    sorts: ['round', 'feesWei'],
    filters: {
      gateway: filterOf.address('gateway'),
      orchestrator: filterOf.address('orchestrator'),
      round: filterOf.count('round'),
      ...rangesOf(paymentColumns, ['round', 'feesWei']),
    },
  },
  {
    ...{ path: '/v1/token-holders', summary: 'Balances of the token.' },
    ...{ from: `${schema}.token_holder`, columns: holderColumns },
    ...{ key: ['address'], order: 'desc', sorts: ['balanceWei'] },
    filters: { address: filterOf.address('address'), ...rangesOf(holderColumns, ['balanceWei']) },
  },
]
