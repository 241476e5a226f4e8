import {
  Balances,
  createPrice,
  type Fraction,
  MemoryNonceStore,
  type Payment,
  type RecipientHead,
  type SenderFacts,
  signTicket,
  type TicketParams,
  TicketRecipient,
  ticketOf,
} from '../src/index.ts'
import {
  countingBytes,
  gatewaySigner,
  recipientAddress,
  recipientHead,
  scheme,
  secret,
  senderFacts,
  settings,
  TestPaymentBook,
} from './fixtures.ts'

export const price = createPrice(100n, 1n)
export const session = { sessionId: 'a1b2c3d4', nowMs: 0 }
export const account = { peer: gatewaySigner.address, sessionId: session.sessionId }

/** A recipient with all that it stands on within reach. */
export class RecipientBench {
  head: RecipientHead = recipientHead()
  facts: SenderFacts = senderFacts()
  /** Set, it is what the chain answers. */
  chainError: Error | undefined
  readonly book: TestPaymentBook
  readonly nonces: MemoryNonceStore
  readonly balances: Balances
  readonly recipient: TicketRecipient
  readonly #randomBytes = countingBytes()
  readonly #maxTicketsPerPayment: number

  constructor({
    nonces = new MemoryNonceStore(),
    balances = new Balances(),
    maxTicketsPerPayment = 600,
  }: {
    nonces?: MemoryNonceStore
    balances?: Balances
    maxTicketsPerPayment?: number
  } = {}) {
    this.nonces = nonces
    this.balances = balances
    this.book = new TestPaymentBook(balances)
    this.#maxTicketsPerPayment = maxTicketsPerPayment
    this.recipient = this.restarted()
  }

  /** Another recipient with the same secret and stores. */
  restarted(): TicketRecipient {
    return new TicketRecipient(
      {
        scheme,
        recipient: recipientAddress,
        secret,
        settings,
        maxTicketsPerPayment: this.#maxTicketsPerPayment,
      },
      {
        chain: {
          head: () => this.head,
          senderFacts: async () => {
            if (this.chainError !== undefined) throw this.chainError
            return this.facts
          },
        },
        nonces: this.nonces,
        balances: this.balances,
        book: this.book,
        randomBytes: this.#randomBytes,
      },
    )
  }

  balance(): Fraction {
    return this.balances.balance(account, 0)
  }

  offer(): Promise<TicketParams> {
    return this.recipient.issueParams(gatewaySigner.address, price)
  }

  async receive(params: TicketParams, senderNonces: readonly number[]) {
    return this.recipient.receive(await pay(params, senderNonces), session)
  }

  /** Params and a nonce under them that wins, or does not. */
  async drawn(wanted: 'wins' | 'loses'): Promise<{ params: TicketParams; senderNonce: number }> {
    const params = await this.offer()
    const judge = new RecipientBench()
    for (let senderNonce = 1; ; senderNonce++) {
      const { winners } = await judge.receive(params, [senderNonce])
      if (winners.length > 0 === (wanted === 'wins')) return { params, senderNonce }
    }
  }
}

export async function pay(
  params: TicketParams,
  senderNonces: readonly number[],
  signer = gatewaySigner,
): Promise<Payment> {
  const tickets = await Promise.all(
    senderNonces.map(async (senderNonce) => ({
      senderNonce,
      signature: await signTicket(scheme, ticketOf(params, signer.address, senderNonce), signer),
    })),
  )
  return { sender: signer.address, params, tickets, expectedPrice: price }
}
