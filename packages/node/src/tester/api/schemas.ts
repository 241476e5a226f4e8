import { z } from '@hono/zod-openapi'

const share = z.number().min(0).max(1)
const time = z.number().describe('Unix time in milliseconds.')

export const regionQuery = z
  .string()
  .regex(/^[\w.-]{1,32}$/, 'must be the name of a region')
  .optional()
  .describe('Only what was seen from there.')
export const profileQuery = z
  .string()
  .min(1)
  .max(128)
  .refine((value) => !value.includes('\0'), 'must be the name of a rendition')
  .optional()
  .describe('Only segments that were ordered with this rendition, and of the renditions only this.')
export const orchestratorQuery = z
  .string()
  .regex(/^(0x[0-9a-fA-F]{40}|https?:\/\/[^\s\0]{1,500})$/, 'must be an account or a service URI')
  .transform((value) => (value.startsWith('0x') ? value.toLowerCase() : value))
  .optional()
  .describe('Account, or off chain the service URI.')

/** What gateways of this network read: account → region → score. */
export const scoresSchema = z
  .record(z.string(), z.record(z.string(), z.object({ score: share })))
  .openapi('PerformanceScores')

const standingSchema = z
  .object({
    orchestrator: z.string().describe('Account in lower case; off chain the service URI.'),
    region: z.string(),
    serviceUri: z.string(),
    score: share.describe('The product of the four below; what is null counts as 1.'),
    successRate: share.describe('Segments whose renditions all came in time and signed.'),
    latencyScore: share.describe('1 − e^(−duration / round trip), means over those segments.'),
    quality: share.nullable().describe('Of the renditions that were looked at, those as ordered.'),
    honesty: share.nullable().describe('1 when no more was asked than was advertised for what was made.'),
    tests: z.int(),
    segments: z.int(),
    roundTripMs: z.number().nullable(),
    renditionsLookedAt: z.int(),
    pricePerPixel: z.number().nullable().describe('In wei, as it was advertised last; null off chain.'),
    lastTestAtMs: time,
    lastFailure: z.object({ code: z.string(), detail: z.string(), atMs: time }).nullable(),
  })
  .openapi('Standing')

export const leaderboardSchema = z
  .object({
    region: z.string().describe('Where this tester is.'),
    atMs: time,
    windowMs: z.number().describe('Results that are older do not count.'),
    regions: z.array(z.string()).describe('From which results are known.'),
    profiles: z.array(z.string()).describe('Renditions that were ordered.'),
    items: z.array(standingSchema).describe('The best first.'),
  })
  .openapi('Leaderboard')

export const resultSchema = z
  .object({
    test: z.string().describe('Of all segments that one orchestrator was sent in one run.'),
    seqNo: z.int(),
    atMs: time,
    region: z.string(),
    orchestrator: z.string(),
    serviceUri: z.string(),
    durationMs: z.number(),
    roundTripMs: z.number().nullable(),
    failure: z.string().nullable().describe('Code; null when all renditions came.'),
    detail: z.string().nullable(),
    advertisedPrice: z.number().nullable().describe('Wei for a pixel.'),
    askedPrice: z.number().nullable(),
    honesty: share.nullable(),
    paidWei: z.string().regex(/^\d+$/).describe('Expected value of the tickets that went along.'),
    renditions: z.array(
      z.object({
        profile: z.string(),
        claimedPixels: z.string().regex(/^\d+$/).nullable(),
        countedPixels: z.int().nullable(),
        verdict: z.enum(['good', 'bad']).nullable().describe('null: it was not looked at.'),
        reasons: z.array(z.string()).describe('Codes of a verdict that is bad.'),
      }),
    ),
  })
  .openapi('SegmentResult')
