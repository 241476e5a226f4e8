import type { Clock, Lifecycle, Logger } from '@millrace/common'
import type { AuthWebhook } from '../admission/auth-webhook.ts'
import type { GatewayConfig } from '../config.ts'
import type { Tell } from '../events/gateway-events.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { AuthorizePlayback } from '../playback/authorize.ts'
import type { StoreShelf } from '../storage/store-shelf.ts'
import { Recordings } from './recordings.ts'
import { Retention } from './retention.ts'
import { RecordingRoutes } from './routes.ts'

export interface RecordingParts {
  readonly stores: StoreShelf
  readonly metrics: GatewayMetrics
  readonly tell: Tell
  readonly clock: Clock
  readonly log: Logger
  /** What is opened is closed by it. */
  readonly life: Lifecycle
}

/** What records streams, and what keeps recordings within their bounds. */
export interface OpenRecordings {
  readonly recordings: Recordings
  readonly retention: Retention
}

export function openRecordings(config: GatewayConfig, parts: RecordingParts): OpenRecordings {
  const { stores, metrics, tell, clock, life } = parts
  const log = parts.log.child({ module: 'gateway/recording' })
  const { recordingRetentionMs, recordingQuotaBytes, recordingSweepMs } = config
  const retention = new Retention(
    { maxAgeMs: recordingRetentionMs, quotaBytes: recordingQuotaBytes, sweepMs: recordingSweepMs },
    {
      ...{ stores: stores.own, tell, clock, log },
      isLive: (streamId, session) => recordings.live.get(streamId) === session,
      onDeleted: (bytes) => metrics.countRecordingsDeleted(bytes),
    },
  )
  life.use('retention of recordings', retention)
  const { take, giveBack } = retention
  const recordings: Recordings = life.use(
    'recordings',
    new Recordings({ stores, room: { take, giveBack }, metrics, tell, clock, log }),
  )
  return { recordings, retention }
}

export interface RecordingAccess {
  readonly authorize: AuthorizePlayback
  readonly isPrivate: boolean
  readonly webhook: AuthWebhook | undefined
}

/** Serves what was recorded. */
export function recordingRoutes(
  config: GatewayConfig,
  { stores, metrics, clock, log, life }: RecordingParts,
  { recordings, ...access }: RecordingAccess & Pick<OpenRecordings, 'recordings'>,
): RecordingRoutes {
  return new RecordingRoutes({
    ...{ stores, clock, ...access },
    log: log.child({ module: 'gateway/recording' }),
    isLive: (streamId) => recordings.live.has(streamId),
    isPrivate: access.isPrivate || access.webhook !== undefined,
    maxDownloads: config.maxRecordingDownloads,
    onServed: (kind, bytes) => metrics.countServed(`recording-${kind}`, bytes),
    closed: life.signal,
  })
}
