import type { Address, Hex } from '@millrace/crypto'

/** A sender's nonce under one secret number. */
export interface NonceUse {
  readonly sender: Address
  readonly recipientRandHash: Hex
  readonly senderNonce: number
  /** The block at which the params expire: how long the nonce has to be known. */
  readonly expirationBlock: bigint
}

/**
 * Remembers which tickets were credited, so that none is twice. Claiming is synchronous, so that of two payments at
 * once only one gets a nonce; what was claimed is entered in the payment book with the rest of its payment.
 */
export interface NonceStore {
  /** `seen` when it was claimed before, `full` when there are too many. */
  claim(use: NonceUse): 'claimed' | 'seen' | 'full'
  /** Undoes a claim whose payment could not be stored. */
  release(use: NonceUse): void
  /** Forgets the nonces of params with an expiration block below this one. */
  prune(block: bigint): void
}

export interface MemoryNonceStoreOptions {
  /** Nonces under one secret number; the live network takes 600. */
  readonly maxNoncesPerRand?: number
  readonly maxRandsPerSender?: number
  readonly maxRands?: number
}

interface RandNonces {
  readonly sender: string
  readonly expirationBlock: bigint
  readonly nonces: Set<number>
}

/** Keeps nonces in memory; after a restart those in the payment book are claimed anew. */
export class MemoryNonceStore implements NonceStore {
  readonly #rands = new Map<string, RandNonces>()
  readonly #randsBySender = new Map<string, number>()
  readonly #maxNoncesPerRand: number
  readonly #maxRandsPerSender: number
  readonly #maxRands: number
  #prunedTo = 0n

  constructor(options: MemoryNonceStoreOptions = {}) {
    this.#maxNoncesPerRand = options.maxNoncesPerRand ?? 600
    this.#maxRandsPerSender = options.maxRandsPerSender ?? 8192
    this.#maxRands = options.maxRands ?? 65_536
  }

  claim(use: NonceUse): 'claimed' | 'seen' | 'full' {
    const rand = this.#rands.get(keyOf(use)) ?? this.#openRand(use)
    if (rand === undefined) return 'full'
    if (rand.nonces.has(use.senderNonce)) return 'seen'
    if (rand.nonces.size >= this.#maxNoncesPerRand) return 'full'
    rand.nonces.add(use.senderNonce)
    return 'claimed'
  }

  release(use: NonceUse): void {
    const key = keyOf(use)
    const rand = this.#rands.get(key)
    if (rand === undefined) return
    rand.nonces.delete(use.senderNonce)
    if (rand.nonces.size === 0) this.#closeRand(key, rand)
  }

  prune(block: bigint): void {
    if (block <= this.#prunedTo) return
    this.#prunedTo = block
    for (const [key, rand] of this.#rands) if (rand.expirationBlock < block) this.#closeRand(key, rand)
  }

  #openRand(use: NonceUse): RandNonces | undefined {
    const sender = use.sender.toLowerCase()
    const count = this.#randsBySender.get(sender) ?? 0
    if (count >= this.#maxRandsPerSender || this.#rands.size >= this.#maxRands) return undefined
    const rand = { sender, expirationBlock: use.expirationBlock, nonces: new Set<number>() }
    this.#rands.set(keyOf(use), rand)
    this.#randsBySender.set(sender, count + 1)
    return rand
  }

  #closeRand(key: string, rand: RandNonces): void {
    this.#rands.delete(key)
    const left = (this.#randsBySender.get(rand.sender) ?? 1) - 1
    if (left > 0) this.#randsBySender.set(rand.sender, left)
    else this.#randsBySender.delete(rand.sender)
  }
}

function keyOf({ recipientRandHash }: NonceUse): string {
  return recipientRandHash.toLowerCase()
}
