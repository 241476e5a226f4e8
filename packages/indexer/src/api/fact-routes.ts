import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { concentrationOf } from '@millrace/common/concentration'
import type { Hex } from '@millrace/crypto'
import type { PoolRow, StakeChangeRow } from '../ledger/ledger.ts'
import { rankPersistence } from '../measures/rank-persistence.ts'
import type { EnsNames } from '../names/ens-names.ts'
import * as tables from '../schema/tables.ts'
import { type Sql, TableSql } from '../store/table-sql.ts'
import { tagOf } from './app.ts'
import { atOneBlock, type ReadDatabase } from './at-one-block.ts'
import { rowSchema, toJsonRow } from './column-kinds.ts'
import { delegatorColumns, delegatorRows } from './delegator-lists.ts'
import { earningsByRound, type PendingEarnings } from './earnings.ts'
import { NotFoundError } from './errors.ts'
import { orchestratorColumns, orchestratorRows } from './orchestrator-lists.ts'
import { readOverview } from './overview.ts'
import { search } from './search.ts'

interface FactDependencies {
  readonly database: ReadDatabase
  readonly ens?: EnsNames | undefined
}

const addressParam = z.object({
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address of 20 bytes in hexadecimal')
    .transform((value) => value.toLowerCase() as Hex),
})
const wei = z.string().regex(/^-?\d+$/)
const block = z.object({ number: z.int(), protocolBlock: z.int(), hash: z.string(), time: z.int() })

function answer<Shape extends z.ZodRawShape>(description: string, shape: Shape) {
  const schema = z.object({ ...shape, block })
  return { 200: { description, content: { 'application/json': { schema } } } }
}

/** Answers about one thing each. */
export function factRoutes(app: OpenAPIHono, deps: FactDependencies): void {
  overviewRoute(app, deps)
  accountRoutes(app, deps)
  earningsRoute(app, deps)
  concentrationRoute(app, deps)
  searchRoute(app, deps)
}

function overviewRoute(app: OpenAPIHono, { database }: FactDependencies): void {
  const week = z.object({ from: z.int(), feesWei: wei, rewardsWei: wei, winningTickets: z.int() })
  const shape = {
    round: z.object({
      number: z.int().describe('The last initialised round.'),
      initializedBlock: z.int().nullable().describe('Block of the chain that holds its first event.'),
      startBlock: z.int().nullable().describe('Where it begins, as the contracts count.'),
      initializedTime: z.int().nullable(),
      lengthBlocks: z.int().nullable().describe('As the contracts count.'),
      lockAmount: z
        .int()
        .nullable()
        .describe('Parts per million of a round, at its end, in which cuts are locked.'),
      mintableWei: wei,
      rewardsWei: wei,
      rewardCalls: z.int(),
      feesWei: wei,
    }),
    isPaused: z.boolean(),
    totalActiveStakeWei: wei,
    nextTotalActiveStakeWei: wei,
    totalSupplyWei: wei.describe('All tokens, on Arbitrum with those on L1, which inflation counts too.'),
    participation: z.number().nullable().describe('Staked part of the supply.'),
    inflation: wei.describe('Parts per billion a round.'),
    delegators: z.int(),
    activeOrchestrators: z.int(),
    orchestratorsInPool: z.int(),
    feesWei: wei,
    rewardsWei: wei,
    winningTickets: z.int(),
    weeks: z.array(week).describe('The last complete week, from Monday in UTC, and the one before it.'),
  }
  const route = createRoute({
    ...{ method: 'get', path: '/v1/overview', summary: 'What the network stands at.' },
    responses: answer('The network.', shape),
  })
  app.openapi(route, async (context) => {
    const { value, block } = await atOneBlock(database, readOverview)
    context.header('ETag', tagOf(block.hash))
    return context.json({ ...value, block }, 200)
  })
}

function accountRoutes(app: OpenAPIHono, { database }: FactDependencies): void {
  const kinds = [
    {
      what: 'orchestrator',
      path: '/v1/orchestrators/{address}',
      rows: orchestratorRows,
      columns: orchestratorColumns,
    },
    { what: 'delegator', path: '/v1/delegators/{address}', rows: delegatorRows, columns: delegatorColumns },
  ]
  for (const { what, path, rows, columns } of kinds) {
    const route = createRoute({
      ...{ method: 'get', path, summary: `One ${what}.`, request: { params: addressParam } },
      responses: answer(`The ${what}.`, { [what]: rowSchema(columns) }),
    })
    app.openapi(route, async (context) => {
      const { address } = context.req.valid('param')
      const { value, block } = await atOneBlock(database, (sql) =>
        sql.query(`select * from ${rows} t where address = $1`, [address]),
      )
      const [row] = value
      if (!row) throw new NotFoundError({ what, name: address })
      context.header('ETag', tagOf(block.hash))
      return context.json({ [what]: toJsonRow(columns, row), block } as never, 200)
    })
  }
}

const stakeChanges = new TableSql(tables.stakeChange)
const pools = new TableSql(tables.pool)
const mostRounds = 1_000

function earningsRoute(app: OpenAPIHono, { database }: FactDependencies): void {
  const row = z.object({
    round: z.int(),
    delegate: z.string(),
    stakeWei: wei.describe('Stake at the round’s start.'),
    rewardsWei: wei,
    feesWei: wei,
    missedWei: wei.describe('What a reward call that never came would have brought.'),
  })
  const bound = z.coerce.number().int().min(0).optional()
  const route = createRoute({
    ...{
      method: 'get',
      path: '/v1/delegators/{address}/earnings',
      summary: 'What a delegator earned, by round.',
    },
    request: { params: addressParam, query: z.strictObject({ from: bound, to: bound }) },
    responses: answer('Rounds with earnings or losses, the youngest first; a thousand at the most.', {
      items: z.array(row),
      totalRewardsWei: wei.describe('Of all rounds.'),
      totalFeesWei: wei,
    }),
  })
  app.openapi(route, async (context) => {
    const { address } = context.req.valid('param')
    const { from = 0, to = Number.MAX_SAFE_INTEGER } = context.req.valid('query')
    const { value: all, block } = await atOneBlock(database, (sql) => readEarnings(address, sql))
    context.header('ETag', tagOf(block.hash))
    const items = all
      .filter(({ round }) => round >= from && round <= to)
      .toReversed()
      .slice(0, mostRounds)
    const sum = (amounts: readonly bigint[]) => String(amounts.reduce((total, amount) => total + amount, 0n))
    return context.json(
      {
        items: items.map(({ stakeWei, rewardsWei, feesWei, missedWei, ...rest }) => ({
          ...rest,
          ...{ stakeWei: String(stakeWei), rewardsWei: String(rewardsWei) },
          ...{ feesWei: String(feesWei), missedWei: String(missedWei) },
        })),
        totalRewardsWei: sum(all.map(({ rewardsWei }) => rewardsWei)),
        totalFeesWei: sum(all.map(({ feesWei }) => feesWei)),
        block,
      },
      200,
    )
  })
}

/** Earnings of all rounds, the oldest first. @throws {NotFoundError} */
export async function readEarnings(address: Hex, sql: Sql) {
  const [found] = await sql.query(
    `select p.stake_wei - d.bonded_wei as rewards_wei, p.fees_wei - d.fees_wei as fees_wei,
       (select current_round from "indexer"."protocol") as round
     from "indexer"."delegator" d join "indexer"."pending" p on p.address = d.address where d.address = $1`,
    [address],
  )
  if (!found) throw new NotFoundError({ what: 'delegator', name: address })
  const pending: PendingEarnings = {
    rewardsWei: BigInt(String(found['rewards_wei'])),
    feesWei: BigInt(String(found['fees_wei'])),
  }
  const changes = await stakeChanges.select<StakeChangeRow>(
    sql,
    'where delegator = $1 order by block_number, log_index',
    [address],
  )
  const delegates = [
    ...new Set(changes.map(({ delegate }) => delegate).filter((delegate) => delegate !== null)),
  ]
  const earned = await pools.select<PoolRow>(sql, 'where orchestrator = any($1::text[])', [delegates])
  return earningsByRound(address, { changes, pools: earned, pending, currentRound: Number(found['round']) })
}

const roundsBack = 30

function concentrationRoute(app: OpenAPIHono, { database }: FactDependencies): void {
  const share = z.number().nullable()
  const measures = z.object({
    accounts: z.int(),
    nakamoto: z
      .object({ third: z.int(), half: z.int(), twoThirds: z.int() })
      .describe('Fewest accounts with more than a third, half and two thirds of all.'),
    gini: share,
    hhi: share.describe('Sum of the squared shares.'),
    effectiveAccounts: share.describe('1 / hhi.'),
    theil: share.describe('Mean of share × ln(share × accounts).'),
    topTenShare: share,
  })
  const route = createRoute({
    ...{ method: 'get', path: '/v1/concentration', summary: 'How stake is spread, and how much it moves.' },
    responses: answer('By address, and by owner as far as accounts say by links that they have one.', {
      orchestrators: measures.describe('Stake delegated to active orchestrators.'),
      delegators: measures,
      byOwner: z
        .object({ orchestrators: measures, delegators: measures })
        .describe('Linked accounts counted as one.'),
      rankPersistence: share.describe(
        'Spearman’s correlation of orchestrators’ ranks, now and 30 rounds ago.',
      ),
      churn: z
        .array(z.object({ round: z.int(), ratio: z.number().nullable() }))
        .describe('New, moved and unbonded stake by total stake, of the last 30 rounds.'),
    }),
  })
  app.openapi(route, async (context) => {
    const { value, block } = await atOneBlock(database, readConcentration)
    context.header('ETag', tagOf(block.hash))
    return context.json({ ...value, block }, 200)
  })
}

async function readConcentration(sql: Sql) {
  const active = await stakes(
    `select orchestrator as account, active_stake_wei as stake_wei from "indexer"."pool"
     where active_stake_wei is not null and round = (select current_round from "indexer"."protocol")`,
    sql,
  )
  const staked = await stakes(
    'select address as account, stake_wei from "indexer"."pending" where stake_wei > 0',
    sql,
  )
  return {
    orchestrators: concentrationOf(active.byAddress),
    delegators: concentrationOf(staked.byAddress),
    byOwner: {
      orchestrators: concentrationOf(active.byOwner),
      delegators: concentrationOf(staked.byOwner),
    },
    rankPersistence: await readRankPersistence(sql),
    churn: await readChurn(sql),
  }
}

/** Amounts of accounts, and those of linked accounts in one sum. */
async function stakes(query: string, sql: Sql) {
  const rows = await sql.query(
    `select coalesce(l.main, s.account) as owner, s.stake_wei from (${query}) s
     left join "indexer"."account_link" l on l.linked = s.account`,
  )
  const byOwner = new Map<string, bigint>()
  const byAddress = rows.map(({ owner, stake_wei }) => {
    const amount = BigInt(String(stake_wei))
    byOwner.set(String(owner), (byOwner.get(String(owner)) ?? 0n) + amount)
    return amount
  })
  return { byAddress, byOwner: [...byOwner.values()] }
}

async function readRankPersistence(sql: Sql): Promise<number | null> {
  const ranksAgo = async (rounds: number) => {
    const rows = await sql.query(
      `select orchestrator from "indexer"."pool" where active_stake_wei is not null
       and round = (select round from "indexer"."round" order by round desc offset $1 limit 1)
       order by active_stake_wei desc, orchestrator`,
      [rounds],
    )
    return rows.map(({ orchestrator }) => String(orchestrator))
  }
  return rankPersistence(await ranksAgo(0), await ranksAgo(roundsBack))
}

async function readChurn(sql: Sql) {
  const rows = await sql.query(
    `select round, (new_stake_wei + moved_stake_wei + unbonded_stake_wei)::double precision
       / nullif(total_active_stake_wei, 0)::double precision as ratio
     from "indexer"."round" order by round desc limit $1`,
    [roundsBack],
  )
  return rows.map(({ round, ratio }) => ({
    round: Number(round),
    ratio: ratio === null ? null : Number(ratio),
  }))
}

function searchRoute(app: OpenAPIHono, { database, ens }: FactDependencies): void {
  const hit = z.object({
    kind: z.string(),
    id: z.string(),
    name: z.string().optional().describe('What the account calls itself, cleaned.'),
  })
  const route = createRoute({
    ...{
      method: 'get',
      path: '/v1/search',
      summary: 'What an address or its beginning, a name, a number or a hash stands for.',
    },
    request: { query: z.strictObject({ q: z.string().min(1).max(100) }) },
    responses: answer('At most twenty hits.', { items: z.array(hit) }),
  })
  app.openapi(route, async (context) => {
    const { q } = context.req.valid('query')
    const namesake = q.includes('.') ? await ens?.addressOf(q.trim()) : undefined
    const { value, block } = await atOneBlock(database, (sql) => search(q, namesake, sql))
    context.header('ETag', tagOf(block.hash))
    return context.json({ items: [...value], block }, 200)
  })
}
