import { create } from '@bufbuild/protobuf'
import {
  type Address,
  addressToBytes,
  bigintToMinimalBytes,
  bytesToBigint,
  bytesToHex,
  type Hex,
  hexToBytes,
  toChecksumAddress,
} from '@millrace/crypto'
import { createPrice, type Price, type SignedNonce, type TicketParams, zeroHash } from '@millrace/payments'
import { PaymentRefusedError, WireFormatError } from '../errors.ts'
import {
  type Payment,
  PaymentSchema,
  type PriceInfo,
  PriceInfoSchema,
  type TicketExpirationParams,
  TicketExpirationParamsSchema,
  type TicketParams as TicketParamsMessage,
  TicketParamsSchema,
  type TicketSenderParams,
} from '../generated/net/orchestrator_pb.ts'

const maxUint32 = 0xffff_ffff

/** What a gateway pays with one segment. */
export interface PaymentFields {
  readonly sender: Address
  /** Undefined when there are no tickets. */
  readonly params: TicketParams | undefined
  readonly tickets: readonly SignedNonce[]
  /** The price of the terms that carried the params. */
  readonly expectedPrice: Price | undefined
}

/** @returns the message; without tickets it carries only the sender and the price. */
export function createPayment({ sender, params, tickets, expectedPrice }: PaymentFields): Payment {
  const hasTickets = params !== undefined && tickets.length > 0
  return create(PaymentSchema, {
    sender: addressToBytes(sender),
    ...(expectedPrice && { expectedPrice: createPriceInfo(expectedPrice) }),
    ...(hasTickets && {
      // The round goes into the payment's own field only.
      ticketParams: { ...createTicketParams(params), expirationParams: undefined },
      expirationParams: createExpirationParams(params),
      ticketSenderParams: tickets.map(({ senderNonce, signature }) => ({ senderNonce, sig: signature })),
    }),
  })
}

/** @throws {PaymentRefusedError} when a field does not fit. */
export function readPayment(message: Payment): PaymentFields {
  try {
    const { ticketParams, expirationParams } = message
    return {
      sender: readAddress(message.sender, 'sender'),
      params: ticketParams && readTicketParams(ticketParams, expirationParams),
      tickets: message.ticketSenderParams.map(readSignedNonce),
      expectedPrice: message.expectedPrice && readExpectedPrice(message.expectedPrice),
    }
  } catch (error) {
    if (error instanceof WireFormatError)
      throw new PaymentRefusedError(`invalid payment: ${error.message}`, error)
    throw error
  }
}

export function createTicketParams(params: TicketParams): TicketParamsMessage {
  return create(TicketParamsSchema, {
    recipient: addressToBytes(params.recipient),
    faceValue: bigintToMinimalBytes(params.faceValueWei),
    winProb: bigintToMinimalBytes(params.winProb),
    recipientRandHash: hexToBytes(params.recipientRandHash),
    seed: bigintToMinimalBytes(bytesToBigint(params.seed)),
    expirationBlock: bigintToMinimalBytes(params.expirationBlock),
    expirationParams: createExpirationParams(params),
  })
}

/**
 * @param expiration - the round, where it is not in the params themselves.
 * @throws {WireFormatError} when a field does not fit.
 */
export function readTicketParams(
  message: TicketParamsMessage,
  expiration: TicketExpirationParams | undefined = message.expirationParams,
): TicketParams {
  return {
    recipient: readAddress(message.recipient, 'recipient'),
    faceValueWei: readUint256(message.faceValue, 'face_value'),
    winProb: readUint256(message.winProb, 'win_prob'),
    recipientRandHash: readHash(message.recipientRandHash, 'recipient_rand_hash'),
    seed: readSeed(message.seed),
    expirationBlock: readUint256(message.expirationBlock, 'expiration_block'),
    creationRound: readNatural(expiration?.creationRound ?? 0n, 'creation_round'),
    creationRoundBlockHash: readOptionalHash(
      expiration?.creationRoundBlockHash ?? new Uint8Array(),
      'creation_round_block_hash',
    ),
  }
}

export function createPriceInfo({ weiPerUnit, pixelsPerUnit }: Price): PriceInfo {
  return create(PriceInfoSchema, { pricePerUnit: weiPerUnit, pixelsPerUnit })
}

/**
 * @returns the price in lowest terms.
 * @throws {WireFormatError} when it is negative or for no pixels.
 */
export function readPriceInfo({ pricePerUnit, pixelsPerUnit }: PriceInfo): Price {
  if (pricePerUnit < 0n) throw new WireFormatError({ field: 'pricePerUnit', reason: 'it is negative' })
  if (pixelsPerUnit <= 0n) throw new WireFormatError({ field: 'pixelsPerUnit', reason: 'it is not positive' })
  return createPrice(pricePerUnit, pixelsPerUnit)
}

/**
 * @returns the checksummed address.
 * @throws {WireFormatError} when it is not 20 bytes.
 */
export function readAddress(bytes: Uint8Array, field: string): Address {
  if (bytes.length !== 20)
    throw new WireFormatError({ field, reason: `it has ${bytes.length} bytes, not 20` })
  return toChecksumAddress(bytes)
}

function createExpirationParams(params: TicketParams): TicketExpirationParams {
  return create(TicketExpirationParamsSchema, {
    creationRound: params.creationRound,
    creationRoundBlockHash: hexToBytes(params.creationRoundBlockHash),
  })
}

function readExpectedPrice(message: PriceInfo): Price {
  try {
    return readPriceInfo(message)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new PaymentRefusedError(`invalid expected price sent with payment err=${reason}`, cause)
  }
}

function readSignedNonce({ senderNonce, sig }: TicketSenderParams): SignedNonce {
  if (senderNonce > maxUint32) throw new WireFormatError({ field: 'sender_nonce', reason: 'it is no uint32' })
  return { senderNonce, signature: sig }
}

/** Peers that hold the seed as a number drop its leading zeros, so it is always brought back to 32 bytes. */
function readSeed(bytes: Uint8Array): Uint8Array {
  if (bytes.length > 32) throw new WireFormatError({ field: 'seed', reason: 'it is longer than 32 bytes' })
  const seed = new Uint8Array(32)
  seed.set(bytes, 32 - bytes.length)
  return seed
}

function readUint256(bytes: Uint8Array, field: string): bigint {
  if (bytes.length > 32) throw new WireFormatError({ field, reason: 'it is longer than 32 bytes' })
  return bytesToBigint(bytes)
}

function readNatural(value: bigint, field: string): bigint {
  if (value < 0n) throw new WireFormatError({ field, reason: 'it is negative' })
  return value
}

function readHash(bytes: Uint8Array, field: string): Hex {
  if (bytes.length !== 32)
    throw new WireFormatError({ field, reason: `it has ${bytes.length} bytes, not 32` })
  return bytesToHex(bytes)
}

function readOptionalHash(bytes: Uint8Array, field: string): Hex {
  return bytes.length === 0 ? zeroHash : readHash(bytes, field)
}
