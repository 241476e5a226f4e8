import type { Address } from '@millrace/crypto'
import { maxFloatWei, type SenderFacts } from '@millrace/payments'
import { TicketRefusedError } from '@millrace/wire'

export interface FloatBoardDependencies {
  readonly senderFacts: (sender: Address) => Promise<SenderFacts>
}

interface Watch {
  lastWei: bigint | undefined
  wake: () => void
}

const maxWatches = 10_000

/** Tells orchestrators how much a sender is good for, over the winners of all of them. */
export class FloatBoard {
  readonly #deps: FloatBoardDependencies
  readonly #watches = new Set<Watch>()

  constructor(deps: FloatBoardDependencies) {
    this.#deps = deps
  }

  /** Throws what the chain throws. */
  async maxFloatWei(sender: Address): Promise<bigint> {
    return maxFloatWei(await this.#deps.senderFacts(sender))
  }

  /** The max float now and whenever it is another one. @throws {TicketRefusedError} when too many watch already. */
  async *watch(sender: Address, signal: AbortSignal): AsyncIterable<bigint> {
    if (this.#watches.size >= maxWatches) throw new TicketRefusedError({ reason: 'too many monitors' })
    const watch: Watch = { lastWei: undefined, wake: () => {} }
    const onAbort = () => watch.wake()
    this.#watches.add(watch)
    signal.addEventListener('abort', onAbort)
    try {
      while (!signal.aborted) {
        const { promise: changed, resolve } = Promise.withResolvers<void>()
        watch.wake = resolve
        const floatWei = await this.maxFloatWei(sender)
        if (floatWei !== watch.lastWei) {
          watch.lastWei = floatWei
          yield floatWei
        }
        if (!signal.aborted) await changed
      }
    } finally {
      signal.removeEventListener('abort', onAbort)
      this.#watches.delete(watch)
    }
  }

  /** To be called when a block, a ticket or a redemption may have changed what senders are good for. */
  refresh(): void {
    for (const { wake } of this.#watches) wake()
  }
}
