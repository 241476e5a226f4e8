import { uint256 } from '@millrace/database'
import {
  bigint,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgSchema,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'

/** In a schema of their own, so that other services may share the database. */
const { table } = pgSchema('tester')

/** What came of one segment. */
export const result = table(
  'result',
  {
    /** Of all segments that one orchestrator was sent in one run. */
    test: text('test').notNull(),
    seqNo: integer('seq_no').notNull(),
    /** Unix time at which it was sent. */
    atMs: bigint('at_ms', { mode: 'number' }).notNull(),
    /** Where it was sent from. */
    region: text('region').notNull(),
    /** Account in lower case; off chain the service URI. */
    orchestrator: text('orchestrator').notNull(),
    serviceUri: text('service_uri').notNull(),
    durationMs: doublePrecision('duration_ms').notNull(),
    /** From sending it to holding all renditions. */
    roundTripMs: doublePrecision('round_trip_ms'),
    /** Code; null when all renditions came. */
    failure: text('failure'),
    detail: text('detail'),
    /** Wei for a pixel. */
    advertisedPrice: doublePrecision('advertised_price'),
    askedPrice: doublePrecision('asked_price'),
    /** 1 when no more is asked than was advertised for what was made. */
    honesty: doublePrecision('honesty'),
    /** Expected value of the tickets that went along. */
    paidWei: uint256('paid_wei').notNull(),
  },
  (t) => [primaryKey({ columns: [t.test, t.seqNo] }), index('result_at_ms').on(t.atMs)],
)

/** What was ordered with a segment, and what came. */
export const rendition = table(
  'rendition',
  {
    test: text('test').notNull(),
    seqNo: integer('seq_no').notNull(),
    profile: text('profile').notNull(),
    claimedPixels: uint256('claimed_pixels'),
    countedPixels: bigint('counted_pixels', { mode: 'number' }),
    /** `good` or `bad`; null when it was not looked at. */
    verdict: text('verdict'),
    /** Codes, with spaces between them. */
    reasons: text('reasons').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.test, t.seqNo, t.profile] }),
    foreignKey({ columns: [t.test, t.seqNo], foreignColumns: [result.test, result.seqNo] }).onDelete(
      'cascade',
    ),
  ],
)

/** What an account has paid for tests, by day since the Unix epoch. */
export const spending = table(
  'spending',
  {
    account: text('account').notNull(),
    day: integer('day').notNull(),
    wei: uint256('wei').notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.day] })],
)
