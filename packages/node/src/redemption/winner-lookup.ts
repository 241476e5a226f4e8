import type { Logger } from '@millrace/common'
import type { LossCause } from './events.ts'
import type { RedemptionChain } from './redemption-chain.ts'
import type { WinnerBook } from './winner-book.ts'
import type { StoredWinner } from './winner-store.ts'

export interface WinnerLookupOptions {
  /** Blocks that must hold a redemption before it counts as final, its own included. */
  readonly confirmations: bigint
}

export interface WinnerLookupDependencies {
  readonly chain: Pick<RedemptionChain, 'isTicketUsed' | 'isHopeless' | 'findRedemption' | 'height'>
  readonly book: WinnerBook
  readonly log: Logger
}

/** `ended` means that it is entered as redeemed or lost. */
export type LookupResult = 'ended' | 'waits'

/** Asks the chain what became of a winner that this process has no transaction of its own for. */
export class WinnerLookup {
  readonly #confirmations: bigint
  readonly #deps: WinnerLookupDependencies

  constructor({ confirmations }: WinnerLookupOptions, deps: WinnerLookupDependencies) {
    this.#confirmations = confirmations
    this.#deps = deps
  }

  /** Enters a winner that is used as redeemed, as soon as that is final. Throws what the chain throws. */
  async settleWhenUsed(winner: StoredWinner): Promise<LookupResult | 'unused'> {
    const { chain, book } = this.#deps
    const { ticketHash, ticket } = winner
    if (!(await chain.isTicketUsed(ticketHash))) return 'unused'
    const found = await chain.findRedemption(winner)
    if (found && (await chain.height()) - found.height + 1n < this.#confirmations) return 'waits'
    book.redeemed(winner, found ?? { txHash: undefined, paidWei: ticket.faceValueWei })
    return 'ended'
  }

  /** Enters a winner as lost unless it was redeemed or anybody would still pay it. Never throws. */
  async loseUnlessUsed(
    winner: StoredWinner,
    { cause, reason }: { cause: LossCause; reason: string },
  ): Promise<LookupResult> {
    const { chain, book, log } = this.#deps
    const { ticketHash } = winner
    try {
      const state = await this.settleWhenUsed(winner)
      if (state !== 'unused') return state
      if (await chain.isHopeless(winner)) {
        book.lost(winner, cause, reason)
        return 'ended'
      }
      log.warn({ ticketHash, reason }, 'ticket is not given up, as not all endpoints refuse it')
    } catch (err) {
      log.warn({ err, ticketHash }, 'ticket could not be looked up')
    }
    return 'waits'
  }
}
