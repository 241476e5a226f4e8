import * as z from 'zod/mini'

/**
 * The gateway's public status API, version 1: `GET /api/v1/status` answers a `Status`; `GET /api/v1/events` is a stream
 * of server-sent events, each named after a key of `statusEventSchemas` with its value as JSON in `data`. Read-only, no
 * secrets. Amounts are decimal strings of wei in JSON and bigint after parsing. Times are ms since the Unix epoch.
 */

/** Amount in wei, decimal. */
const wei = z.pipe(
  z.string().check(z.regex(/^\d{1,78}$/)),
  z.transform((decimal: string) => BigInt(decimal)),
)
const address = z.string().check(z.regex(/^0x[0-9a-fA-F]{40}$/))
const count = z.int().check(z.nonnegative())
/** Milliseconds since the Unix epoch. */
const timeMs = z.number().check(z.nonnegative())

/** A price as the orchestrators quote it: `wei` for `pixels` pixels. */
export const priceSchema = z.object({ wei, pixels: wei })

export const renditionSchema = z.object({
  name: z.string(),
  widthPx: count,
  heightPx: count,
  bitrateBps: count,
  /** 0 = as the source. */
  fps: z.number().check(z.nonnegative()),
  /** Size in this segment. */
  bytes: z.optional(count),
})

/** Why a stream is in the state it is in, in one sentence for people, when there is something to say. */
const reason = z.optional(z.string())

/**
 * `live`: renditions come back. `waiting`: the encoder is away. `degraded`: some segments are lost or late.
 * `payment-required`: deposit or reserve is too small, only the source plays. `spend-capped`: it has spent what it may
 * today, only the source plays. `no-orchestrators`: nobody takes it.
 */
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
  /** Public name; never the stream key. */
  id: z.string(),
  state: z.enum(streamStates),
  reason,
  startedAt: timeMs,
  /** Path of the master playlist below the gateway’s HTTP URL. */
  playbackPath: z.string(),
  source: z.optional(
    z.object({
      widthPx: count,
      heightPx: count,
      fps: z.number(),
      videoCodec: z.string(),
      audioCodec: z.optional(z.string()),
      bitrateBps: count,
    }),
  ),
  renditions: z.array(renditionSchema),
  /** Holds the current session. */
  orchestrator: z.optional(address),
  segmentsIn: count,
  /** Segments published with every rendition. */
  segmentsOut: count,
  /** Segments published without their renditions. */
  segmentsLost: count,
  /** Segment complete at the gateway until all renditions are published. */
  medianLatencyMs: z.optional(z.number()),
})

export const attemptOutcomes = ['won', 'failed', 'late', 'running'] as const

/** One try to have a segment transcoded by one orchestrator. */
export const attemptSchema = z.object({
  orchestrator: address,
  startedAt: timeMs,
  /** Unset while running. */
  durationMs: z.optional(z.number()),
  outcome: z.enum(attemptOutcomes),
  /** Error code when it failed. */
  error: z.optional(z.string()),
  /** Asked because another was late against the live edge. */
  hedge: z.boolean(),
})

export const segmentStates = ['transcoding', 'published', 'lost'] as const

export const segmentSchema = z.object({
  streamId: z.string(),
  seqNo: count,
  state: z.enum(segmentStates),
  receivedAt: timeMs,
  /** Position in the stream. */
  startMs: z.number(),
  durationMs: z.number(),
  bytes: count,
  /** Complete at the gateway until published with all renditions. */
  latencyMs: z.optional(z.number()),
  /** Whose result was published. */
  orchestrator: z.optional(address),
  price: z.optional(priceSchema),
  /** Pixels of all renditions together. */
  pixels: z.optional(wei),
  /** price × pixels, rounded up. */
  feeWei: z.optional(wei),
  tickets: z.optional(count),
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

/** A result that was checked and is not what was ordered. */
const badResultSchema = z.object({
  at: timeMs,
  streamId: z.string(),
  seqNo: count,
  reasons: z.array(
    z.object({
      /** Name of its profile. */
      rendition: z.string(),
      code: z.string(),
      /** In a sentence. */
      message: z.string(),
    }),
  ),
})

/** What checks of an orchestrator's results came to. */
const checksSchema = z.object({
  checked: count,
  bad: count,
  lastBad: z.optional(badResultSchema),
})

/** An orchestrator as this gateway sees it. Stake and cuts are chain facts and come from there. */
export const orchestratorSchema = z.object({
  address,
  serviceUri: z.string(),
  /** Self-declared. */
  region: z.optional(z.string()),
  state: z.enum(orchestratorStates),
  reason,
  price: z.optional(priceSchema),
  stakeWei: z.optional(wei),
  segmentsDone: count,
  segmentsFailed: count,
  medianLatencyMs: z.optional(z.number()),
  ticketsSent: count,
  /** Expected value of all tickets sent to it. */
  ticketValueWei: wei,
  suspendedUntil: z.optional(timeMs),
  /** Unset where nothing of it was checked. */
  checks: z.optional(checksSchema),
})

export const fundsStates = ['ok', 'low', 'insufficient', 'unlocking', 'offchain', 'unknown'] as const

export const fundsSchema = z.object({
  state: z.enum(fundsStates),
  reason,
  depositWei: wei,
  reserveWei: wei,
  /** Block at which deposit and reserve were read. */
  block: z.optional(z.int().check(z.nonnegative())),
})

export const totalsSchema = z.object({
  segmentsIn: count,
  segmentsOut: count,
  segmentsLost: count,
  ticketsSent: count,
  ticketValueWei: wei,
  /** price × pixels of all published segments. */
  feesWei: wei,
  medianLatencyMs: z.optional(z.number()),
  p95LatencyMs: z.optional(z.number()),
})

export const gatewaySchema = z.object({
  address,
  version: z.string(),
  startedAt: timeMs,
  /** Where an encoder pushes; without a key. */
  rtmpUrl: z.optional(z.string()),
  httpUrl: z.string(),
  /** Unset off chain. */
  chainId: z.optional(z.int().check(z.positive())),
  controller: z.optional(address),
})

export const statusSchema = z.object({
  apiVersion: z.literal(1),
  now: timeMs,
  /** Events after this one are not yet in this answer; resume the event stream from here. */
  lastEventId: count,
  gateway: gatewaySchema,
  funds: fundsSchema,
  totals: totalsSchema,
  streams: z.array(streamSchema),
  orchestrators: z.array(orchestratorSchema),
  /** The last segments of all streams, oldest first, bounded. */
  segments: z.array(segmentSchema),
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
