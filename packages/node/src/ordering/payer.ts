import type { Address } from '@millrace/crypto'
import type { Profile, Segment } from '@millrace/media'
import {
  estimateFeeWei,
  Fraction,
  feeWei,
  isFree,
  type Price,
  type SpendingLedger,
  type StagedCredit,
  type TicketSender,
} from '@millrace/payments'
import { createPayment, type OrchestratorTerms, type Payment } from '@millrace/wire'

/** What goes along with one segment. */
export interface PreparedPayment {
  readonly message: Payment
  readonly ticketCount: number
  /** Expected value of all tickets. */
  readonly ticketValueWei: bigint
  /** Tell it once what came of the segment. */
  readonly credit: StagedCredit
  /** The orchestrator cannot have taken it: nothing was spent. */
  refund(nowMs: number): void
}

/** What may be spent. */
export interface Budget {
  /** Counts a payment that is about to be made. @throws {SpendCapError} when it would be too much. */
  reserve(wei: bigint): void
  /** A payment was not made after all. */
  release(wei: bigint): void
}

export interface PaymentRequest {
  readonly terms: OrchestratorTerms & { readonly price: Price }
  /** Account that must be paid. */
  readonly recipient: Address | undefined
  readonly segment: Segment
  readonly profiles: readonly Profile[]
  readonly budget: Budget | undefined
  readonly nowMs: number
}

export interface PayerDependencies {
  readonly sender: TicketSender
  readonly ledger: SpendingLedger
  /** Returns when nonces and credit that were taken would survive a power cut. */
  readonly save: () => Promise<void>
}

/** Pays orchestrators for segments, by tickets, keeping the credit with each session exact. */
export class Payer {
  readonly #sender: TicketSender
  readonly #ledger: SpendingLedger
  readonly #save: () => Promise<void>

  constructor({ sender, ledger, save }: PayerDependencies) {
    this.#sender = sender
    this.#ledger = ledger
    this.#save = save
  }

  get address(): Address {
    return this.#sender.address
  }

  /** How many tickets these terms are still good for. */
  ticketsLeft({ ticketParams }: OrchestratorTerms): number {
    return ticketParams ? this.#sender.ticketsLeft(ticketParams) : 0
  }

  /**
   * Writes the tickets for one segment; they are on disk as used when it returns.
   * @throws {PaymentError} when terms or own funds do not allow it.
   * @throws {SpendCapError} when the budget does not.
   * @throws {DataDirError} when they cannot be put on disk; then they must not be sent.
   */
  async prepare(request: PaymentRequest): Promise<PreparedPayment> {
    const { terms, recipient, budget, nowMs } = request
    const params = terms.ticketParams
    const ticketEvWei = isFree(terms.price)
      ? Fraction.zero
      : await this.#sender.validateParams({ params, recipient })
    const account = { peer: recipient ?? terms.address, sessionId: terms.authToken.sessionId }
    const credit = this.#ledger.stage({ account, feeWei: estimate(request), ticketEvWei, nowMs })
    const costWei = credit.newWei.ceil()
    let isReserved = false
    const refund = (atMs: number) => {
      if (isReserved) budget?.release(costWei)
      isReserved = false
      credit.refund(atMs)
    }
    try {
      budget?.reserve(costWei)
      isReserved = true
      const payment = await this.#sender.createBatch({
        params,
        recipient,
        ticketCount: credit.ticketCount,
        expectedPrice: terms.price,
      })
      await this.#save()
      return {
        message: createPayment({ ...payment, sender: this.address }),
        ticketCount: credit.ticketCount,
        ticketValueWei: credit.newWei.floor(),
        credit,
        refund,
      }
    } catch (error) {
      refund(nowMs)
      throw error
    }
  }
}

/** Exact fee of what was made, rounded up for people. */
export function feeOf(price: Price, pixels: bigint): bigint {
  return feeWei(price, pixels).ceil()
}

/** Passed-through frame rates are known here, so that no more is paid ahead than a segment can cost. */
function estimate({ terms, profiles, segment }: PaymentRequest): Fraction {
  const sourceFps = Math.ceil(segment.video?.fps ?? 0)
  const priced = profiles.map((profile) => (profile.fps === 0 ? { ...profile, fps: sourceFps } : profile))
  return estimateFeeWei({ profiles: priced, durationMs: segment.durationMs }, terms.price)
}
