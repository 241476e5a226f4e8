import {
  type Clock,
  Emitter,
  Lifecycle,
  type Listenable,
  type Logger,
  silentLogger,
  systemClock,
} from '@millrace/common'
import { zeroAddress } from '@millrace/crypto'
import { isUnlocking } from '@millrace/payments'
import packageJson from '../../package.json' with { type: 'json' }
import { HttpServer } from '../daemon/http-server.ts'
import { readSettings } from '../daemon/read-settings.ts'
import { Admission } from './admission/admission.ts'
import { AuthWebhook } from './admission/auth-webhook.ts'
import type { GatewayChain } from './chain-connection.ts'
import { type GatewayConfig, type GatewayConfigInput, gatewayConfigSchema } from './config.ts'
import { Bottleneck } from './dispatch/bottleneck.ts'
import { MachineLoad } from './dispatch/machine-load.ts'
import { EventLog } from './events/event-log.ts'
import { EventObserver } from './events/event-observer.ts'
import type { GatewayEventData } from './events/gateway-events.ts'
import { type GatewayDependencies, type GatewayParts, openParts } from './gateway-parts.ts'
import { gatewayApp } from './http/app.ts'
import { listenRtmp, openPush } from './ingest/open-ingest.ts'
import { readLadder } from './ladder.ts'
import { GatewayMetrics } from './metrics.ts'
import { openOperator } from './operator/open-operator.ts'
import { OrchestratorAccess } from './orchestrator-access.ts'
import { openDepositKeeper } from './payments/open-deposit-keeper.ts'
import { type AuthorizePlayback, allowEverybody, PlaybackWebhook } from './playback/authorize.ts'
import { playbackRoutes } from './playback/routes.ts'
import type { PublicationDependencies } from './publish/publication.ts'
import { type PublishOptions, publishSegments } from './publish/publish.ts'
import type { PublishedSegment } from './publish/published-segment.ts'
import type { PublishSource } from './publish/source-segments.ts'
import { openRecordings, type RecordingParts, recordingRoutes } from './recording/open-recordings.ts'
import type { Recordings } from './recording/recordings.ts'
import { GatewayObserver } from './status/gateway-observer.ts'
import { statusRoutes } from './status/routes.ts'
import { StatusBoard } from './status/status-board.ts'
import { observers } from './status/stream-observer.ts'
import { StoreShelf } from './storage/store-shelf.ts'
import type { GatewayState } from './store/gateway-state.ts'
import { makeDefaultKey, watchKeys } from './streams/key-watch.ts'
import { StreamFactory } from './streams/stream-factory.ts'
import type { StreamKeys } from './streams/stream-keys.ts'
import { StreamRegistry } from './streams/stream-registry.ts'

const maxStatusEvents = 2_000

/**
 * The gateway role: takes live streams in, has them transcoded by orchestrators, pays those, and plays the renditions
 * out.
 */
export class Gateway {
  readonly #life = new Lifecycle()
  readonly #config: GatewayConfig
  readonly #log: Logger
  readonly #clock: Clock
  readonly #keys: StreamKeys
  readonly #state: GatewayState
  readonly #events: Emitter<GatewayEventData>
  readonly #board: StatusBoard
  readonly #chain: GatewayChain | undefined
  #publish: PublicationDependencies | undefined
  #httpPort = 0
  #rtmpPort = 0
  #operatorUrl = ''

  private constructor(config: GatewayConfig, { keys, chain, state, deps }: GatewayParts) {
    this.#config = config
    this.#chain = chain
    this.#log = deps.log
    this.#clock = deps.clock ?? systemClock
    this.#events = new Emitter((err) => this.#log.error({ err }, 'listener failed'))
    this.#keys = keys
    this.#state = this.#life.use('state', state)
    this.#board = new StatusBoard(
      { maxSegments: config.statusSegments, maxEvents: maxStatusEvents },
      {
        clock: this.#clock,
        gateway: {
          address: chain?.signer.address ?? zeroAddress,
          version: packageJson.version,
          startedAt: this.#clock.nowMs(),
          httpUrl: '',
          ...(chain && { chainId: chain.chainId, controller: chain.controller }),
        },
      },
    )
    if (!chain) this.#board.setFunds({ state: 'offchain', depositWei: '0', reserveWei: '0' })
  }

  /**
   * Starts a gateway with settings as they are written in its file.
   * @throws {ListenError | SettingsError | DataDirError | DataDirLockedError | IdentityInUseError} and the errors of the chain package: each
   * names the setting or file to change.
   */
  static async create(settings: GatewayConfigInput, given: GatewayDependencies = {}): Promise<Gateway> {
    const config = readSettings(gatewayConfigSchema, settings)
    const deps = { ...given, log: given.log ?? silentLogger() }
    const parts = await openParts(config, deps)
    const gateway = new Gateway(config, parts)
    try {
      await gateway.#start(parts.chain, deps)
      return gateway
    } catch (error) {
      await gateway.close()
      throw error
    }
  }

  /** What happens, as `events.on('stream_state', listener)`; a listener that fails is logged and changes nothing. */
  get events(): Listenable<GatewayEventData> {
    return this.#events
  }

  /** Where encoders push, without a key. */
  get rtmpUrl(): string {
    return this.#config.publicRtmpUrl ?? `rtmp://${reachable(this.#config.rtmpHost)}:${this.#rtmpPort}/live`
  }

  /** Where playback, push ingest and status are. */
  get httpUrl(): string {
    return this.#config.publicHttpUrl ?? `http://${reachable(this.#config.httpHost)}:${this.#httpPort}`
  }

  get rtmpPort(): number {
    return this.#rtmpPort
  }

  get httpPort(): number {
    return this.#httpPort
  }

  /** URL of the operator API. */
  get operatorUrl(): string {
    return this.#operatorUrl
  }

  /** Makes, rotates and revokes the keys that encoders publish with. */
  get streamKeys(): StreamKeys {
    return this.#keys
  }

  /**
   * Publishes a video file, or MPEG-TS segments as they come, as a stream of this gateway, and yields what comes of each
   * segment, in order. Whoever stops iterating, or aborts the signal, ends the stream; until then nobody else takes its name.
   * @throws {PublishRefusedError} when the stream is published already, there are too many, or the gateway closes.
   * @throws {SettingsError} for a name or renditions that cannot be.
   * @throws {SourceFileError} for a file that cannot be cut into segments.
   * @throws {SegmentInputError} for a segment that cannot be used; what came before it is yielded first.
   */
  publish(
    source: PublishSource,
    options: PublishOptions = {},
  ): AsyncGenerator<PublishedSegment, void, undefined> {
    if (!this.#publish) throw new Error('The gateway has not started.')
    return publishSegments(source, options, this.#publish)
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #start(chain: GatewayChain | undefined, deps: GatewayDependencies): Promise<void> {
    const config = this.#config
    const [log, clock, board] = [this.#log, this.#clock, this.#board]
    const ladder = readLadder(config)
    const { defaultStream: streamId, dataDir } = config
    if (streamId !== undefined) await makeDefaultKey(this.#keys, { streamId, dataDir, log })
    const metrics = new GatewayMetrics({
      streams: () => registry.liveStreams,
      orchestrators: () => countBy(board.status().orchestrators.map(({ state }) => state)),
      scores: () => access.scores,
      playbackBytes: () => registry.playbackBytes,
      subscribers: () => board.subscribers,
      funds: () => ({
        depositWei: BigInt(board.funds.depositWei),
        reserveWei: BigInt(board.funds.reserveWei),
      }),
      floors: { depositWei: config.depositFloorWei, reserveWei: config.reserveFloorWei },
      problems: () => access.problems,
      isChainReachable: () => access.isChainReachable,
      maxPriceWeiPerPixel: () => {
        const price = access.priceCap.maxPrice
        return price && Number(price.weiPerUnit) / Number(price.pixelsPerUnit)
      },
      stored: () => ({ usedBytes: retention.usedBytes, queuedBytes: recordings.queuedBytes }),
    })
    const events = this.#life.use(
      'events',
      new EventLog(config, {
        ...{ metrics, clock, listeners: this.#events, log: log.child({ module: 'gateway/events' }) },
        gateway: chain?.signer.address ?? zeroAddress,
      }),
    )
    const { tell } = events
    const eventObserver = new EventObserver({ tell, serviceUriOf: (address) => access.serviceUriOf(address) })
    const keeper = openDepositKeeper(config, { chain, ledger: this.#state.ledger, tell, clock, log })
    const observer = new GatewayObserver({
      ...{ board, metrics, clock },
      floors: { depositWei: config.depositFloorWei, reserveWei: config.reserveFloorWei },
      onOrchestrator: eventObserver.onOrchestrator,
      onFunds: (status, { funds, currentRound }) => {
        eventObserver.onFunds(status)
        void keeper?.look({ depositWei: funds.depositWei, isUnlocking: isUnlocking(funds, currentRound) })
      },
    })
    const access: OrchestratorAccess = this.#life.use(
      'orchestrators',
      await OrchestratorAccess.create(config, { chain, ladder, state: this.#state, observer, clock, log }),
    )
    const stores = this.#life.use('object stores', new StoreShelf(config, { log }))
    const recording: RecordingParts = { ...{ stores, metrics, tell, clock, log }, life: this.#life }
    const { recordings, retention } = openRecordings(config, recording)
    const machine = this.#life.use('machine load', new MachineLoad())
    const bottleneck = new Bottleneck({ clock, machine })
    const streamObserver = observers([
      observer,
      eventObserver,
      recordings,
      // Renditions need memory too.
      { onSegment: () => registry.shrinkPlayback(), onStream: () => {}, onSpendCap: () => {} },
    ])
    const { newStream } = new StreamFactory(config, {
      ...{ access, ladder, stores, bottleneck, metrics, clock, log, observer: streamObserver },
      spending: chain && this.#state.ledger.spending,
    })
    const registry: StreamRegistry = new StreamRegistry(config, {
      clock,
      log: log.child({ module: 'gateway/streams' }),
      newStream,
    })
    this.#life.use('streams', registry)
    this.#publish = { config, registry, onBytes: (bytes) => metrics.countIngest('program', bytes) }
    this.#life.use('watch of stream keys', watchKeys(this.#keys, { registry, log }))
    await this.#listen({ registry, access, recording, recordings, authorize: deps.authorizePlayback })
  }

  async #listen({ registry, access, recording, recordings, ...listening }: Listening): Promise<void> {
    const config = this.#config
    const [log, clock, board, keys] = [this.#log, this.#clock, this.#board, this.#keys]
    const { metrics } = recording
    const webhook = this.#authWebhook(metrics)
    const admission = this.#admission(webhook)
    const authorize = listening.authorize ?? this.#defaultAuthorize()
    const isPrivate = listening.authorize !== undefined || config.playbackWebhookUrl !== undefined
    const ingest = { admission, registry, metrics, log, clock, life: this.#life }
    const push = openPush(config, ingest)
    const app = gatewayApp({
      playback: playbackRoutes({
        streams: registry,
        authorize,
        isPrivate,
        onServed: (kind, bytes) => metrics.countServed(kind, bytes),
      }),
      recordings: recordingRoutes(config, recording, { recordings, authorize, isPrivate, webhook }).routes(),
      status: statusRoutes(
        { maxSubscribers: config.maxEventSubscribers },
        { board, closed: this.#life.signal },
      ),
      push: push?.routes(),
      notReady: () => access.notReady,
      log: log.child({ module: 'gateway/http' }),
    })
    const http = await HttpServer.listen(
      { host: config.httpHost, port: config.httpPort, setting: 'httpPort' },
      { app, onUnread: (answers) => metrics.countUnread(answers) },
    )
    this.#httpPort = this.#life.use('http server', http).port
    this.#rtmpPort = (await listenRtmp(config, ingest)).port
    board.setGateway({ httpUrl: this.httpUrl, rtmpUrl: this.rtmpUrl })
    const operator = await openOperator(config, {
      board,
      metrics,
      access,
      keys,
      state: this.#state,
      operations: this.#chain?.openOperations?.(config, { life: this.#life, clock, log }),
      clock,
      log,
    })
    this.#operatorUrl = this.#life.use('operator API', operator).url
  }

  #authWebhook(metrics: GatewayMetrics): AuthWebhook | undefined {
    const { authWebhookUrl: url, authWebhookTimeoutMs: timeoutMs } = this.#config
    if (url === undefined) return undefined
    const log = this.#log.child({ module: 'gateway/admission' })
    const onCall = (outcome: string, durationMs: number) => metrics.countAuthWebhook(outcome, durationMs)
    return new AuthWebhook({ url, timeoutMs }, { clock: this.#clock, log, onCall })
  }

  #admission(webhook: AuthWebhook | undefined): Admission {
    const log = this.#log.child({ module: 'gateway/admission' })
    const rtmpOrigin = () => new URL(this.rtmpUrl).href.replace(/^(rtmps?:\/\/[^/]*).*$/, '$1')
    return new Admission({ keys: this.#keys, webhook, log, rtmpOrigin })
  }

  #defaultAuthorize(): AuthorizePlayback {
    const { playbackWebhookUrl: url, playbackWebhookTimeoutMs, playbackWebhookCacheMs } = this.#config
    if (url === undefined) return allowEverybody
    const options = { url, timeoutMs: playbackWebhookTimeoutMs, cacheMs: playbackWebhookCacheMs }
    return new PlaybackWebhook(options, { clock: this.#clock, log: this.#log }).authorize
  }
}

interface Listening {
  readonly registry: StreamRegistry
  readonly recording: RecordingParts
  readonly recordings: Recordings
  readonly access: OrchestratorAccess
  readonly authorize: AuthorizePlayback | undefined
}

/** An address to listen on everywhere is reached at this machine's own. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

function countBy(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
