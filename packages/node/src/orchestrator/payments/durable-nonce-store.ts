import type { DatabaseSync } from 'node:sqlite'
import type { Address, Hex } from '@millrace/crypto'
import { MemoryNonceStore, type NonceStore, type NonceUse } from '@millrace/payments'

const idOf = ({ recipientRandHash, senderNonce }: NonceUse) => `${recipientRandHash}/${senderNonce}`

/**
 * Remembers over a restart which tickets were credited: ticket parameters outlive the process, so without this every
 * ticket of the last minutes could be spent a second time. Answers come from memory; the file is written once a payment.
 */
export class DurableNonceStore implements NonceStore {
  readonly #database: DatabaseSync
  readonly #memory = new MemoryNonceStore()
  readonly #unwritten = new Map<string, NonceUse>()

  constructor(database: DatabaseSync) {
    this.#database = database
    for (const row of database
      .prepare('SELECT rand_hash, sender, nonce, expiration_block FROM nonces')
      .all()) {
      this.#memory.claim({
        recipientRandHash: String(row.rand_hash) as Hex,
        sender: String(row.sender) as Address,
        senderNonce: Number(row.nonce),
        expirationBlock: BigInt(Number(row.expiration_block)),
      })
    }
  }

  claim(use: NonceUse): 'claimed' | 'seen' | 'full' {
    const outcome = this.#memory.claim(use)
    if (outcome === 'claimed') this.#unwritten.set(idOf(use), use)
    return outcome
  }

  release(use: NonceUse): void {
    this.#memory.release(use)
    this.#unwritten.delete(idOf(use))
    this.#database
      .prepare('DELETE FROM nonces WHERE rand_hash = ? AND nonce = ?')
      .run(use.recipientRandHash, use.senderNonce)
  }

  async flush(): Promise<void> {
    if (this.#unwritten.size === 0) return
    const uses = [...this.#unwritten.values()]
    const insert = this.#database.prepare(
      'INSERT OR IGNORE INTO nonces (rand_hash, sender, nonce, expiration_block) VALUES (?, ?, ?, ?)',
    )
    this.#database.exec('BEGIN')
    try {
      for (const { recipientRandHash, sender, senderNonce, expirationBlock } of uses) {
        insert.run(recipientRandHash, sender.toLowerCase(), senderNonce, expirationBlock)
      }
      this.#database.exec('COMMIT')
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK')
      throw error
    }
    for (const use of uses) this.#unwritten.delete(idOf(use))
  }

  prune(block: bigint): void {
    this.#memory.prune(block)
    this.#database.prepare('DELETE FROM nonces WHERE expiration_block < ?').run(block)
  }
}
