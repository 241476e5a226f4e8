import {
  address,
  blockPollMs,
  endpointProof,
  logSettings,
  operatorHost,
  operatorPort,
  passwordFile,
  port,
  price,
  region,
  rpcUrls,
  signerAddress,
  signerUrl,
  wei,
} from '@millrace/daemon'
import { defaultPresetNames } from '@millrace/media'
import { z } from 'zod'
import { checkingSettings } from './settings/checking.ts'
import { eventSettings } from './settings/events.ts'
import { spendingSettings } from './settings/spending.ts'
import { storageSettings } from './settings/storage.ts'

const durationMs = z.int().nonnegative().max(86_400_000)
const share = z.number().min(0).max(1)
const weight = z.number().min(0).max(100)
const httpUrl = z.url({ protocol: /^https?$/ })

const general = {
  dataDir: z.string().min(1).default('./gateway-data').describe('Folder of this gateway’s state.'),
  ...logSettings,
  operatorHost,
  operatorPort: operatorPort(5935),
  region: region.describe(
    'Region of this gateway; orchestrators of the same one are preferred. Empty: no preference.',
  ),
}

const ingest = {
  rtmpHost: z.string().min(1).default('0.0.0.0').describe('Address the RTMP port listens on.'),
  rtmpPort: port.default(1935).describe('RTMP ingest of all streams; 0 takes a free port.'),
  httpHost: z.string().min(1).default('127.0.0.1').describe('Address the HTTP port listens on.'),
  httpPort: port.default(9935).describe('HTTP: push ingest, playback, public status; 0 takes a free port.'),
  publicHttpUrl: httpUrl.optional().describe('URL people reach the HTTP port at, when it differs.'),
  publicRtmpUrl: z
    .url({ protocol: /^rtmps?$/ })
    .optional()
    .describe('URL encoders reach the RTMP port at, when it differs; without a key.'),
  authWebhookUrl: httpUrl
    .optional()
    .describe(
      'Asked by POST of {"url"} for every publisher; 200 lets it in and may say what is wanted of its stream. Stream keys are not asked for then.',
    ),
  authWebhookTimeoutMs: z
    .int()
    .min(50)
    .max(30_000)
    .default(3_000)
    .describe('Deadline of the auth webhook; whoever it says nothing about is not let in.'),
  transcodeConfigurationHeader: z
    .boolean()
    .default(true)
    .describe('Whether pushers may order renditions by the header Livepeer-Transcode-Configuration.'),
  httpIngest: z.boolean().default(true).describe('Takes segments by HTTP push; a stream key is needed too.'),
  defaultStream: z
    .string()
    .regex(/^[A-Za-z0-9][\w.-]{0,63}$/)
    .optional()
    .describe('Stream for which a key is made at the first start, when it has none.'),
  maxStreams: z.int().min(1).max(10_000).default(20).describe('Live streams at the most.'),
  streamGraceMs: durationMs
    .default(30_000)
    .describe('An encoder that comes back within this time goes on with the same stream.'),
  streamRetentionMs: durationMs.default(60_000).describe('How long an ended stream can still be played.'),
  takeoverAfterMs: durationMs
    .default(5_000)
    .describe('A second encoder with the same key takes over when the first was silent for so long.'),
  pushIdleMs: durationMs.default(60_000).describe('A pushed stream without a segment for so long is left.'),
  segmentTargetMs: z
    .int()
    .min(500)
    .max(30_000)
    .default(2_000)
    .describe('Segments are cut at the first keyframe after this.'),
  maxSegmentBytes: z
    .int()
    .min(10_000)
    .max(300_000_000)
    .default(100_000_000)
    .describe('Largest segment taken.'),
  renditions: z
    .array(z.union([z.string(), z.record(z.string(), z.unknown())]))
    .min(1)
    .max(16)
    .default([...defaultPresetNames])
    .describe('Ladder of every stream: names of presets or renditions as JSON.'),
}

const chain = {
  rpcUrls,
  controller: address.optional().describe('Controller contract; needed unless the chain has a preset.'),
  keystoreFile: z.string().optional().describe('Keystore (version 3) of this gateway’s key.'),
  passwordFile,
  signerUrl,
  signerAddress,
  blockPollMs,
  fundsPollMs: z
    .int()
    .min(100)
    .max(600_000)
    .default(5_000)
    .describe('How often deposit and reserve are read.'),
  maxTicketEvWei: wei.default(3_000_000_000_000n).describe('Highest expected value of one ticket.'),
  maxTotalEvWei: wei
    .default(20_000_000_000_000n)
    .describe('Highest expected value of all tickets sent for one segment.'),
  depositMultiplier: z
    .int()
    .min(1)
    .default(1)
    .describe('A ticket’s face value may be at most the deposit divided by this.'),
}

const selection = {
  orchestrators: z
    .array(httpUrl)
    .default([])
    .describe('Service URIs to work with; with a chain only those of them that are active.'),
  discoveryIntervalMs: z
    .int()
    .min(1_000)
    .default(30_000)
    .describe('Within this time every orchestrator is asked once.'),
  discoveryPaceMs: z
    .int()
    .min(100)
    .default(2_000)
    .describe('No orchestrator is asked again within this time, however many streams begin.'),
  discoveryTimeoutMs: z
    .int()
    .min(10)
    .default(500)
    .describe('Discovery goes on with those that answered in this time.'),
  discoveryCutoffMs: z.int().min(100).default(6_000).describe('Longest wait when nobody has answered yet.'),
  infoTimeoutMs: z.int().min(100).default(2_500).describe('Deadline of one session request.'),
  maxPricePerPixel: price
    .optional()
    .describe('Orchestrators asking more are not selected. Unset: any price.'),
  stakeWeight: share
    .default(1)
    .describe(
      'Part of the selection that follows stake; the rest is the same for every operator. Below 1, stake in many accounts gets more than in one.',
    ),
  stakeCap: share.default(0.15).describe('Most that one operator’s share of all stake counts.'),
  latencyWeight: weight.default(8).describe('How much speed counts: (1 − e^(−1 / latency ratio))^this.'),
  successWeight: weight.default(12).describe('How much reliability counts: (part that succeeds)^this.'),
  priceWeight: weight.default(2).describe('How much price counts: (1 + price / typical price)^(−this).'),
  roundTripWeight: weight
    .default(4)
    .describe('Round trips that a segment is expected to take, as long as its latency is not measured.'),
  trialShare: share.default(0.1).describe('Part of the work that goes to orchestrators hardly known yet.'),
  trialSegments: z
    .int()
    .min(1)
    .max(100)
    .default(5)
    .describe('Segments after which an orchestrator is known, while they are fresh.'),
  privateOrchestrators: z
    .enum(['auto', 'allow', 'refuse'])
    .default('auto')
    .describe(
      'Whether orchestrators in private networks or on this machine are asked. auto: not on a public chain, where anybody may register such an address.',
    ),
  endpointProof,
  orchestratorRegions: z
    .record(z.string(), z.string().max(64))
    .default({})
    .describe('Regions of orchestrators, by account or service URI: the wire does not tell them.'),
  foreignRegionWeight: share
    .default(0.8)
    .describe('Factor on orchestrators of another region, when `region` is set.'),
  performanceScoresUrl: httpUrl
    .optional()
    .describe(
      'Where scores of orchestrators are read every ten minutes, as a tester serves them (/v1/scores): {"0x…": {"REGION": {"score": 0.93}}}. Those of `region` count, else the mean.',
    ),
  minPerformanceScore: share
    .default(0)
    .describe(
      'Orchestrators that score less there get no work, unless all do. Whom nobody measured is not left out.',
    ),
  sessionTurnSegments: z
    .int()
    .min(1)
    .max(100_000)
    .default(12)
    .describe('Segments after which a stream’s orchestrator is chosen anew.'),
  sessionTurnMaxRatio: z
    .number()
    .positive()
    .max(100)
    .default(1)
    .describe('A result that took more segment durations than this ends the turn.'),
  suspensionBaseMs: durationMs
    .default(5_000)
    .describe('First suspension after a failure; doubles each time.'),
  suspensionMaxMs: durationMs.default(300_000).describe('Longest suspension.'),
  banBaseMs: durationMs
    .default(300_000)
    .describe('First suspension after a lie or a bad result; doubles with each one of the last days.'),
  banMaxMs: durationMs.default(86_400_000).describe('Longest suspension after a lie or a bad result.'),
}

const dispatch = {
  maxAttempts: z.int().min(1).max(20).default(3).describe('Failed attempts after which a segment is lost.'),
  segmentDeadlineMs: z
    .int()
    .min(1_000)
    .max(300_000)
    .default(24_000)
    .describe('A segment without renditions after this is published without them.'),
  attemptTimeoutMs: z
    .int()
    .min(500)
    .max(300_000)
    .default(8_000)
    .describe('Deadline of one attempt; at least four segment durations are given.'),
  hedgeAfterMs: z
    .int()
    .min(100)
    .default(2_000)
    .describe('A second orchestrator is asked when a result is out for so long.'),
  hedgeAfterDurations: z
    .number()
    .min(0)
    .max(100)
    .default(1.5)
    .describe('But not before a result is out for so many segment durations.'),
  hedgeShare: share.default(0.2).describe('Most segments, of all, that a second orchestrator is asked for.'),
  maxSegmentsInFlight: z
    .int()
    .min(1)
    .max(64)
    .default(4)
    .describe('Segments of one stream that are out at the same time.'),
  maxSegmentsWaiting: z
    .int()
    .min(0)
    .max(256)
    .default(8)
    .describe('Segments of one stream that may wait for their turn; above that the oldest is given up.'),
}

const playback = {
  playbackWindow: z.int().min(3).max(10_000).default(30).describe('Segments in a live playlist.'),
  playbackMemoryBytes: z
    .int()
    .min(1_000_000)
    .default(512_000_000)
    .describe('Memory for the segments of all streams; above it windows get shorter.'),
  playbackWebhookUrl: httpUrl
    .optional()
    .describe('Asked by POST for every playlist and segment; 200 lets the viewer in. Unset: everybody.'),
  playbackWebhookTimeoutMs: z.int().min(50).max(30_000).default(2_000).describe('Deadline of the webhook.'),
  playbackWebhookCacheMs: durationMs.default(10_000).describe('How long an answer of the webhook holds.'),
  maxEventSubscribers: z.int().min(0).max(100_000).default(200).describe('Open status event streams.'),
  statusSegments: z.int().min(1).max(10_000).default(300).describe('Segments in the public status.'),
}

/** Settings of the gateway role. All are optional: without `rpcUrls` it works off chain and pays nobody. */
export const gatewayConfigSchema = z.strictObject({
  ...general,
  ...ingest,
  ...chain,
  ...spendingSettings,
  ...eventSettings,
  ...selection,
  ...dispatch,
  ...checkingSettings,
  ...playback,
  ...storageSettings,
})

/** Parsed settings. */
export type GatewayConfig = z.output<typeof gatewayConfigSchema>
/** Settings as written in a file: everything optional, amounts as decimal text. */
export type GatewayConfigInput = z.input<typeof gatewayConfigSchema>
