/**
 * The nonces of one account. As long as transactions are in flight they are counted here, since a node may not know
 * them yet; with none in flight the chain is asked again, so that the book follows resets and other users of the key.
 */
export class NonceBook {
  readonly #inFlight = new Set<number>()
  readonly #fetch: () => Promise<number>
  #next: number | undefined

  constructor(fetchNonce: () => Promise<number>) {
    this.#fetch = fetchNonce
  }

  /** Calls must not overlap. */
  async take(): Promise<number> {
    if (this.#inFlight.size === 0 || this.#next === undefined) this.#next = await this.#fetch()
    let nonce = this.#next
    while (this.#inFlight.has(nonce)) nonce++
    this.#next = nonce + 1
    this.#inFlight.add(nonce)
    return nonce
  }

  /** For a transaction of a former process: its nonce is not given out while it may still be mined. */
  hold(nonce: number): void {
    this.#inFlight.add(nonce)
  }

  /** For the nonce taken last, when its transaction never left. */
  giveBack(nonce: number): void {
    this.#inFlight.delete(nonce)
    if (this.#next === nonce + 1) this.#next = nonce
  }

  /** When a transaction was mined or given up. */
  settle(nonce: number): void {
    this.#inFlight.delete(nonce)
  }
}
