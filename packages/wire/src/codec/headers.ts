import { type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf'
import { PaymentHeaderError, SegmentHeaderError } from '../errors.ts'
import { type Payment, PaymentSchema, type SegData, SegDataSchema } from '../generated/net/orchestrator_pb.ts'
import { maxHeaderBytes, maxSegmentHeaderLength } from '../limits.ts'
import { decodeBase64, encodeBase64 } from './bytes.ts'

export const segmentHeaderName = 'Livepeer-Segment'
export const paymentHeaderName = 'Livepeer-Payment'
/** Content type of a segment that is sent as bytes, whatever its container. */
export const segmentContentType = 'video/MP2T'
/** Content type of a segment that is sent as the address to fetch it from. */
export const uriContentType = 'application/vnd+livepeer.uri'

export function encodeSegmentHeader(order: SegData): string {
  return encodeBase64(toBinary(SegDataSchema, order))
}

/** @returns an empty text off chain, where nothing is paid. */
export function encodePaymentHeader(payment: Payment | undefined): string {
  return payment ? encodeBase64(toBinary(PaymentSchema, payment)) : ''
}

/** @throws {SegmentHeaderError} when the header is missing, too long, not base64 or not the message. */
export function decodeSegmentHeader(header: string | undefined): SegData {
  const reason = (layer: 'base64' | 'protobuf', text: string, cause?: unknown) =>
    new SegmentHeaderError({ layer, reason: text, cause })
  if (!header) throw reason('base64', 'header missing')
  return decodeHeader(SegDataSchema, header, maxSegmentHeaderLength, reason)
}

/**
 * @returns undefined for a missing or empty header.
 * @throws {PaymentHeaderError} when it is too long, not base64 or not the message.
 */
export function decodePaymentHeader(header: string | undefined): Payment | undefined {
  if (!header) return undefined
  return decodeHeader(
    PaymentSchema,
    header,
    maxHeaderBytes,
    (layer, reason, cause) => new PaymentHeaderError({ layer, reason, cause }),
  )
}

type HeaderFailure = (layer: 'base64' | 'protobuf', reason: string, cause?: unknown) => Error

function decodeHeader<Desc extends DescMessage>(
  schema: Desc,
  header: string,
  maxLength: number,
  failure: HeaderFailure,
): MessageShape<Desc> {
  if (header.length > maxLength) throw failure('base64', 'header too long')
  const bytes = decodeBase64(header)
  if (bytes === undefined) throw failure('base64', 'illegal base64 data')
  try {
    return decodeMessage(schema, bytes)
  } catch (cause) {
    throw failure('protobuf', 'cannot parse invalid wire-format data', cause)
  }
}

/** Decodes a message without keeping what this version does not know, so that nothing is carried along unseen. */
export function decodeMessage<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> {
  return fromBinary(schema, bytes, { readUnknownFields: false })
}
