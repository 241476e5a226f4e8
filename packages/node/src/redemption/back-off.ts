import type { Hex } from '@millrace/crypto'

interface Failure {
  readonly count: number
  readonly retryBlock: bigint
}

const maxBackOffBlocks = 64n
const maxDoublings = 6

/** Winners whose redemption failed are tried again after more and more blocks. */
export class BackOff {
  readonly #failures = new Map<Hex, Failure>()

  /** @returns how often it failed by now. */
  fail(ticketHash: Hex, block: bigint): number {
    const count = (this.#failures.get(ticketHash)?.count ?? 0) + 1
    const waitBlocks = 2n ** BigInt(Math.min(count, maxDoublings))
    const retryBlock = block + (waitBlocks < maxBackOffBlocks ? waitBlocks : maxBackOffBlocks)
    this.#failures.set(ticketHash, { count, retryBlock })
    return count
  }

  isOver(ticketHash: Hex, block: bigint): boolean {
    const failure = this.#failures.get(ticketHash)
    // A chain that went back must not make a winner wait for the block numbers it had.
    return (
      failure === undefined || failure.retryBlock <= block || failure.retryBlock > block + maxBackOffBlocks
    )
  }

  forget(ticketHash: Hex): void {
    this.#failures.delete(ticketHash)
  }
}
