import {
  type Clock,
  Lifecycle,
  type Listenable,
  type Logger,
  silentLogger,
  systemClock,
} from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { readSettings } from '@millrace/daemon'
import { assemble, type OrchestratorParts } from './assemble.ts'
import { type OrchestratorConfigInput, orchestratorConfigSchema } from './config.ts'
import type { OrchestratorEvents } from './events.ts'
import type { SegmentTranscoder } from './handlers/segment-work.ts'
import type { OrchestratorStatus } from './operator/status.ts'
import type { DrainOptions, DrainStatus } from './sessions/draining.ts'

export interface OrchestratorDependencies {
  /** Nothing is logged by default. */
  readonly log?: Logger
  readonly clock?: Clock
  /**
   * Descriptor of a socket that listens already and is kept open by whoever started this process: connections wait in it
   * from one process to the next. Host and port of the settings are not used then.
   */
  readonly serviceSocketFd?: number | undefined
  /** Stands between the segments that were taken and all that transcodes here, for whoever builds on this node. */
  readonly wrapTranscoder?: (own: SegmentTranscoder) => SegmentTranscoder
}

/**
 * The orchestrator role: takes segments of gateways on its service port, transcodes them in child processes and is paid
 * by tickets, which it redeems on chain. Without `rpcUrls` it works off chain and for free.
 */
export class Orchestrator {
  readonly #parts: OrchestratorParts
  readonly #life: Lifecycle

  private constructor(parts: OrchestratorParts, life: Lifecycle) {
    this.#parts = parts
    this.#life = life
  }

  /**
   * Starts the role with settings as they are written in its file; when it returns, gateways are served and, where asked for, the node is registered.
   * @throws {DataDirLockedError | IdentityInUseError | DataDirError | ListenError | SettingsError} and what the chain, its keystore and the
   * transcoders throw at their start.
   */
  static async create(
    settings: OrchestratorConfigInput,
    {
      log = silentLogger(),
      clock = systemClock,
      serviceSocketFd,
      wrapTranscoder = (own) => own,
    }: OrchestratorDependencies = {},
  ): Promise<Orchestrator> {
    const config = readSettings(orchestratorConfigSchema, settings)
    const life = new Lifecycle()
    try {
      const context = { log, clock, life, serviceSocketFd, wrapTranscoder }
      return new Orchestrator(await assemble(config, context), life)
    } catch (error) {
      await life.close().catch((err: unknown) => log.warn({ err }, 'closing after a failed start failed'))
      throw error
    }
  }

  /** What happens, as `events.on('segmentDone', listener)`; a listener that fails is logged and changes nothing. */
  get events(): Listenable<OrchestratorEvents> {
    return this.#parts.events
  }

  /** Where gateways reach it. */
  get serviceUri(): string {
    return this.#parts.serviceUri
  }

  /** URL of the operator API. */
  get operatorUrl(): string {
    return this.#parts.operatorUrl
  }

  /** SHA-256 of the service port's certificate, in hexadecimal; undefined without TLS. */
  get certificateFingerprint(): string | undefined {
    return this.#parts.certificateFingerprint
  }

  /** The node's own key, which signs results; zero off chain. */
  get address(): Address {
    return this.#parts.address
  }

  get status(): OrchestratorStatus {
    return this.#parts.status()
  }

  /** Process ids of the transcoders. */
  get transcoderPids(): readonly number[] {
    return this.#parts.transcoderPids()
  }

  /** Takes no new sessions until `undrain`; those that run go on, for half an hour at the most. */
  drain(options: DrainOptions = {}): void {
    this.#parts.draining.begin(options)
  }

  /** Takes sessions again. */
  undrain(): void {
    this.#parts.draining.end()
  }

  get drainStatus(): DrainStatus {
    return this.#parts.draining.status
  }

  /** Resolves when a drain is over that was to end in a stop: time to `close`. */
  get ended(): Promise<void> {
    return this.#parts.draining.stopWanted
  }

  /** Finishes segments in work for a moment (`stopGraceMs`), then ends sessions, transcoders and chain services. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
