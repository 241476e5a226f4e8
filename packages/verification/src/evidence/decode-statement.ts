import { type Hex, hexToBytes } from '@millrace/crypto'
import {
  decodeUtf8,
  maxManifestIdBytes,
  maxSegmentDurationMs,
  readProfiles,
  type VideoProfile,
} from '@millrace/wire'
import { decodeAbiParameters } from 'viem'
import { encodeStatement, severities } from './encode-statement.ts'
import { EvidenceError, outOfRange } from './errors.ts'
import type {
  EvidenceStatement,
  OrderEvidence,
  ReasonEvidence,
  ResultEvidence,
  SessionEvidence,
  VerdictEvidence,
} from './evidence.ts'
import * as limits from './limits.ts'
import { statementAbi } from './statement-abi.ts'

type Fields = ReturnType<typeof decodeAbiParameters<typeof statementAbi>>[0]

/** @throws {EvidenceError} for bytes that {@link encodeStatement} would not have written. */
export function decodeStatement(bytes: Uint8Array): EvidenceStatement {
  if (bytes.length > limits.maxStatementBytes)
    throw new EvidenceError('EVIDENCE_TOO_LARGE', `The statement has ${bytes.length} bytes.`)
  const fields = decodeFields(bytes)
  if (fields.version !== BigInt(limits.evidenceVersion)) throw outOfRange('version')
  const statement = {
    chainId: fields.chainId,
    ticketBroker: fields.ticketBroker,
    recordedAtMs: safe(fields.recordedAtMs, 'time'),
    gateway: fields.gateway,
    order: readOrder(fields.order),
    session: readSession(fields.session),
    result: readResult(fields.result),
    verdict: readVerdict(fields.verdict, fields.result.renditions.length),
  }
  // Offsets, padding and numbers may be written in many ways; one of them is the address’s.
  if (Buffer.compare(encodeStatement(statement), bytes) !== 0) throw notCanonical()
  return statement
}

function decodeFields(bytes: Uint8Array): Fields {
  try {
    return decodeAbiParameters(statementAbi, bytes)[0]
  } catch (cause) {
    throw notCanonical(cause)
  }
}

function readOrder(order: Fields['order']): OrderEvidence {
  const { durationMs, fromMs, toMs } = order
  if (durationMs > maxSegmentDurationMs) throw outOfRange('duration')
  if (fromMs > toMs) throw outOfRange('slice')
  return {
    manifestId: text(order.manifestId, maxManifestIdBytes, 'manifest id'),
    seqNo: safe(order.seqNo, 'sequence number'),
    sourceHash: order.sourceHash,
    sourceByteLength: safe(order.sourceByteLength, 'length of the source'),
    durationMs,
    slice: toMs === 0n ? undefined : { fromMs: safe(fromMs, 'slice'), toMs: safe(toMs, 'slice') },
    profiles: readOrderedProfiles(order.profiles),
    signature: signature(order.signature, 'signature of the order'),
  }
}

function readOrderedProfiles(profiles: Fields['order']['profiles']): OrderEvidence['profiles'] {
  const fullProfiles = profiles.map(({ name, encoderProfile, gopMs, codec, ...numbers }) => {
    const wireName = text(name, limits.maxMessageBytes, 'profile name')
    const enums = { profile: encoderProfile, encoder: codec, colorDepth: 0, chromaFormat: 0 }
    // Numbers that stand for nothing are refused below, as those of strangers are.
    return { $typeName: 'net.VideoProfile', name: wireName, gop: gopMs, ...enums, ...numbers } as VideoProfile
  })
  try {
    return readProfiles({ fullProfiles, fullProfiles2: [], fullProfiles3: [] })
  } catch (cause) {
    throw new EvidenceError('EVIDENCE_OUT_OF_RANGE', 'The statement’s profiles cannot be ordered.', { cause })
  }
}

function readSession(session: Fields['session']): SessionEvidence {
  const { recipient, validUntil, recipientRandHash, weiPerUnit, pixelsPerUnit } = session
  const authorization = hexToBytes(session.authorization)
  const isOutOfRange = authorization.length > limits.maxAuthorizationBytes
  if (isOutOfRange || (validUntil !== 0n) !== authorization.length > 0) throw outOfRange('authorisation')
  return {
    sessionId: text(session.sessionId, limits.maxSessionIdBytes, 'session id'),
    recipient,
    authorization: validUntil === 0n ? undefined : { validUntil, signature: authorization },
    ...{ recipientRandHash, weiPerUnit, pixelsPerUnit },
  }
}

function readResult({ signer, renditions, ...result }: Fields['result']): ResultEvidence {
  if (renditions.length === 0 || renditions.length > limits.maxRenditions) throw outOfRange('renditions')
  return {
    signer,
    renditions: renditions.map(({ hash, byteLength, pixels }) => {
      return { hash, byteLength: safe(byteLength, 'length of a rendition'), pixels }
    }),
    signature: signature(result.signature, 'signature of the result'),
  }
}

function readVerdict(
  { usedReference, reasons, scores }: Fields['verdict'],
  renditions: number,
): VerdictEvidence {
  if (reasons.length === 0 || reasons.length > limits.maxReasons) throw outOfRange('reasons')
  if (scores.length > limits.maxScores) throw outOfRange('scores')
  if ([...reasons, ...scores].some(({ rendition }) => rendition >= renditions)) throw outOfRange('renditions')
  return {
    usedReference,
    reasons: reasons.map(readReason),
    scores: scores.map(({ rendition, name, micros }) => {
      return { rendition, name: word(name, /^[a-zA-Z][a-zA-Z0-9.]*$/, 'name of a score'), micros }
    }),
  }
}

function readReason(reason: Fields['verdict']['reasons'][number]): ReasonEvidence {
  const severity = severities[reason.severity]
  if (severity === undefined) throw outOfRange('severity')
  return {
    rendition: reason.rendition,
    code: word(reason.code, /^[A-Z][A-Z0-9_]*$/, 'code of a reason'),
    severity,
    message: text(reason.message, limits.maxMessageBytes, 'reason'),
  }
}

function word(hex: Hex, pattern: RegExp, field: string): string {
  const value = text(hex, limits.maxNameLength, field)
  if (!pattern.test(value)) throw outOfRange(field)
  return value
}

function text(hex: Hex, maxBytes: number, field: string): string {
  const bytes = hexToBytes(hex)
  const value = bytes.length <= maxBytes ? decodeUtf8(bytes) : undefined
  if (value === undefined) throw outOfRange(field)
  return value
}

function signature(hex: Hex, field: string): Uint8Array {
  const bytes = hexToBytes(hex)
  if (bytes.length !== 0 && bytes.length !== 65) throw outOfRange(field)
  return bytes
}

function safe(value: bigint, field: string): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw outOfRange(field)
  return Number(value)
}

function notCanonical(cause?: unknown): EvidenceError {
  const message = 'The statement is not encoded in the one way that it can be.'
  return new EvidenceError('EVIDENCE_NOT_CANONICAL', message, { cause })
}
