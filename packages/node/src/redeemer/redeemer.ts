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
import type { RedemptionEvents } from '../redemption/events.ts'
import { assemble, type RedeemerParts } from './assemble.ts'
import { type RedeemerConfigInput, redeemerConfigSchema } from './config.ts'
import type { RedeemerStatus } from './status.ts'

export interface RedeemerDependencies {
  /** Nothing is logged by default. */
  readonly log?: Logger
  readonly clock?: Clock
}

/** The redeemer role: takes winning tickets of several orchestrators of one operator and redeems them on chain. */
export class Redeemer {
  readonly #parts: RedeemerParts
  readonly #life: Lifecycle

  private constructor(parts: RedeemerParts, life: Lifecycle) {
    this.#parts = parts
    this.#life = life
  }

  /**
   * Starts the role with settings as they are written in its file; when it returns, orchestrators are served.
   * @throws {DataDirLockedError | DataDirError | ListenError | SettingsError} and what the chain and its keystore throw.
   */
  static async create(
    settings: RedeemerConfigInput,
    { log = silentLogger(), clock = systemClock }: RedeemerDependencies = {},
  ): Promise<Redeemer> {
    const config = readSettings(redeemerConfigSchema, settings)
    const life = new Lifecycle()
    try {
      return new Redeemer(await assemble(config, { log, clock, life }), life)
    } catch (error) {
      await life.close().catch((err: unknown) => log.warn({ err }, 'closing after a failed start failed'))
      throw error
    }
  }

  /** What happens, as `events.on('ticketRedeemed', listener)`; a listener that fails is logged and changes nothing. */
  get events(): Listenable<RedemptionEvents> {
    return this.#parts.events
  }

  /** Where orchestrators reach it. */
  get url(): string {
    return this.#parts.url
  }

  /** URL of the operator API. */
  get operatorUrl(): string {
    return this.#parts.operatorUrl
  }

  /** The account that pays for gas. */
  get address(): Address {
    return this.#parts.address
  }

  get status(): RedeemerStatus {
    return this.#parts.status()
  }

  /** Takes no more tickets; what is on its way is followed by the next process. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
