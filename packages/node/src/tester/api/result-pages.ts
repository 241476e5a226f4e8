import type { z } from '@hono/zod-openapi'
import type { TesterDatabase } from '../store/open-tester-database.ts'
import { InvalidQueryError } from './errors.ts'
import type { resultSchema } from './schemas.ts'

export interface ResultQuery {
  readonly orchestrator?: string | undefined
  readonly region?: string | undefined
  readonly profile?: string | undefined
  readonly failed?: boolean | undefined
  readonly limit: number
  readonly cursor?: string | undefined
}

type ResultJson = z.output<typeof resultSchema>

/** One page, the youngest first, which stays right while results are added: it begins after a row, not at a number. */
export async function readResultPage(
  database: Pick<TesterDatabase, 'query'>,
  query: ResultQuery,
): Promise<{ readonly items: readonly ResultJson[]; readonly next?: string }> {
  const { text, parameters } = statementOf(query)
  const rows = await database.query(text, parameters)
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return { items: page.map(toJson), ...(last && { next: writeCursor(last) }) }
}

function statementOf(query: ResultQuery): { readonly text: string; readonly parameters: readonly unknown[] } {
  const parameters: unknown[] = []
  const place = (value: unknown) => `$${parameters.push(value)}`
  const conditions = ['true']
  if (query.orchestrator !== undefined) conditions.push(`r.orchestrator = ${place(query.orchestrator)}`)
  if (query.region !== undefined) conditions.push(`r.region = ${place(query.region)}`)
  if (query.failed !== undefined) conditions.push(`r.failure is ${query.failed ? 'not null' : 'null'}`)
  if (query.profile !== undefined)
    conditions.push(
      `exists (select 1 from "tester"."rendition" p where p.test = r.test and p.seq_no = r.seq_no and p.profile = ${place(query.profile)})`,
    )
  if (query.cursor !== undefined) {
    const [atMs, test, seqNo] = readCursor(query.cursor)
    conditions.push(
      `(r.at_ms, r.test, r.seq_no) < (${place(atMs)}::bigint, ${place(test)}, ${place(seqNo)}::integer)`,
    )
  }
  const text = `
    select r.*, r.paid_wei::text as paid_wei, (
      select json_agg(json_build_object('profile', d.profile, 'claimedPixels', d.claimed_pixels::text,
        'countedPixels', d.counted_pixels, 'verdict', d.verdict, 'reasons', d.reasons) order by d.profile)
      from "tester"."rendition" d where d.test = r.test and d.seq_no = r.seq_no
    )::text as renditions
    from "tester"."result" r where ${conditions.join(' and ')}
    order by r.at_ms desc, r.test desc, r.seq_no desc limit ${query.limit + 1}`
  return { text, parameters }
}

type SqlRow = Readonly<Record<string, unknown>>

interface StoredRendition extends Omit<ResultJson['renditions'][number], 'reasons'> {
  readonly reasons: string
}

function toJson(row: SqlRow): ResultJson {
  const number = (name: string) => Number(row[name])
  const orNull = (name: string) => (row[name] === null ? null : Number(row[name]))
  const textOrNull = (name: string) => (row[name] === null ? null : String(row[name]))
  const renditions = JSON.parse(String(row['renditions'] ?? '[]')) as readonly StoredRendition[]
  return {
    test: String(row['test']),
    ...{ seqNo: number('seq_no'), atMs: number('at_ms') },
    region: String(row['region']),
    orchestrator: String(row['orchestrator']),
    serviceUri: String(row['service_uri']),
    ...{ durationMs: number('duration_ms'), roundTripMs: orNull('round_trip_ms') },
    ...{ failure: textOrNull('failure'), detail: textOrNull('detail') },
    ...{ advertisedPrice: orNull('advertised_price'), askedPrice: orNull('asked_price') },
    honesty: orNull('honesty'),
    paidWei: String(row['paid_wei']),
    renditions: renditions.map(({ reasons, ...rest }) => ({
      ...rest,
      reasons: reasons.split(' ').filter(Boolean),
    })),
  }
}

function writeCursor(row: SqlRow): string {
  return `${row['at_ms']}.${row['seq_no']}.${row['test']}`
}

function readCursor(cursor: string): readonly [atMs: string, test: string, seqNo: string] {
  const [, atMs, seqNo, test] = /^(\d{1,15})\.(\d{1,9})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  if (atMs === undefined || seqNo === undefined || test === undefined)
    throw new InvalidQueryError({ problem: 'the cursor is none that an answer gave' })
  return [atMs, test, seqNo]
}
