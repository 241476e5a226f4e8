import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import { concentrationOf } from '@millrace/common/concentration'
import { rankPersistence } from '../measures/rank-persistence.ts'
import type { Sql } from '../store/table-sql.ts'
import { answer } from './answer.ts'
import { tagOf } from './app.ts'
import { atOneBlock, type ReadDatabase } from './at-one-block.ts'

const roundsBack = 30

/** How stake is spread, and how much it moves. */
export function concentrationRoute(app: OpenAPIHono, database: ReadDatabase): void {
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
