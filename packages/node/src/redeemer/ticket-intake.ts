import type { Clock, Logger } from '@millrace/common'
import { type Address, bytesToHex, isSameAddress } from '@millrace/crypto'
import { recoverTicketSigner, type TicketScheme, type WinningTicket } from '@millrace/payments'
import { ForeignTicketError, TicketRefusedError } from '@millrace/wire'
import type { WinnerStore } from '../redemption/winner-store.ts'

export interface TicketIntakeOptions {
  readonly recipient: Address
  readonly maxWaiting: number
}

export interface TicketIntakeDependencies {
  readonly winners: WinnerStore
  readonly scheme: TicketScheme
  /** The latest block that expiry counts in. */
  readonly block: () => bigint
  readonly clock: Clock
  readonly log: Logger
}

/** No orchestrator lets parameters hold for so long. */
const maxExpiryBlocks = 100_000n

/** Takes winners over from orchestrators: only such as this recipient is paid for, each once, and on disk at once. */
export class TicketIntake {
  readonly #options: TicketIntakeOptions
  readonly #deps: TicketIntakeDependencies

  constructor(options: TicketIntakeOptions, deps: TicketIntakeDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /**
   * Returns when the winner is on disk; one that is known already changes nothing.
   * @returns whether it is a new one
   * @throws {ForeignTicketError | TicketRefusedError}
   */
  take(winner: WinningTicket): boolean {
    const { winners, scheme, clock, log } = this.#deps
    const { ticket } = winner
    if (!isSameAddress(ticket.recipient, this.#options.recipient))
      throw new ForeignTicketError({ recipient: ticket.recipient })
    const ticketHash = bytesToHex(scheme.hash(ticket))
    if (winners.has(ticketHash)) return false
    this.#assertPayable(winner)
    if (winners.totals().ticketsWaiting >= this.#options.maxWaiting)
      throw new TicketRefusedError({ reason: 'too many tickets wait already' })
    winners.add([{ ...winner, ticketHash, receivedAtMs: clock.nowMs() }])
    log.info({ ticketHash, gateway: ticket.sender, faceValueWei: ticket.faceValueWei }, 'ticket queued')
    return true
  }

  #assertPayable({ ticket, signature, recipientRand, paramsExpirationBlock }: WinningTicket): void {
    const { scheme, block } = this.#deps
    const refuse = (reason: string) => {
      throw new TicketRefusedError({ reason })
    }
    if (scheme.recipientRandHash(recipientRand) !== ticket.recipientRandHash)
      refuse('invalid recipientRand for ticket recipientRandHash')
    const signer = recoverTicketSigner(scheme, ticket, signature)
    if (signer === undefined || !isSameAddress(signer, ticket.sender)) refuse('invalid ticket signature')
    if (!scheme.draw(ticket.winProb, recipientRand)(signature)) refuse('ticket did not win')
    if (paramsExpirationBlock > block() + maxExpiryBlocks) refuse('ticket parameters expire too late')
  }
}
