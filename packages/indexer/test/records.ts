import type { Sql } from '../src/store/table-sql.ts'

type Row = Readonly<Record<string, unknown>>

const sumOf = (rows: readonly Row[], column: string) =>
  rows.reduce((sum, row) => sum + BigInt(String(row[column])), 0n)

/** Part of the last so many rounds in which reward was called; null with fewer. */
function ratioOf(pools: readonly Row[], rounds: number): number | null {
  if (pools.length < rounds) return null
  return pools.slice(-rounds).filter((pool) => pool['reward_block'] !== null).length / rounds
}

/** What the list of orchestrators should say of each, summed up from rounds and payments one by one. */
export async function recordsOf(sql: Sql): Promise<ReadonlyMap<string, Row>> {
  const [protocol] = await sql.query('select current_round from "indexer"."protocol"')
  const round = Number(protocol?.['current_round'])
  const orchestrators = await sql.query('select address, delegated_stake_wei from "indexer"."orchestrator"')
  const pools = await sql.query(
    'select * from "indexer"."pool" where active_stake_wei is not null order by round',
  )
  const payments = await sql.query('select * from "indexer"."payment"')
  const own = await sql.query(
    `select d.address, p.stake_wei from "indexer"."delegator" d
     join "indexer"."pending" p on p.address = d.address where d.delegate = d.address`,
  )
  return new Map(
    orchestrators.map((row) => {
      const { address } = row
      const complete = pools.filter(
        (pool) => pool['orchestrator'] === address && Number(pool['round']) < round,
      )
      const recent = complete.filter((pool) => Number(pool['round']) >= round - 90)
      const calls = recent.filter((pool) => pool['reward_block'] !== null).length
      const paid = payments.filter(({ orchestrator }) => orchestrator === address)
      const ownWei = BigInt(String(own.find((one) => one['address'] === address)?.['stake_wei'] ?? 0))
      const allWei = Number(row['delegated_stake_wei'])
      const record = {
        activeRounds: complete.length,
        ...{ callsDue: recent.length, callsMade: calls },
        rewardCallRatio: recent.length === 0 ? null : calls / recent.length,
        rewardCallRatio30: ratioOf(complete, 30),
        rewardCallRatio90: ratioOf(complete, 90),
        fees30RoundsWei: String(
          sumOf(
            paid.filter((one) => Number(one['round']) > round - 30),
            'fees_wei',
          ),
        ),
        fees90RoundsWei: String(
          sumOf(
            paid.filter((one) => Number(one['round']) > round - 90),
            'fees_wei',
          ),
        ),
        ownStakeWei: String(ownWei),
        ownStakeShare: allWei === 0 ? null : Number(ownWei) / allWei,
      }
      return [String(address), record] as const
    }),
  )
}
