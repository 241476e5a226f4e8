import type { Sql } from '../store/table-sql.ts'

/** Something that a search found, and where its page is. */
export interface Hit {
  readonly kind: 'orchestrator' | 'delegator' | 'gateway' | 'holder' | 'round' | 'transaction' | 'block'
  readonly id: string
}

const mostHits = 20

/** Finds what an address or its beginning, a number, or a transaction's hash stands for. */
export async function search(words: string, sql: Sql): Promise<readonly Hit[]> {
  const wanted = words.trim().toLowerCase()
  if (/^\d{1,15}$/.test(wanted)) return searchNumber(Number(wanted), sql)
  if (/^0x[0-9a-f]{64}$/.test(wanted)) return searchTransaction(wanted, sql)
  return /^0x[0-9a-f]{2,40}$/.test(wanted) ? searchAddress(wanted, sql) : []
}

async function searchNumber(number: number, sql: Sql): Promise<readonly Hit[]> {
  const rounds = await sql.query('select round from "indexer"."round" where round = $1', [number])
  const blocks = await sql.query('select number from "indexer"."block" where number = $1', [number])
  return [
    ...rounds.map(({ round }): Hit => ({ kind: 'round', id: String(round) })),
    ...blocks.map((row): Hit => ({ kind: 'block', id: String(row['number']) })),
  ]
}

async function searchTransaction(hash: string, sql: Sql): Promise<readonly Hit[]> {
  const rows = await sql.query('select 1 from "indexer"."event" where tx_hash = $1 limit 1', [hash])
  return rows.map(() => ({ kind: 'transaction', id: hash }))
}

async function searchAddress(beginning: string, sql: Sql): Promise<readonly Hit[]> {
  const tables = {
    orchestrator: 'orchestrator',
    delegator: 'delegator',
    gateway: 'gateway',
    holder: 'token_holder',
  } as const
  const hits: Hit[] = []
  for (const kind of Object.keys(tables) as (keyof typeof tables)[]) {
    const rows = await sql.query(
      `select address from "indexer"."${tables[kind]}" where address >= $1 and address < $1 || 'g' order by address limit $2`,
      [beginning, mostHits],
    )
    hits.push(...rows.map(({ address }): Hit => ({ kind, id: String(address) })))
  }
  return hits.slice(0, mostHits)
}
