import { nameSkeleton, showProfile } from '@millrace/common/identity'
import type { Hex } from '@millrace/crypto'
import type { Sql } from '../store/table-sql.ts'

/** Something that a search found, and where its page is. */
export interface Hit {
  readonly kind:
    | 'orchestrator'
    | 'delegator'
    | 'gateway'
    | 'holder'
    | 'account'
    | 'round'
    | 'transaction'
    | 'block'
  readonly id: string
  /** What an account calls itself, cleaned. */
  readonly name?: string
}

const mostHits = 20

/**
 * Finds what an address or its beginning, a name, a number, or a transaction's hash stands for.
 * @param namesake whom the words lead to in ENS
 */
export async function search(words: string, namesake: Hex | undefined, sql: Sql): Promise<readonly Hit[]> {
  const wanted = words.trim().toLowerCase()
  if (/^0x[0-9a-f]{64}$/.test(wanted)) return searchTransaction(wanted, sql)
  if (/^0x[0-9a-f]{2,40}$/.test(wanted)) return searchAddress(wanted, sql)
  const numbers = /^\d{1,15}$/.test(wanted) ? await searchNumber(Number(wanted), sql) : []
  const inEns = namesake === undefined ? [] : await searchNamesake(namesake, wanted, sql)
  const named = (await searchName(words, sql)).filter(({ id }) => id !== namesake)
  return [...numbers, ...inEns, ...named].slice(0, mostHits)
}

async function searchNamesake(address: Hex, name: string, sql: Sql): Promise<readonly Hit[]> {
  const [known] = await searchAddress(address, sql)
  return [{ kind: known?.kind ?? 'account', id: address, name }]
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

const accountTables = {
  orchestrator: 'orchestrator',
  delegator: 'delegator',
  gateway: 'gateway',
  holder: 'token_holder',
} as const

type AccountKind = keyof typeof accountTables

const accountKinds = Object.keys(accountTables) as readonly AccountKind[]

async function searchAddress(beginning: string, sql: Sql): Promise<readonly Hit[]> {
  const hits: Hit[] = []
  for (const kind of accountKinds) {
    const rows = await sql.query(
      `select address from "indexer"."${accountTables[kind]}" where address >= $1 and address < $1 || 'g' order by address limit $2`,
      [beginning, mostHits],
    )
    hits.push(...rows.map(({ address }): Hit => ({ kind, id: String(address) })))
  }
  return hits.slice(0, mostHits)
}

/** Accounts whose names begin like this, whatever the case and the letters: whole names first, then by stake. */
async function searchName(beginning: string, sql: Sql): Promise<readonly Hit[]> {
  const skeleton = nameSkeleton(beginning)
  if (skeleton === '') return []
  const isOf = accountKinds.map(
    (kind) =>
      `when exists (select 1 from "indexer"."${accountTables[kind]}" where address = n.account) then '${kind}'`,
  )
  const rows = await sql.query(
    `select n.account, n.value, case ${isOf.join(' ')} else 'account' end as kind
     from "indexer"."profile_text" n left join "indexer"."orchestrator" o on o.address = n.account
     where n.skeleton like $1
     order by n.skeleton <> $2, o.delegated_stake_wei desc nulls last, n.block_number, n.account limit $3`,
    [`${skeleton.replaceAll(/[\\%_]/g, '\\$&')}%`, skeleton, mostHits],
  )
  return rows.map(({ account, value, kind }) => {
    const { name } = showProfile({ name: String(value) })
    return { kind: kind as Hit['kind'], id: String(account), ...(name === undefined ? {} : { name }) }
  })
}
