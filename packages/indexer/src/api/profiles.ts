import { knownKeys, NameIndex, nameSkeleton, showProfile } from '@millrace/common/identity'
import type { Hex } from '@millrace/crypto'
import type { Sql } from '../store/table-sql.ts'

/** An account with what it says of itself. */
export interface ProfileAnswer {
  readonly address: Hex
  /** The account that it belongs to. */
  readonly main: Hex | null
  /** Accounts that belong to it. */
  readonly linked: readonly Hex[]
  /** Whose texts these are: its own, or if it has none those of its main account. */
  readonly textsOf: Hex
  /** By key, as written. */
  readonly texts: Readonly<Record<string, string>>
  /** What it calls itself, else its name in ENS, as it may be shown. */
  readonly name: string | null
  /** Its primary name in ENS, which leads back to it. */
  readonly ens: string | null
  /** Other owners' accounts with names that can be taken for this one. */
  readonly lookAlikes: readonly { readonly address: Hex; readonly name: string }[]
}

const mostLookAlikes = 5
/** So many names with one skeleton are looked at, the oldest first. */
const mostAlike = 50

/**
 * Profiles of accounts, in their order; whoever said nothing has an empty one.
 * @param ensNames those that are known
 */
export async function readProfiles(
  addresses: readonly Hex[],
  ensNames: ReadonlyMap<Hex, string>,
  sql: Sql,
): Promise<readonly ProfileAnswer[]> {
  const mains = await readMains(addresses, sql)
  const linked = await readLinked(addresses, sql)
  const texts = await readTexts([...new Set([...addresses, ...mains.values()])], sql)
  const profiles = addresses.map((address) => {
    const main = mains.get(address) ?? null
    const textsOf = main !== null && !texts.has(address) ? main : address
    const said = texts.get(textsOf) ?? {}
    const ens = showProfile({ name: ensNames.get(address) ?? '' }).name ?? null
    const name = showProfile({ name: said['name'] ?? '' }).name ?? ens
    return { address, main, linked: linked.get(address) ?? [], textsOf, texts: said, name, ens }
  })
  const index = await readAlike(
    profiles.flatMap(({ texts, ens }) => texts['name'] ?? ens ?? []),
    sql,
  )
  return profiles.map((profile) => ({ ...profile, lookAlikes: lookAlikesOf(profile, index) }))
}

function lookAlikesOf(
  { address, main, name }: Pick<ProfileAnswer, 'address' | 'main' | 'name'>,
  index: NameIndex,
): ProfileAnswer['lookAlikes'] {
  if (name === null) return []
  const others = index.lookAlikes({ address, name, main: main ?? undefined })
  return others
    .slice(0, mostLookAlikes)
    .map((other) => ({ address: other.address as Hex, name: showProfile({ name: other.name }).name ?? '' }))
}

async function readMains(addresses: readonly Hex[], sql: Sql): Promise<ReadonlyMap<Hex, Hex>> {
  const rows = await sql.query(
    'select linked, main from "indexer"."account_link" where linked = any($1::text[])',
    [addresses],
  )
  return new Map(rows.map(({ linked, main }) => [linked as Hex, main as Hex]))
}

async function readLinked(addresses: readonly Hex[], sql: Sql): Promise<ReadonlyMap<Hex, readonly Hex[]>> {
  const rows = await sql.query(
    `select main, array_agg(linked order by block_number, linked) as linked from "indexer"."account_link"
     where main = any($1::text[]) group by main`,
    [addresses],
  )
  return new Map(rows.map(({ main, linked }) => [main as Hex, linked as Hex[]]))
}

async function readTexts(
  addresses: readonly Hex[],
  sql: Sql,
): Promise<ReadonlyMap<Hex, Readonly<Record<string, string>>>> {
  const rows = await sql.query(
    `select account, json_object_agg(key, value) as texts from "indexer"."profile_text"
     where account = any($1::text[]) and key = any($2::text[]) group by account`,
    [addresses, Object.keys(knownKeys)],
  )
  return new Map(rows.map(({ account, texts }) => [account as Hex, texts as Record<string, string>]))
}

/** All who have names that look like one of these. */
async function readAlike(names: readonly string[], sql: Sql): Promise<NameIndex> {
  const skeletons = [...new Set(names.map(nameSkeleton))].filter((skeleton) => skeleton !== '')
  const rows = await sql.query(
    `select n.account as address, n.value as name, l.main from unnest($1::text[]) as s(skeleton)
     cross join lateral (select * from "indexer"."profile_text" p where p.skeleton = s.skeleton
       order by p.block_number, p.account limit $2) n
     left join "indexer"."account_link" l on l.linked = n.account`,
    [skeletons, mostAlike],
  )
  return new NameIndex(
    rows.map(({ address, name, main }) => ({
      ...{ address: String(address), name: String(name) },
      main: main === null ? undefined : String(main),
    })),
  )
}
