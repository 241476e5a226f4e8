import { Lifecycle, type Logger } from '@millrace/common'
import { lockDataDir } from '../../state/data-dir-lock.ts'
import { prepareDataDir } from '../../state/database.ts'
import { lockIdentity } from '../../state/identity-lock.ts'
import { SettingsStore } from '../../state/settings-store.ts'
import { EvidenceIndex } from './evidence-index.ts'
import { GatewayLedger } from './gateway-ledger.ts'
import { Reputations } from './reputations.ts'
import { openGatewayDatabase } from './schema.ts'

/** What a gateway keeps in its data folder, for itself alone. */
export class GatewayState {
  readonly ledger: GatewayLedger
  readonly reputations: Reputations
  readonly settings: SettingsStore
  readonly evidence: EvidenceIndex
  readonly #life: Lifecycle
  readonly #log: Logger

  private constructor(dataDir: string, { life, log }: { life: Lifecycle; log: Logger }) {
    this.#life = life
    this.#log = log
    life.use('data folder lock', lockDataDir(dataDir))
    const database = life.use('database', openGatewayDatabase(dataDir))
    this.ledger = life.use('ledger', new GatewayLedger(database))
    this.reputations = new Reputations(database)
    this.settings = new SettingsStore(database)
    this.evidence = new EvidenceIndex(database)
    life.add('reputations', () => this.reputations.save(Date.now()))
  }

  /**
   * @throws {DataDirLockedError} when another node holds the folder.
   * @throws {DataDirError} naming the file.
   */
  static open(dataDir: string, log: Logger): GatewayState {
    prepareDataDir(dataDir)
    const life = new Lifecycle()
    try {
      return new GatewayState(dataDir, { life, log })
    } catch (error) {
      void life.close()
      throw error
    }
  }

  /**
   * Keeps other gateways from using the same key while this state is open.
   * @throws {IdentityInUseError} when one does.
   */
  lockIdentity(keystoreFile: string): void {
    const lock = lockIdentity({ keystoreFile, role: 'gateway' }, this.#log)
    this.#life.add('identity lock', () => lock?.close())
  }

  /** To be called now and then: writes what was learned, and forgets what nobody can use any more. */
  tidy({ nowMs, latestBlock }: { nowMs: number; latestBlock: bigint | undefined }): void {
    const failed = (err: unknown) => this.#log.error({ err }, 'state was not written')
    if (latestBlock !== undefined) this.ledger.expire({ nowMs, latestBlock })
    this.ledger.save().catch(failed)
    try {
      this.reputations.save(nowMs)
    } catch (err) {
      failed(err)
    }
  }

  /** Writes what is still unwritten. Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }
}
