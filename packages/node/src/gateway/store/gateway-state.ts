import { Lifecycle } from '@millrace/common'
import { DataDirLock } from '../../state/data-dir-lock.ts'
import { prepareDataDir } from '../../state/database.ts'
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
    life.use('data folder lock', DataDirLock.take(dataDir))
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

  /** Writes what is still unwritten. Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }
}
