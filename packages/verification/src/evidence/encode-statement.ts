import { bytesToHex, hexToBytes, toChecksumAddress } from '@millrace/crypto'
import { encodeUtf8, toVideoProfile } from '@millrace/wire'
import { encodeAbiParameters } from 'viem'
import type { EvidenceStatement, OrderEvidence, SessionEvidence, VerdictEvidence } from './evidence.ts'
import { evidenceVersion } from './limits.ts'
import { statementAbi } from './statement-abi.ts'

/** In the order of their numbers. */
export const severities = ['bad', 'doubtful'] as const

/** The one encoding of a statement. Throws viem's errors for numbers that do not fit. */
export function encodeStatement(statement: EvidenceStatement): Uint8Array {
  const { chainId, ticketBroker, recordedAtMs, gateway, order, session, result, verdict } = statement
  const encoded = encodeAbiParameters(statementAbi, [
    {
      version: BigInt(evidenceVersion),
      chainId,
      ticketBroker: toChecksumAddress(ticketBroker),
      recordedAtMs: BigInt(recordedAtMs),
      gateway: toChecksumAddress(gateway),
      order: orderFields(order),
      session: sessionFields(session),
      result: {
        signer: toChecksumAddress(result.signer),
        renditions: result.renditions.map(({ hash, byteLength, pixels }) => ({
          hash,
          byteLength: BigInt(byteLength),
          pixels,
        })),
        signature: bytesToHex(result.signature),
      },
      verdict: verdictFields(verdict),
    },
  ])
  return hexToBytes(encoded)
}

function orderFields(order: OrderEvidence) {
  return {
    manifestId: text(order.manifestId),
    seqNo: BigInt(order.seqNo),
    sourceHash: order.sourceHash,
    sourceByteLength: BigInt(order.sourceByteLength),
    durationMs: order.durationMs,
    fromMs: BigInt(order.slice?.fromMs ?? 0),
    toMs: BigInt(order.slice?.toMs ?? 0),
    profiles: order.profiles.map(profileFields),
    signature: bytesToHex(order.signature),
  }
}

function profileFields(profile: OrderEvidence['profiles'][number]) {
  const { name, width, height, bitrate, fps, fpsDen, format, gop, quality, ...message } =
    toVideoProfile(profile)
  const { profile: encoderProfile, encoder: codec } = message
  const numbers = { width, height, bitrate, fps, fpsDen, format, encoderProfile, gopMs: gop, codec, quality }
  return { name: text(name), ...numbers }
}

function sessionFields({ sessionId, recipient, authorization, ...payment }: SessionEvidence) {
  const { recipientRandHash, weiPerUnit, pixelsPerUnit } = payment
  return {
    sessionId: text(sessionId),
    recipient: toChecksumAddress(recipient),
    validUntil: authorization?.validUntil ?? 0n,
    authorization: bytesToHex(authorization?.signature ?? new Uint8Array()),
    ...{ recipientRandHash, weiPerUnit, pixelsPerUnit },
  }
}

function verdictFields({ usedReference, reasons, scores }: VerdictEvidence) {
  return {
    usedReference,
    reasons: reasons.map(({ rendition, code, severity, message }) => ({
      rendition,
      code: text(code),
      severity: severities.indexOf(severity),
      message: text(message),
    })),
    scores: scores.map(({ rendition, name, micros }) => ({ rendition, name: text(name), micros })),
  }
}

function text(value: string) {
  return bytesToHex(encodeUtf8(value))
}
