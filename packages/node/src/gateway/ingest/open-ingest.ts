import type { Clock, Lifecycle, Logger } from '@millrace/common'
import { ListenError } from '@millrace/daemon'
import type { Admission, Admitted } from '../admission/admission.ts'
import type { GatewayConfig } from '../config.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { StreamRegistry } from '../streams/stream-registry.ts'
import { LazyRemuxer } from './lazy-remuxer.ts'
import { PushIngest } from './push-ingest.ts'
import { RtmpListenError } from './rtmp/errors.ts'
import { RtmpServer } from './rtmp/server.ts'
import { RtmpIngest } from './rtmp-ingest.ts'

export interface IngestDependencies {
  readonly admission: Admission
  readonly registry: StreamRegistry
  readonly metrics: GatewayMetrics
  readonly clock: Clock
  readonly log: Logger
  /** What is opened is closed by it. */
  readonly life: Lifecycle
}

/** Segments by HTTP push; undefined when the settings leave it out. */
export function openPush(config: GatewayConfig, deps: IngestDependencies): PushIngest | undefined {
  if (!config.httpIngest) return undefined
  const { admission, registry, metrics, clock, life } = deps
  const log = deps.log.child({ module: 'gateway/push' })
  const remuxer = life.use('remuxer', new LazyRemuxer({ log }))
  const push = new PushIngest(config, {
    ...{ admission, registry, log, clock },
    remuxer: () => remuxer.open(),
    onBytes: (bytes) => metrics.countIngest('http', bytes),
    onAnswer: (status) => metrics.countPush(status),
  })
  return life.use('push ingest', push)
}

/** Streams by RTMP. @throws {ListenError} naming the setting when the port cannot be had. */
export async function listenRtmp(
  config: GatewayConfig,
  deps: IngestDependencies,
): Promise<RtmpServer<Admitted>> {
  const { rtmpHost: host, rtmpPort: port } = config
  const { admission, registry, metrics, life } = deps
  const log = deps.log.child({ module: 'gateway/rtmp' })
  const { authorize, publish } = new RtmpIngest(config, {
    ...{ admission, registry, log },
    onBytes: (bytes) => metrics.countIngest('rtmp', bytes),
  })
  try {
    return life.use('rtmp server', await RtmpServer.create({ host, port }, { log, authorize, publish }))
  } catch (error) {
    if (!(error instanceof RtmpListenError)) throw error
    throw new ListenError({ host, port, setting: 'rtmpPort', cause: error.cause })
  }
}
