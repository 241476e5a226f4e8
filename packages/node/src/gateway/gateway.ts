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
import { readSettings } from '@millrace/daemon'
import packageJson from '../../package.json' with { type: 'json' }
import type { GatewayChain } from './chain-connection.ts'
import { type GatewayConfig, type GatewayConfigInput, gatewayConfigSchema } from './config.ts'
import type { GatewayEventData } from './events/gateway-events.ts'
import { type GatewayDependencies, type GatewayParts, openParts } from './gateway-parts.ts'
import { type GatewayPorts, listenForStreams } from './listen.ts'
import { openWork } from './open-work.ts'
import { openOperator } from './operator/open-operator.ts'
import type { PublicationDependencies } from './publish/publication.ts'
import { type PublishOptions, publishSegments } from './publish/publish.ts'
import type { PublishedSegment } from './publish/published-segment.ts'
import type { PublishSource } from './publish/source-segments.ts'
import { StatusBoard } from './status/status-board.ts'
import type { GatewayState } from './store/gateway-state.ts'
import { makeDefaultKey, watchKeys } from './streams/key-watch.ts'
import type { StreamKeys } from './streams/stream-keys.ts'

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
  #publish: PublicationDependencies | undefined
  #ports: GatewayPorts = { httpPort: 0, rtmpPort: 0 }
  #operatorUrl = ''

  private constructor(config: GatewayConfig, { keys, chain, state, deps }: GatewayParts) {
    this.#config = config
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
    return (
      this.#config.publicRtmpUrl ?? `rtmp://${reachable(this.#config.rtmpHost)}:${this.#ports.rtmpPort}/live`
    )
  }

  /** Where playback, push ingest and status are. */
  get httpUrl(): string {
    return this.#config.publicHttpUrl ?? `http://${reachable(this.#config.httpHost)}:${this.#ports.httpPort}`
  }

  get rtmpPort(): number {
    return this.#ports.rtmpPort
  }

  get httpPort(): number {
    return this.#ports.httpPort
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

  async #start(
    chain: GatewayChain | undefined,
    { authorizePlayback, machine }: GatewayDependencies,
  ): Promise<void> {
    const config = this.#config
    const [log, clock, board, life] = [this.#log, this.#clock, this.#board, this.#life]
    const [keys, state] = [this.#keys, this.#state]
    const work = await openWork(config, {
      ...{ chain, state, board, machine, listeners: this.#events, life, clock, log },
    })
    const { defaultStream: streamId, dataDir } = config
    if (streamId !== undefined) await makeDefaultKey(keys, { streamId, dataDir, log })
    const { access, registry, recording, checking } = work
    const { metrics } = recording
    this.#publish = { config, registry, onBytes: (bytes) => metrics.countIngest('program', bytes) }
    life.use('watch of stream keys', watchKeys(keys, { registry, log }))
    this.#ports = await listenForStreams(config, {
      ...{ work, board, keys, authorizePlayback, rtmpUrl: () => this.rtmpUrl, life, clock, log },
    })
    board.setGateway({ httpUrl: this.httpUrl, rtmpUrl: this.rtmpUrl })
    const operations = chain?.openOperations?.(config, { life, clock, log })
    const operator = await openOperator(config, {
      ...{ board, metrics, access, keys, checking, state, operations, clock, log },
    })
    this.#operatorUrl = life.use('operator API', operator).url
  }
}

/** An address to listen on everywhere is reached at this machine's own. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
