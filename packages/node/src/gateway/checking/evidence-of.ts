import { bytesToHex, type Hex, keccak256, type Signer, zeroAddress } from '@millrace/crypto'
import {
  createEvidence,
  type Evidence,
  type EvidenceStatement,
  verdictEvidence,
} from '@millrace/verification/evidence'
import type { GatewayChain } from '../chain-connection.ts'
import type { SegmentExchange } from '../dispatch/types.ts'
import type { FoundBad } from './consequences.ts'

/** Whose word the evidence is; undefined off chain, where nobody signs. */
export type Reporter = Pick<GatewayChain, 'chainId' | 'ticketBroker' | 'signer'> | undefined

const unpaid: Hex = `0x${'00'.repeat(32)}`
const unsigned = new Uint8Array()

/** Makes evidence of a bad result. @throws {EvidenceError} when it would be out of bounds. */
export function evidenceOf(found: FoundBad, reporter: Reporter): Promise<Evidence> {
  const { segment, result } = found.received
  const video = { source: segment.bytes, renditions: result.renditions.map(({ bytes }) => bytes) }
  const signer: Signer | undefined = reporter?.signer
  return createEvidence(statementOf(found, reporter), video, signer)
}

function statementOf(
  { streamId, profiles, received, verdicts, bad }: FoundBad,
  reporter: Reporter,
): EvidenceStatement {
  const { segment, result } = received
  const { exchange, renditions } = result
  return {
    chainId: BigInt(reporter?.chainId ?? 0),
    ticketBroker: reporter?.ticketBroker ?? zeroAddress,
    recordedAtMs: bad.atMs,
    gateway: reporter?.signer.address ?? zeroAddress,
    order: {
      manifestId: streamId,
      seqNo: segment.seqNo,
      sourceHash: bytesToHex(keccak256(segment.bytes)),
      sourceByteLength: segment.bytes.length,
      durationMs: Math.round(segment.durationMs),
      slice: segment.slice,
      profiles,
      signature: exchange.orderSignature,
    },
    session: sessionOf(exchange, result),
    result: {
      signer: reporter ? exchange.terms.address : zeroAddress,
      renditions: renditions.map(({ bytes, pixels }) => {
        return { hash: bytesToHex(keccak256(bytes)), byteLength: bytes.length, pixels }
      }),
      // Off chain some sign all the same, with a key that nobody knows.
      signature: reporter ? exchange.resultSignature : unsigned,
    },
    verdict: verdictEvidence(verdicts),
  }
}

function sessionOf(
  { terms, recipient }: SegmentExchange,
  { price }: FoundBad['received']['result'],
): EvidenceStatement['session'] {
  const { ticketParams, nodeAuthorization } = terms
  const isPaid = ticketParams !== undefined && price.weiPerUnit > 0n
  return {
    sessionId: terms.authToken.sessionId,
    recipient,
    authorization: nodeAuthorization && {
      validUntil: nodeAuthorization.validUntil,
      signature: nodeAuthorization.signature,
    },
    recipientRandHash: isPaid ? ticketParams.recipientRandHash : unpaid,
    weiPerUnit: price.weiPerUnit,
    pixelsPerUnit: price.pixelsPerUnit,
  }
}
