import type { DatabaseSync } from 'node:sqlite'
import { type Hex, toChecksumAddress } from '@millrace/crypto'
import type { NonceUse } from '@millrace/payments'

/** Nonces of credited tickets, until their parameters have expired for good. */
export class NonceTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  read(): readonly NonceUse[] {
    return this.#database
      .prepare('SELECT rand_hash, sender, nonce, expiration_block FROM nonces')
      .all()
      .map((row) => ({
        recipientRandHash: String(row.rand_hash) as Hex,
        sender: toChecksumAddress(String(row.sender)),
        senderNonce: Number(row.nonce),
        expirationBlock: BigInt(Number(row.expiration_block)),
      }))
  }

  /** To be called within a transaction. */
  insert(uses: readonly NonceUse[]): void {
    const insert = this.#database.prepare(
      'INSERT OR IGNORE INTO nonces (rand_hash, sender, nonce, expiration_block) VALUES (?, ?, ?, ?)',
    )
    for (const { recipientRandHash, sender, senderNonce, expirationBlock } of uses) {
      insert.run(recipientRandHash.toLowerCase(), sender.toLowerCase(), senderNonce, expirationBlock)
    }
  }

  /** Deletes the nonces of parameters that expired before this block. */
  deleteBefore(block: bigint): void {
    this.#database.prepare('DELETE FROM nonces WHERE expiration_block < ?').run(block)
  }
}
