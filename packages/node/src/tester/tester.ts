import {
  type Clock,
  Lifecycle,
  type Listenable,
  type Logger,
  silentLogger,
  systemClock,
} from '@millrace/common'
import { readSettings } from '@millrace/daemon'
import { assemble, type TesterParts } from './assemble.ts'
import { type TesterConfigInput, testerConfigSchema } from './config.ts'
import type { TesterEvents } from './run/events.ts'
import type { TesterStatus } from './status.ts'
import type { TesterChain } from './tester-chain.ts'

export interface TesterDependencies {
  /** Nothing is logged by default. */
  readonly log?: Logger
  readonly clock?: Clock
  /** A chain that is connected already; by default the one that the settings name. */
  readonly chain?: TesterChain
}

/** The tester role: measures orchestrators with test streams, and serves how they did. */
export class Tester {
  readonly #parts: TesterParts
  readonly #life: Lifecycle

  private constructor(parts: TesterParts, life: Lifecycle) {
    this.#parts = parts
    this.#life = life
  }

  /**
   * Starts the role with settings as they are written in its file; when it returns, results of earlier runs are served,
   * and the first run begins when it is due.
   * @throws {DataDirLockedError | DataDirError | ListenError | SettingsError} and what the database, the chain and its
   * keystore throw.
   */
  static async create(
    settings: TesterConfigInput,
    { log = silentLogger(), clock = systemClock, chain }: TesterDependencies = {},
  ): Promise<Tester> {
    const config = readSettings(testerConfigSchema, settings)
    const life = new Lifecycle()
    try {
      return new Tester(await assemble(config, { log, clock, life, chain }), life)
    } catch (error) {
      await life.close().catch((err: unknown) => log.warn({ err }, 'closing after a failed start failed'))
      throw error
    }
  }

  /** What happens, as `events.on('run', listener)`; a listener that fails is logged and changes nothing. */
  get events(): Listenable<TesterEvents> {
    return this.#parts.events
  }

  /** Where scores and results are served. */
  get url(): string {
    return this.#parts.url
  }

  /** URL of the operator API. */
  get operatorUrl(): string {
    return this.#parts.operatorUrl
  }

  get status(): TesterStatus {
    return this.#parts.status()
  }

  /** Breaks off what runs; results so far are kept. Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
