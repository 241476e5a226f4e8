import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Hex } from '@millrace/crypto'
import type { PoolRow, StakeChangeRow } from '../ledger/ledger.ts'
import * as tables from '../schema/tables.ts'
import { type Sql, TableSql } from '../store/table-sql.ts'
import { answer } from './answer.ts'
import { tagOf } from './app.ts'
import { atOneBlock, type ReadDatabase } from './at-one-block.ts'
import { rowSchema, toJsonRow } from './column-kinds.ts'
import { delegatorColumns, delegatorRows } from './delegator-lists.ts'
import { earningsByRound, type PendingEarnings } from './earnings.ts'
import { NotFoundError } from './errors.ts'
import { orchestratorColumns, orchestratorRows } from './orchestrator-lists.ts'
import { readOverview } from './overview.ts'

const addressParam = z.object({
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address of 20 bytes in hexadecimal')
    .transform((value) => value.toLowerCase() as Hex),
})
const wei = z.string().regex(/^-?\d+$/)

/** Answers about one thing each. */
export function factRoutes(app: OpenAPIHono, database: ReadDatabase): void {
  overviewRoute(app, database)
  accountRoutes(app, database)
  earningsRoute(app, database)
}

function overviewRoute(app: OpenAPIHono, database: ReadDatabase): void {
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

function accountRoutes(app: OpenAPIHono, database: ReadDatabase): void {
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

function earningsRoute(app: OpenAPIHono, database: ReadDatabase): void {
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

/** Earnings of all rounds, the oldest first; none of who never bonded. */
export async function readEarnings(address: Hex, sql: Sql) {
  const [found] = await sql.query(
    `select p.stake_wei - d.bonded_wei as rewards_wei, p.fees_wei - d.fees_wei as fees_wei,
       (select current_round from "indexer"."protocol") as round
     from "indexer"."delegator" d join "indexer"."pending" p on p.address = d.address where d.address = $1`,
    [address],
  )
  if (!found) return []
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
