import { expectedValueWei, Fraction, type TicketParams, type TicketScheme } from '@millrace/payments'
import { type OrchestratorTerms, type Payment, readOrchestratorInfo, readPayment } from '@millrace/wire'
import { payWith, type ScriptedGateway, tiny } from '../orchestrator-fixture.ts'

/** A ticket that was sent and credited, with the parameters it was written for. */
export interface SentTicket {
  readonly params: TicketParams
  readonly senderNonce: number
  readonly signature: Uint8Array
}

export interface PayingSessionOptions {
  readonly scheme: TicketScheme
  readonly source: Uint8Array
  readonly manifestId: string
}

interface Pending {
  readonly payment: Payment
  readonly isRetry: boolean
}

/**
 * A gateway's session that pays for each segment and keeps what it has sent until it knows what became of it: a payment
 * without an answer is sent again, the very same tickets, until it is taken or found to have been taken.
 */
export class PayingSession {
  readonly #gateway: ScriptedGateway
  readonly #options: PayingSessionOptions
  #terms: OrchestratorTerms
  #nonce = 0
  #seqNo = 0
  #pending: Pending | undefined
  readonly tickets: SentTicket[] = []
  /** Segments whose result came, and those whose result may have been made without coming. */
  answered = 0
  lost = 0
  /** Payments that had been entered though no answer came. */
  foundEntered = 0

  constructor(gateway: ScriptedGateway, terms: OrchestratorTerms, options: PayingSessionOptions) {
    this.#gateway = gateway
    this.#terms = terms
    this.#options = options
  }

  get sessionId(): string {
    return this.#terms.authToken.sessionId
  }

  get creditWei(): Fraction {
    return this.tickets.reduce((sum, { params }) => sum.plus(expectedValueWei(params)), Fraction.zero)
  }

  /** Goes on with other ticket parameters in the same session. */
  useParams({ ticketParams, price }: OrchestratorTerms): void {
    if (this.#pending) throw new Error('A payment is still open.')
    this.#terms = { ...this.#terms, ticketParams, price }
    this.#nonce = 0
  }

  /** Sends a segment, first of all one whose payment is open. @returns whether there was an answer */
  async send(): Promise<boolean> {
    const open = this.#pending ?? { payment: await this.#write(), isRetry: false }
    this.#pending = open
    const { payment, isRetry } = open
    const outcome = await this.#call(payment)
    if (outcome === 'no answer') {
      this.lost++
      this.#pending = { payment, isRetry: true }
      return false
    }
    if (outcome === 'seen' && !isRetry) throw new Error('A ticket was refused that had never been sent.')
    if (outcome === 'seen') this.foundEntered++
    else this.answered++
    this.#note(payment)
    this.#pending = undefined
    return true
  }

  /** Sends once more what is open. @returns whether nothing is open any more */
  async settleOnce(): Promise<boolean> {
    return this.#pending === undefined || (await this.send())
  }

  /** Sends again until nothing is open. */
  async settle(): Promise<void> {
    while (this.#pending) await this.send()
  }

  async #write(): Promise<Payment> {
    const count = 1 + (this.#seqNo % 2)
    const nonces = Array.from({ length: count }, () => ++this.#nonce)
    const { signer } = this.#gateway
    if (!signer) throw new Error('Nobody pays off chain.')
    return payWith(signer, this.#options.scheme, { terms: this.#terms, nonces })
  }

  async #call(payment: Payment): Promise<'done' | 'seen' | 'no answer'> {
    const { source, manifestId } = this.#options
    try {
      const { info } = await this.#gateway.send({
        terms: this.#terms,
        source,
        manifestId,
        seqNo: this.#seqNo++,
        profiles: [tiny],
        payment,
      })
      // The parameters stay those of the payment until they are changed; the token must be the same for ever.
      const next = info && readOrchestratorInfo(info, { needsPayment: true })
      if (next && next.authToken.sessionId !== this.sessionId) throw new Error('The session is another one.')
      return 'done'
    } catch (error) {
      return meaningOf(error)
    }
  }

  #note(payment: Payment): void {
    const { params, tickets } = readPayment(payment)
    if (!params) throw new Error('The payment has no parameters.')
    for (const { senderNonce, signature } of tickets) this.tickets.push({ params, senderNonce, signature })
  }
}

/** What a call without a result means; a refusal for any other reason ends the test. */
function meaningOf(error: unknown): 'seen' | 'no answer' {
  if (!(error instanceof Error)) throw error
  const text = 'wireText' in error ? String(error.wireText) : undefined
  if (text?.startsWith('invalid ticket senderNonce: already seen')) return 'seen'
  // Killed before any answer, or between the head of a refusal and its text.
  if (text === undefined || text === '') return 'no answer'
  throw error
}
