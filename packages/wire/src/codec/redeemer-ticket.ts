import { create } from '@bufbuild/protobuf'
import { addressToBytes, bigintToMinimalBytes, bytesToBigint } from '@millrace/crypto'
import { ticketOf, type WinningTicket } from '@millrace/payments'
import { WireFormatError } from '../errors.ts'
import { type Ticket, TicketSchema } from '../generated/net/redeemer_pb.ts'
import { createTicketParams, readAddress, readTicketParams } from './payment.ts'

/** @returns the message that hands a winner to a redeemer. */
export function createRedeemerTicket(winner: WinningTicket): Ticket {
  const { ticket, signature, recipientRand, paramsExpirationBlock } = winner
  // The seed is the recipient's own, and nobody needs it to redeem.
  const params = { ...ticket, expirationBlock: paramsExpirationBlock, seed: new Uint8Array(32) }
  const { expirationParams, ...ticketParams } = createTicketParams(params)
  return create(TicketSchema, {
    ticketParams,
    sender: addressToBytes(ticket.sender),
    ...(expirationParams && { expirationParams }),
    senderParams: { senderNonce: ticket.senderNonce, sig: signature },
    recipientRand: bigintToMinimalBytes(recipientRand),
  })
}

/** @throws {WireFormatError} when a field does not fit. */
export function readRedeemerTicket(message: Ticket): WinningTicket {
  const { ticketParams, senderParams, expirationParams, recipientRand } = message
  if (ticketParams === undefined)
    throw new WireFormatError({ field: 'ticket_params', reason: 'it is missing' })
  if (senderParams === undefined)
    throw new WireFormatError({ field: 'sender_params', reason: 'it is missing' })
  if (recipientRand.length > 32)
    throw new WireFormatError({ field: 'recipient_rand', reason: 'it is longer than 32 bytes' })
  const params = readTicketParams(ticketParams, expirationParams ?? ticketParams.expirationParams)
  return {
    ticket: ticketOf(params, readAddress(message.sender, 'sender'), senderParams.senderNonce),
    signature: senderParams.sig,
    recipientRand: bytesToBigint(recipientRand),
    paramsExpirationBlock: params.expirationBlock,
  }
}
