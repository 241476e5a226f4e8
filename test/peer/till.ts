import { randomBytes } from 'node:crypto'
import type { ExpirationParams, Payment, Price, TicketParams } from './messages.ts'
import { ethRecover, type Key, minimalBytes, toBigint, toHex } from './signing.ts'
import { auxData, randHash, recipientRand, reduced, ticketHash } from './tickets.ts'

const maxUint256 = (1n << 256n) - 1n

/** What both sides see of a chain. */
export interface Head {
  readonly block: bigint
  readonly expiration: ExpirationParams
}

/** Where an orchestrator of theirs takes tickets: issues params, checks payments, keeps the credit of each session. */
export class Till {
  readonly faults: string[] = []
  tickets = 0
  payments = 0
  readonly #key: Key
  readonly #secret = new Uint8Array(randomBytes(32))
  readonly #head: () => Head
  readonly #faceValue: bigint
  readonly #ev: bigint
  readonly #nonces = new Map<string, Set<number>>()
  /** In units of 1 / (2^256 − 1) wei. */
  readonly #credit = new Map<string, bigint>()

  constructor(key: Key, head: () => Head, { faceValue, ev }: { faceValue: bigint; ev: bigint }) {
    this.#key = key
    this.#head = head
    this.#faceValue = faceValue
    this.#ev = ev
  }

  params(sender: Uint8Array, price: Price, lifetimeBlocks = 40n): TicketParams {
    const { block, expiration } = this.#head()
    const quotient = (maxUint256 + this.#faceValue - 1n) / this.#faceValue
    const base = {
      recipient: this.#key.address,
      faceValue: this.#faceValue,
      winProb: this.#ev * quotient,
      // A number: its leading zeros are lost on the way and must not count.
      seed: minimalBytes(toBigint(new Uint8Array(randomBytes(32))) >> 16n),
      expirationBlock: block + lifetimeBlocks,
      expiration,
    }
    return { ...base, recipientRandHash: randHash(this.#rand(base, sender, price)) }
  }

  /** @returns the text of a refusal, or undefined; what is odd but taken is noted among the faults. */
  take(
    payment: Payment,
    account: { sessionId: string; sender: Uint8Array; quoted: Price },
  ): string | undefined {
    this.payments++
    const { params, price, expiration } = payment
    if (toHex(payment.sender) !== toHex(account.sender)) this.faults.push('the sender is another one')
    if (!price) return 'invalid expected price sent with payment err=missing'
    const isQuoted = price.perUnit === account.quoted.perUnit && price.pixels === account.quoted.pixels
    if (!isQuoted) this.faults.push('the expected price is not the quoted one')
    if (!params) return undefined
    if (params.expiration) this.faults.push('field 7 of the params is set')
    if (!expiration) return 'TicketParams expired'
    if (params.expirationBlock <= this.#head().block) return 'TicketParams expired'
    const rand = this.#rand({ ...params, expiration }, payment.sender, reduced(price))
    if (toHex(randHash(rand)) !== toHex(params.recipientRandHash))
      return 'invalid recipientRand for ticket recipientRandHash'
    for (const ticket of payment.tickets) {
      const refusal = this.#takeTicket(ticket, params, payment.sender, expiration)
      if (refusal !== undefined) return refusal
      const credit = this.#credit.get(account.sessionId) ?? 0n
      this.#credit.set(account.sessionId, credit + params.faceValue * params.winProb)
      this.tickets++
    }
    return undefined
  }

  isFunded(sessionId: string): boolean {
    return (this.#credit.get(sessionId) ?? 0n) >= this.#ev * maxUint256
  }

  debit(sessionId: string, pixels: bigint, price: Price): void {
    const fee = (pixels * price.perUnit * maxUint256) / price.pixels
    this.#credit.set(sessionId, (this.#credit.get(sessionId) ?? 0n) - fee)
  }

  #takeTicket(
    { nonce, sig }: { readonly nonce: number; readonly sig: Uint8Array },
    params: TicketParams,
    sender: Uint8Array,
    expiration: ExpirationParams,
  ): string | undefined {
    const signer = ethRecover(ticketHash(params, sender, nonce, expiration), sig)
    if (!signer || toHex(signer) !== toHex(sender)) return 'invalid ticket signature'
    const key = toHex(params.recipientRandHash)
    const seen = this.#nonces.get(key) ?? new Set()
    this.#nonces.set(key, seen)
    if (nonce < 1 || nonce >= 600) this.faults.push(`nonce ${nonce} is out of range`)
    if (seen.has(nonce)) return `invalid ticket senderNonce: already seen ${nonce}`
    seen.add(nonce)
    return undefined
  }

  #rand(params: Omit<TicketParams, 'recipientRandHash'>, sender: Uint8Array, price: Price): bigint {
    const { expiration, faceValue, winProb, expirationBlock } = params
    if (!expiration || auxData(expiration).length !== 64) throw new Error('There is no round.')
    const seed = minimalBytes(toBigint(params.seed))
    return recipientRand(this.#secret, {
      seed,
      sender,
      faceValue,
      winProb,
      expirationBlock,
      price,
      expiration,
    })
  }
}
