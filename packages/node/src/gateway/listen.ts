import type { Clock, Lifecycle, Logger } from '@millrace/common'
import { HttpServer } from '@millrace/daemon/http'
import { Admission } from './admission/admission.ts'
import { AuthWebhook } from './admission/auth-webhook.ts'
import type { GatewayConfig } from './config.ts'
import { gatewayApp } from './http/app.ts'
import { listenRtmp, openPush } from './ingest/open-ingest.ts'
import type { GatewayMetrics } from './metrics.ts'
import type { GatewayWork } from './open-work.ts'
import { type AuthorizePlayback, allowEverybody, PlaybackWebhook } from './playback/authorize.ts'
import { playbackRoutes } from './playback/routes.ts'
import { recordingRoutes } from './recording/open-recordings.ts'
import { statusRoutes } from './status/routes.ts'
import type { StatusBoard } from './status/status-board.ts'
import type { StreamKeys } from './streams/stream-keys.ts'

export interface ListenDependencies {
  readonly work: GatewayWork
  readonly board: StatusBoard
  readonly keys: StreamKeys
  /** Instead of what the settings say. */
  readonly authorizePlayback: AuthorizePlayback | undefined
  /** Where encoders push, once it is known. */
  readonly rtmpUrl: () => string
  /** What is opened is closed by it. */
  readonly life: Lifecycle
  readonly clock: Clock
  readonly log: Logger
}

export interface GatewayPorts {
  readonly httpPort: number
  readonly rtmpPort: number
}

/** Opens the ports for encoders and viewers. @throws {ListenError} naming the setting when one cannot be had. */
export async function listenForStreams(
  config: GatewayConfig,
  deps: ListenDependencies,
): Promise<GatewayPorts> {
  const { board, keys, rtmpUrl, life, clock, log } = deps
  const { registry, access, recording, recordings } = deps.work
  const { metrics } = recording
  const webhook = authWebhook(config, { metrics, clock, log })
  const rtmpOrigin = () => new URL(rtmpUrl()).href.replace(/^(rtmps?:\/\/[^/]*).*$/, '$1')
  const admission = new Admission({
    ...{ keys, webhook, rtmpOrigin, log: log.child({ module: 'gateway/admission' }) },
  })
  const authorize = deps.authorizePlayback ?? authorizeBySettings(config, { clock, log })
  const isPrivate = deps.authorizePlayback !== undefined || config.playbackWebhookUrl !== undefined
  const ingest = { admission, registry, metrics, log, clock, life }
  const app = gatewayApp({
    playback: playbackRoutes({
      ...{ streams: registry, authorize, isPrivate },
      onServed: (kind, bytes) => metrics.countServed(kind, bytes),
    }),
    recordings: recordingRoutes(config, recording, { recordings, authorize, isPrivate, webhook }).routes(),
    status: statusRoutes({ maxSubscribers: config.maxEventSubscribers }, { board, closed: life.signal }),
    push: openPush(config, ingest)?.routes(),
    notReady: () => access.notReady,
    log: log.child({ module: 'gateway/http' }),
  })
  const http = await HttpServer.listen(
    { host: config.httpHost, port: config.httpPort, setting: 'httpPort' },
    { app, onUnread: (answers) => metrics.countUnread(answers) },
  )
  const { port: httpPort } = life.use('http server', http)
  return { httpPort, rtmpPort: (await listenRtmp(config, ingest)).port }
}

function authWebhook(
  { authWebhookUrl: url, authWebhookTimeoutMs: timeoutMs }: GatewayConfig,
  { metrics, clock, log }: { metrics: GatewayMetrics; clock: Clock; log: Logger },
): AuthWebhook | undefined {
  if (url === undefined) return undefined
  const onCall = (outcome: string, durationMs: number) => metrics.countAuthWebhook(outcome, durationMs)
  return new AuthWebhook(
    { url, timeoutMs },
    { clock, log: log.child({ module: 'gateway/admission' }), onCall },
  )
}

function authorizeBySettings(
  { playbackWebhookUrl: url, playbackWebhookTimeoutMs, playbackWebhookCacheMs }: GatewayConfig,
  deps: { clock: Clock; log: Logger },
): AuthorizePlayback {
  if (url === undefined) return allowEverybody
  const options = { url, timeoutMs: playbackWebhookTimeoutMs, cacheMs: playbackWebhookCacheMs }
  return new PlaybackWebhook(options, deps).authorize
}
