import { z } from 'zod'

/**
 * The gateway's public status API, version 1: `GET /api/v1/status` answers a `Status`; `GET /api/v1/events` is a stream
 * of server-sent events, each named after a key of `statusEventSchemas` with its value as JSON in `data`. Read-only, no
 * secrets. Amounts are decimal strings of wei in JSON and bigint after parsing. Times are ms since the Unix epoch.
 */

const wei = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt)
  .describe('Amount in wei, decimal.')
const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/)
const count = z.int().nonnegative()
const timeMs = z.number().nonnegative().describe('Milliseconds since the Unix epoch.')

/** A price as the orchestrators quote it: `wei` for `pixels` pixels. */
export const priceSchema = z.object({ wei, pixels: wei })

export const renditionSchema = z.object({
  name: z.string(),
  widthPx: count,
  heightPx: count,
  bitrateBps: count,
  fps: z.number().nonnegative().describe('0 = as the source.'),
  bytes: count.describe('Size in this segment.').optional(),
})

/** Why a stream is in the state it is in, in one sentence for people, when there is something to say. */
const reason = z.string().optional()

export const streamStates = [
  'live',
  'waiting',
  'degraded',
  'payment-required',
  'spend-capped',
  'no-orchestrators',
  'ended',
] as const

export const streamSchema = z.object({
  id: z.string().describe('Public name; never the stream key.'),
  state: z
    .enum(streamStates)
    .describe(
      'live: renditions come back. waiting: the encoder is away. degraded: some segments are lost or late. ' +
        'payment-required: deposit or reserve is too small, only the source plays. spend-capped: it has spent what it may today, only the source plays. no-orchestrators: nobody takes it. ended.',
    ),
  reason,
  startedAt: timeMs,
  playbackPath: z.string().describe('Path of the master playlist below the gateway’s HTTP URL.'),
  source: z
    .object({
      widthPx: count,
      heightPx: count,
      fps: z.number(),
      videoCodec: z.string(),
      audioCodec: z.string().optional(),
      bitrateBps: count,
    })
    .optional(),
  renditions: z.array(renditionSchema),
  orchestrator: address.optional().describe('Holds the current session.'),
  segmentsIn: count,
  segmentsOut: count.describe('Segments published with every rendition.'),
  segmentsLost: count.describe('Segments published without their renditions.'),
  medianLatencyMs: z
    .number()
    .optional()
    .describe('Segment complete at the gateway until all renditions are published.'),
})

export const attemptOutcomes = ['won', 'failed', 'late', 'running'] as const

/** One try to have a segment transcoded by one orchestrator. */
export const attemptSchema = z.object({
  orchestrator: address,
  startedAt: timeMs,
  durationMs: z.number().optional().describe('Unset while running.'),
  outcome: z.enum(attemptOutcomes),
  error: z.string().optional().describe('Error code when it failed.'),
  hedge: z.boolean().describe('Asked because another was late against the live edge.'),
})

export const segmentStates = ['transcoding', 'published', 'lost'] as const

export const segmentSchema = z.object({
  streamId: z.string(),
  seqNo: count,
  state: z.enum(segmentStates),
  receivedAt: timeMs,
  startMs: z.number().describe('Position in the stream.'),
  durationMs: z.number(),
  bytes: count,
  latencyMs: z.number().optional().describe('Complete at the gateway until published with all renditions.'),
  orchestrator: address.optional().describe('Whose result was published.'),
  price: priceSchema.optional(),
  pixels: wei.optional().describe('Pixels of all renditions together.'),
  feeWei: wei.optional().describe('price × pixels, rounded up.'),
  tickets: count.optional(),
  attempts: z.array(attemptSchema),
  renditions: z.array(renditionSchema),
})

export const orchestratorStates = [
  'serving',
  'ready',
  'suspended',
  'unreachable',
  'refused',
  'inactive',
] as const

/** An orchestrator as this gateway sees it. Stake and cuts are chain facts and come from there. */
export const orchestratorSchema = z.object({
  address,
  serviceUri: z.string(),
  region: z.string().optional().describe('Self-declared.'),
  state: z.enum(orchestratorStates),
  reason,
  price: priceSchema.optional(),
  stakeWei: wei.optional(),
  segmentsDone: count,
  segmentsFailed: count,
  medianLatencyMs: z.number().optional(),
  ticketsSent: count,
  ticketValueWei: wei.describe('Expected value of all tickets sent to it.'),
  suspendedUntil: timeMs.optional(),
})

export const fundsStates = ['ok', 'low', 'insufficient', 'unlocking', 'offchain', 'unknown'] as const

export const fundsSchema = z.object({
  state: z.enum(fundsStates),
  reason,
  depositWei: wei,
  reserveWei: wei,
  block: z.int().nonnegative().optional().describe('Block at which deposit and reserve were read.'),
})

export const totalsSchema = z.object({
  segmentsIn: count,
  segmentsOut: count,
  segmentsLost: count,
  ticketsSent: count,
  ticketValueWei: wei,
  feesWei: wei.describe('price × pixels of all published segments.'),
  medianLatencyMs: z.number().optional(),
  p95LatencyMs: z.number().optional(),
})

export const gatewaySchema = z.object({
  address,
  version: z.string(),
  startedAt: timeMs,
  rtmpUrl: z.string().optional().describe('Where an encoder pushes; without a key.'),
  httpUrl: z.string(),
  chainId: z.int().positive().optional().describe('Unset off chain.'),
  controller: address.optional(),
})

export const statusSchema = z.object({
  apiVersion: z.literal(1),
  now: timeMs,
  lastEventId: count.describe(
    'Events after this one are not yet in this answer; resume the event stream from here.',
  ),
  gateway: gatewaySchema,
  funds: fundsSchema,
  totals: totalsSchema,
  streams: z.array(streamSchema),
  orchestrators: z.array(orchestratorSchema),
  segments: z.array(segmentSchema).describe('The last segments of all streams, oldest first, bounded.'),
})

/** One event a name; the value replaces what the receiver knew under the same id (stream id, stream id + seqNo, address). */
export const statusEventSchemas = {
  stream: streamSchema,
  segment: segmentSchema,
  orchestrator: orchestratorSchema,
  funds: fundsSchema,
  totals: totalsSchema,
} as const

export type StatusEventName = keyof typeof statusEventSchemas

/** Parsed form: amounts are bigint. */
export type Status = z.output<typeof statusSchema>
export type StatusStream = z.output<typeof streamSchema>
export type StatusSegment = z.output<typeof segmentSchema>
export type StatusOrchestrator = z.output<typeof orchestratorSchema>
export type StatusFunds = z.output<typeof fundsSchema>
export type StatusTotals = z.output<typeof totalsSchema>
export type StatusEvents = { readonly [Name in StatusEventName]: z.output<(typeof statusEventSchemas)[Name]> }

/** JSON form, what a server writes: amounts are decimal strings. */
export type StatusJson = z.input<typeof statusSchema>
export type StatusEventsJson = {
  readonly [Name in StatusEventName]: z.input<(typeof statusEventSchemas)[Name]>
}
