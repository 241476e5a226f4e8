import type { Client } from 'viem'
import { checkAsked, checkTransaction } from './follow.ts'
import { isOpen, type TransactionRecord } from './record.ts'
import type { TransactionStore } from './transaction-store.ts'

const pollMs = 1_000

/** Follows every open transaction to its end, those of an earlier visit too. */
export class FollowLoop {
  readonly #client: Client
  readonly #store: TransactionStore
  #timer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  constructor(client: Client, store: TransactionStore) {
    this.#client = client
    this.#store = store
    void this.#turn(true)
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  async #turn(isFirst: boolean): Promise<void> {
    this.#store.refresh()
    const open = this.#store.getSnapshot().filter(isOpen)
    await Promise.all(open.map((record) => this.#check(record, isFirst)))
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#turn(false), pollMs)
  }

  async #check(record: TransactionRecord, isFirst: boolean): Promise<void> {
    try {
      if (record.state === 'signing') {
        if (!isFirst) return
        const change = await checkAsked(this.#client, record)
        if (change === 'unsent') this.#store.remove(record.id)
        else this.#store.update(record.id, change)
        return
      }
      const change = await checkTransaction(this.#client, record, Date.now())
      if (change) this.#store.update(record.id, change)
    } catch {
      // The chain does not answer: the pages say so elsewhere, and the next turn asks again.
    }
  }
}
