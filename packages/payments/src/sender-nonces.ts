import type { Hex } from '@millrace/crypto'
import { NoncesExhaustedError } from './sender-errors.ts'
import type { TicketParams } from './ticket.ts'

/** How far the nonces under one secret number are used up. */
export interface UsedNonces {
  readonly recipientRandHash: Hex
  readonly last: number
  readonly expirationBlock: bigint
}

/** What is to be written, and what is to be deleted. */
export interface NonceChanges {
  readonly changed: readonly UsedNonces[]
  readonly forgotten: readonly Hex[]
}

export interface SenderNoncesOptions {
  /** Highest nonce under one secret number: recipients of the live network take fewer than 600. */
  readonly maxNonce?: number
  readonly maxTrackedParams?: number
}

/**
 * Counts up the nonces of a sender's tickets, by the secret number that they are under. A nonce that is used again makes
 * a ticket that is not paid, so whoever keeps them over restarts writes the changes before the tickets are sent.
 */
export class SenderNonces {
  readonly #maxNonce: number
  readonly #maxTrackedParams: number
  readonly #used = new Map<Hex, UsedNonces>()
  readonly #changed = new Set<Hex>()

  constructor({ maxNonce = 599, maxTrackedParams = 50_000 }: SenderNoncesOptions = {}) {
    this.#maxNonce = maxNonce
    this.#maxTrackedParams = maxTrackedParams
  }

  get size(): number {
    return this.#used.size
  }

  /** Puts back what was stored. */
  restore(stored: Iterable<UsedNonces>): void {
    for (const used of stored) this.#used.set(keyOf(used), used)
  }

  /** How many tickets these params are still good for. */
  left(params: Pick<TicketParams, 'recipientRandHash'>): number {
    return this.#maxNonce - (this.#used.get(keyOf(params))?.last ?? 0)
  }

  /**
   * Synchronous, so that payments in parallel never share a nonce.
   * @returns the first of them
   * @throws {NoncesExhaustedError} when the params are used up
   */
  take(
    { recipientRandHash, expirationBlock }: Pick<TicketParams, 'recipientRandHash' | 'expirationBlock'>,
    ticketCount: number,
    latestBlock: bigint,
  ): number {
    const key = keyOf({ recipientRandHash })
    const left = this.left({ recipientRandHash })
    if (ticketCount > left) throw new NoncesExhaustedError({ ticketCount, left, maxNonce: this.#maxNonce })
    if (!this.#used.has(key)) this.#makeRoom(latestBlock)
    const before = this.#used.get(key)?.last ?? 0
    this.#used.set(key, { recipientRandHash: key, last: before + ticketCount, expirationBlock })
    this.#changed.add(key)
    return before + 1
  }

  /** Forgets those of params that have expired. */
  expire(latestBlock: bigint): void {
    for (const [key, { expirationBlock }] of this.#used) if (expirationBlock <= latestBlock) this.#forget(key)
  }

  /** What has changed since it was called last. */
  takeChanges(): NonceChanges {
    const changed: UsedNonces[] = []
    const forgotten: Hex[] = []
    for (const key of this.#changed) {
      const used = this.#used.get(key)
      if (used === undefined) forgotten.push(key)
      else changed.push(used)
    }
    this.#changed.clear()
    return { changed, forgotten }
  }

  /** Changes that were taken and not written are changes still. */
  giveBack({ changed, forgotten }: NonceChanges): void {
    for (const used of changed) this.#changed.add(keyOf(used))
    for (const key of forgotten) this.#changed.add(key)
  }

  #makeRoom(latestBlock: bigint): void {
    if (this.#used.size < this.#maxTrackedParams) return
    this.expire(latestBlock)
    // Should all still be valid, the oldest goes: a nonce used again makes the very same ticket, which cannot pay twice.
    const oldest = this.#used.keys().next()
    if (this.#used.size >= this.#maxTrackedParams && !oldest.done) this.#forget(oldest.value)
  }

  #forget(key: Hex): void {
    this.#used.delete(key)
    this.#changed.add(key)
  }
}

function keyOf({ recipientRandHash }: Pick<TicketParams, 'recipientRandHash'>): Hex {
  return recipientRandHash.toLowerCase() as Hex
}
