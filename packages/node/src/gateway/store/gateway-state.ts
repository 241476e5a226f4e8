import { Lifecycle, type Logger } from '@millrace/common'
import { lockDataDir } from '../../state/data-dir-lock.ts'
import { prepareDataDir } from '../../state/database.ts'
import { lockIdentity } from '../../state/identity-lock.ts'
import { GatewayLedger } from './gateway-ledger.ts'
import { Reputations } from './reputations.ts'
import { openGatewayDatabase } from './schema.ts'

/** What a gateway keeps in its data folder, for itself alone. */
export class GatewayState {
  readonly ledger: GatewayLedger
  readonly reputations: Reputations
  readonly #life: Lifecycle

  private constructor(dataDir: string, life: Lifecycle) {
    this.#life = life
    life.use('data folder lock', lockDataDir(dataDir))
    const database = life.use('database', openGatewayDatabase(dataDir))
    this.ledger = life.use('ledger', new GatewayLedger(database))
    this.reputations = new Reputations(database)
    life.add('reputations', () => this.reputations.save(Date.now()))
  }

  /**
   * @throws {DataDirLockedError} when another node holds the folder.
   * @throws {DataDirError} naming the file.
   */
  static open(dataDir: string): GatewayState {
    prepareDataDir(dataDir)
    const life = new Lifecycle()
    try {
      return new GatewayState(dataDir, life)
    } catch (error) {
      void life.close()
      throw error
    }
  }

  /**
   * Keeps other gateways from using the same key while this state is open.
   * @throws {IdentityInUseError} when one does.
   */
  lockIdentity(keystoreFile: string, log: Logger): void {
    const lock = lockIdentity({ keystoreFile, role: 'gateway' }, log)
    this.#life.add('identity lock', () => lock?.close())
  }

  /** Writes what is still unwritten. Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }
}
