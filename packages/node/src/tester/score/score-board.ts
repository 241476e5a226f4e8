import type { TesterDatabase } from '../store/open-tester-database.ts'
import { type Scores, scoresOf } from './scores.ts'

/** How one orchestrator did, seen from one region. */
export interface Standing extends Scores {
  readonly orchestrator: string
  readonly region: string
  /** Where it was reached last. */
  readonly serviceUri: string
  readonly tests: number
  readonly segments: number
  /** Mean of those whose renditions came. */
  readonly roundTripMs: number | null
  readonly renditionsLookedAt: number
  /** Wei for a pixel as it said last; null off chain. */
  readonly pricePerPixel: number | null
  readonly lastTestAtMs: number
  readonly lastFailure: { readonly code: string; readonly detail: string; readonly atMs: number } | null
}

export interface BoardFacts {
  readonly atMs: number
  readonly regions: readonly string[]
  /** Names of renditions that were ordered. */
  readonly profiles: readonly string[]
  /** The best first. */
  readonly standings: readonly Standing[]
}

export interface ScoreBoardOptions {
  /** Results that are older do not count. */
  readonly windowMs: number
  /** An answer is given again for so long. */
  readonly keepMs?: number
}

interface Kept {
  readonly atMs: number
  readonly facts: Promise<BoardFacts>
}

/** Scores of all orchestrators, as the database has their results. */
export class ScoreBoard {
  readonly #options: Required<ScoreBoardOptions>
  readonly #database: TesterDatabase
  readonly #nowMs: () => number
  /** By profile; only those that are known are kept, so that strangers cannot make it grow. */
  readonly #kept = new Map<string, Kept>()

  constructor(
    options: ScoreBoardOptions,
    { database, nowMs }: { readonly database: TesterDatabase; readonly nowMs: () => number },
  ) {
    this.#options = { keepMs: 2_000, ...options }
    this.#database = database
    this.#nowMs = nowMs
  }

  /**
   * @param profile - only segments that it was ordered with count, and only its renditions.
   * @throws {DatabaseUnreachableError}
   */
  async read(profile?: string): Promise<BoardFacts> {
    const all = await this.#keep('')
    if (profile === undefined) return all
    return all.profiles.includes(profile) ? this.#keep(profile) : { ...all, standings: [] }
  }

  /** Forgets answers, since there are new results. */
  refresh(): void {
    this.#kept.clear()
  }

  #keep(profile: string): Promise<BoardFacts> {
    const nowMs = this.#nowMs()
    const kept = this.#kept.get(profile)
    if (kept && nowMs - kept.atMs < this.#options.keepMs) return kept.facts
    const facts = this.#query(profile, nowMs)
    this.#kept.set(profile, { atMs: nowMs, facts })
    facts.catch(() => this.#kept.delete(profile))
    return facts
  }

  async #query(profile: string, atMs: number): Promise<BoardFacts> {
    const sinceMs = atMs - this.#options.windowMs
    const [rows, names] = await Promise.all([
      this.#database.query(standingsSql, [sinceMs, profile]),
      this.#database.query(profilesSql, [sinceMs]),
    ])
    const standings = rows.map(toStanding).sort((a, b) => b.score - a.score)
    const regions = [...new Set(standings.map(({ region }) => region))].sort()
    return { atMs, regions, profiles: names.map(({ profile: name }) => String(name)), standings }
  }
}

const standingsSql = `
  select r.orchestrator, r.region,
    count(*) as segments,
    count(distinct r.test) as tests,
    count(*) filter (where r.failure is null) as good,
    sum(r.duration_ms) filter (where r.failure is null) as duration_ms,
    sum(r.round_trip_ms) filter (where r.failure is null) as round_trip_ms,
    avg(r.honesty) as honesty,
    sum(q.looked) as looked,
    sum(q.good) as looked_good,
    max(r.at_ms) as last_test_at_ms,
    (array_agg(r.service_uri order by r.at_ms desc))[1] as service_uri,
    (array_agg(r.advertised_price order by r.at_ms desc) filter (where r.advertised_price is not null))[1] as price,
    (array_agg(r.failure order by r.at_ms desc, r.seq_no desc) filter (where r.failure is not null))[1] as failure,
    (array_agg(r.detail order by r.at_ms desc, r.seq_no desc) filter (where r.failure is not null))[1] as detail,
    max(r.at_ms) filter (where r.failure is not null) as failed_at_ms
  from "tester"."result" r
  join lateral (
    select count(*) as ordered, count(d.verdict) as looked, count(*) filter (where d.verdict = 'good') as good
    from "tester"."rendition" d
    where d.test = r.test and d.seq_no = r.seq_no and ($2::text = '' or d.profile = $2::text)
  ) q on q.ordered > 0
  where r.at_ms >= $1::bigint
  group by r.orchestrator, r.region`

const profilesSql = `
  select distinct d.profile from "tester"."rendition" d
  join "tester"."result" r on r.test = d.test and r.seq_no = d.seq_no
  where r.at_ms >= $1::bigint order by d.profile`

type SqlRow = Readonly<Record<string, unknown>>

function toStanding(row: SqlRow): Standing {
  const number = (name: string) => Number(row[name] ?? 0)
  const orNull = (name: string) => (row[name] === null ? null : Number(row[name]))
  const [segments, good, roundTripMs] = [number('segments'), number('good'), number('round_trip_ms')]
  const scores = scoresOf({
    ...{ segments, good, roundTripMs, durationMs: number('duration_ms') },
    ...{ looked: number('looked'), lookedGood: number('looked_good') },
    honesty: orNull('honesty') ?? undefined,
  })
  return {
    ...scores,
    orchestrator: String(row['orchestrator']),
    region: String(row['region']),
    serviceUri: String(row['service_uri']),
    ...{ tests: number('tests'), segments },
    roundTripMs: good === 0 ? null : roundTripMs / good,
    renditionsLookedAt: number('looked'),
    pricePerPixel: orNull('price'),
    lastTestAtMs: number('last_test_at_ms'),
    lastFailure:
      row['failure'] === null
        ? null
        : {
            code: String(row['failure']),
            detail: String(row['detail'] ?? ''),
            atMs: number('failed_at_ms'),
          },
  }
}
