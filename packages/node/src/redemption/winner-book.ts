import type { Logger } from '@millrace/common'
import type { Hex } from '@millrace/crypto'
import type { LossCause, RedemptionEmitter } from './events.ts'
import type { StoredWinner, WinnerStore } from './winner-store.ts'

export interface WinnerBookDependencies {
  readonly winners: Pick<WinnerStore, 'markRedeemed' | 'markLost'>
  readonly events: RedemptionEmitter
  readonly log: Logger
}

/** Enters the end of winners, paid or lost, and tells of it. */
export class WinnerBook {
  readonly #deps: WinnerBookDependencies

  constructor(deps: WinnerBookDependencies) {
    this.#deps = deps
  }

  redeemed(winner: StoredWinner, { txHash, paidWei }: { txHash: Hex | undefined; paidWei: bigint }): void {
    const { ticketHash } = winner
    if (this.#deps.winners.markRedeemed(ticketHash, { txHash, paidWei }))
      this.tellRedeemed(winner, { txHash, paidWei })
  }

  /** For one that is entered already. */
  tellRedeemed(
    { ticketHash, ticket }: StoredWinner,
    { txHash, paidWei }: { txHash: Hex | undefined; paidWei: bigint },
  ): void {
    const { events, log } = this.#deps
    const { faceValueWei, sender: gateway } = ticket
    log.info({ ticketHash, txHash, paidWei, gateway }, 'ticket redeemed')
    events.emit('ticketRedeemed', { gateway, ticketHash, faceValueWei, paidWei, txHash })
  }

  lost({ ticketHash, ticket }: StoredWinner, cause: LossCause, reason: string): void {
    const { winners, events, log } = this.#deps
    if (!winners.markLost(ticketHash, reason)) return
    const { faceValueWei, sender: gateway } = ticket
    log.error({ ticketHash, gateway, cause, reason }, 'winning ticket lost')
    events.emit('ticketLost', { gateway, ticketHash, faceValueWei, cause, reason })
  }
}
