import type { DatabaseSync } from 'node:sqlite'
import type { Hex } from '@millrace/crypto'
import type { NonceChanges, UsedNonces } from '@millrace/payments'

/** How far the nonces of sent tickets are used up, until their parameters have expired. */
export class UsedNonceTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  read(): readonly UsedNonces[] {
    return this.#database
      .prepare('SELECT rand_hash, last, expiration_block FROM used_nonces')
      .all()
      .map((row) => ({
        recipientRandHash: String(row.rand_hash) as Hex,
        last: Number(row.last),
        expirationBlock: BigInt(Number(row.expiration_block)),
      }))
  }

  /** To be called within a transaction. */
  write({ changed, forgotten }: NonceChanges): void {
    const upsert = this.#database.prepare(
      'INSERT OR REPLACE INTO used_nonces (rand_hash, last, expiration_block) VALUES (?, ?, ?)',
    )
    for (const { recipientRandHash, last, expirationBlock } of changed) {
      upsert.run(recipientRandHash, last, lasting(expirationBlock))
    }
    const remove = this.#database.prepare('DELETE FROM used_nonces WHERE rand_hash = ?')
    for (const recipientRandHash of forgotten) remove.run(recipientRandHash)
  }
}

/** An orchestrator may write any number as its expiration block; a column has 63 bits. */
function lasting(expirationBlock: bigint): bigint {
  const max = BigInt(Number.MAX_SAFE_INTEGER)
  return expirationBlock > max ? max : expirationBlock
}
