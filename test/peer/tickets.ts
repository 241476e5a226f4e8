import { createHmac } from 'node:crypto'
import type { ExpirationParams, Price, TicketParams } from './messages.ts'
import { join } from './protobuf.ts'
import { bytes32, ethSign, type Key, keccak, minimalBytes, toBigint } from './signing.ts'

const maxUint256 = (1n << 256n) - 1n

/** Round and block hash in 32 bytes each; nothing when both are zero. */
export function auxData({ round, blockHash }: ExpirationParams): Uint8Array {
  if (round === 0n && toBigint(blockHash) === 0n) return new Uint8Array()
  return join(bytes32(round), bytes32(blockHash))
}

export function ticketHash(
  params: TicketParams,
  sender: Uint8Array,
  nonce: number,
  expiration: ExpirationParams,
): Uint8Array {
  return keccak(
    params.recipient,
    sender,
    bytes32(params.faceValue),
    bytes32(params.winProb),
    bytes32(BigInt(nonce)),
    bytes32(params.recipientRandHash),
    auxData(expiration),
  )
}

export const signTicket = (key: Key, hash: Uint8Array): Uint8Array => ethSign(key, hash)

/** Whether the number of a ticket's signature and the recipient's secret is below its chance. */
export function wins(sig: Uint8Array, rand: bigint, winProb: bigint): boolean {
  return toBigint(keccak(sig, bytes32(rand))) < winProb
}

export interface RandInput {
  readonly seed: Uint8Array
  readonly sender: Uint8Array
  readonly faceValue: bigint
  readonly winProb: bigint
  readonly expirationBlock: bigint
  /** In lowest terms. */
  readonly price: Price
  readonly expiration: ExpirationParams
}

/** The recipient's secret number as their orchestrators derive it: every integer with as few bytes as it needs. */
export function recipientRand(secret: Uint8Array, input: RandInput): bigint {
  const hmac = createHmac('sha256', secret)
    .update(input.seed)
    .update(input.sender)
    .update(minimalBytes(input.faceValue))
    .update(minimalBytes(input.winProb))
    .update(minimalBytes(input.expirationBlock))
    .update(minimalBytes(input.price.perUnit))
    .update(minimalBytes(input.price.pixels))
    .update(auxData(input.expiration))
  return toBigint(new Uint8Array(hmac.digest()))
}

export const randHash = (rand: bigint): Uint8Array => keccak(bytes32(rand))

/** The fraction in lowest terms, as their nodes hold prices. */
export function reduced({ perUnit, pixels }: Price): Price {
  let [a, b] = [perUnit, pixels]
  while (b !== 0n) [a, b] = [b, a % b]
  return a === 0n ? { perUnit, pixels } : { perUnit: perUnit / a, pixels: pixels / a }
}

/** Tickets that cover a fee: at least one, and what is left of earlier ones counts. */
export function ticketsFor(
  feeWei: bigint,
  { faceValue, winProb }: Pick<TicketParams, 'faceValue' | 'winProb'>,
): number {
  const ev = faceValue * winProb
  const wanted = feeWei * maxUint256
  const least = wanted > ev ? wanted : ev
  return ev === 0n ? 0 : Number((least + ev - 1n) / ev)
}

/** The bytes of a session's token: HMAC over its id and the second at which it expires. */
export function tokenMac(secret: Uint8Array, sessionId: string, expiration: bigint): Uint8Array {
  return new Uint8Array(
    createHmac('sha256', secret).update(sessionId).update(minimalBytes(expiration)).digest(),
  )
}
