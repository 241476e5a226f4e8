import { and, eq, lt, sql } from 'drizzle-orm'
import type { DaySpent } from '../../ordering/daily-spending.ts'
import type { SegmentResult } from '../measure/segment-result.ts'
import { priceNumber } from '../score/price-number.ts'
import type { TesterDatabase } from './open-tester-database.ts'
import { rendition, result, spending } from './tables.ts'

/** All results of one orchestrator in one run. */
export interface TestRecord {
  /** Of this test, nobody else's. */
  readonly test: string
  readonly region: string
  readonly orchestrator: string
  readonly serviceUri: string
  readonly results: readonly SegmentResult[]
}

/** What the tester keeps. */
export class ResultStore {
  readonly #database: TesterDatabase

  constructor(database: TesterDatabase) {
    this.#database = database
  }

  /** @throws {DatabaseUnreachableError} */
  async add({ test, region, orchestrator, serviceUri, results }: TestRecord): Promise<void> {
    if (results.length === 0) return
    const base = { test, region, orchestrator, serviceUri }
    await this.#database.transaction(async ({ db }) => {
      await db.insert(result).values(
        results.map(({ seqNo, atMs, durationMs, roundTripMs, failure, advertised, asked, ...rest }) => ({
          ...{ ...base, seqNo, atMs, durationMs, paidWei: rest.paidWei },
          roundTripMs: roundTripMs ?? null,
          failure: failure?.code ?? null,
          detail: failure?.detail ?? null,
          advertisedPrice: advertised ? priceNumber(advertised) : null,
          askedPrice: asked ? priceNumber(asked) : null,
          honesty: rest.honesty ?? null,
        })),
      )
      await db.insert(rendition).values(
        results.flatMap(({ seqNo, renditions }) =>
          renditions.map(({ profile, claimedPixels, countedPixels, verdict, reasons }) => ({
            ...{ test, seqNo, profile, reasons: reasons.join(' '), verdict: verdict ?? null },
            claimedPixels: claimedPixels ?? null,
            countedPixels: countedPixels === undefined ? null : Number(countedPixels),
          })),
        ),
      )
    })
  }

  /** When this region was tested last, Unix time in milliseconds; undefined before the first test. */
  async lastTestAtMs(region: string): Promise<number | undefined> {
    const [row] = await this.#database.db
      .select({ atMs: sql<string | null>`max(${result.atMs})` })
      .from(result)
      .where(eq(result.region, region))
    return row?.atMs === null || row?.atMs === undefined ? undefined : Number(row.atMs)
  }

  /** Forgets this region's results from before. */
  async forgetBefore(region: string, atMs: number): Promise<void> {
    await this.#database.db.delete(result).where(and(eq(result.region, region), lt(result.atMs, atMs)))
  }

  /** What the account has spent on the newest day. */
  async spentBy(account: string, purpose: string): Promise<readonly DaySpent[]> {
    const rows = await this.#database.db.select().from(spending).where(eq(spending.account, account))
    return rows.map(({ day, wei }) => ({ purpose, day, wei })).sort((a, b) => a.day - b.day)
  }

  /** Returns when it would survive a power cut; earlier days are forgotten. */
  async saveSpent(account: string, { day, wei }: Pick<DaySpent, 'day' | 'wei'>): Promise<void> {
    await this.#database.transaction(async ({ db }) => {
      await db.delete(spending).where(and(eq(spending.account, account), lt(spending.day, day)))
      await db
        .insert(spending)
        .values({ account, day, wei })
        .onConflictDoUpdate({ target: [spending.account, spending.day], set: { wei } })
    })
  }
}
