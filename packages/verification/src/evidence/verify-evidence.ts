import {
  type Address,
  bytesToHex,
  hexToBytes,
  isSameAddress,
  keccak256,
  recoverMessageSigner,
  zeroAddress,
} from '@millrace/crypto'
import { resultDigest, segmentDigest } from '@millrace/wire'
import { EvidenceError, otherSigner } from './errors.ts'
import type { Evidence, EvidenceStatement } from './evidence.ts'
import { videoName } from './file.ts'

/** What holds of evidence without a look at the pictures. A name is undefined where nobody signed, as off chain. */
export interface EvidenceFindings {
  /** Who answers for the report: every word of the statement. */
  readonly reportedBy: Address | undefined
  /** Who answers for the order: stream, number, source and names of profiles. */
  readonly orderedBy: Address | undefined
  /** Who answers for the renditions, whatever they were made of. */
  readonly madeBy: Address | undefined
  /** Whether the source is there; its hash is then the one that was ordered. */
  readonly hasSource: boolean
  /** Whether each rendition is there; its hash is then the one that was signed. */
  readonly hasRenditions: readonly boolean[]
}

/**
 * Holds everything in a piece of evidence against its hashes and signatures.
 * @throws {EvidenceError} `EVIDENCE_OTHER_VIDEO` or `EVIDENCE_OTHER_SIGNER` when something contradicts the statement.
 */
export function verifyEvidence(evidence: Evidence): EvidenceFindings {
  const { statement, reportSignature, source, renditions } = evidence
  const { gateway, order, result } = statement
  const hashes = [order.sourceHash, ...result.renditions.map(({ hash }) => hash)]
  for (const [index, bytes] of [source, ...renditions].entries()) {
    if (bytes && bytesToHex(keccak256(bytes)) !== hashes[index])
      throw new EvidenceError('EVIDENCE_OTHER_VIDEO', `The ${videoName(index)} has another hash than stated.`)
  }
  return {
    reportedBy: signerOf('report', gateway, hexToBytes(evidence.address), reportSignature),
    orderedBy: signerOf('order', gateway, orderDigest(statement), order.signature),
    madeBy: signerOf('result', result.signer, renditionsDigestOf(statement), result.signature),
    hasSource: source !== undefined,
    hasRenditions: renditions.map((bytes) => bytes !== undefined),
  }
}

/** The 32 bytes that the gateway signed with the order. */
function orderDigest({ order }: EvidenceStatement): Uint8Array {
  return segmentDigest({ ...order, hash: hexToBytes(order.sourceHash) })
}

/** The 32 bytes that the orchestrator signed with the result. */
function renditionsDigestOf({ result }: EvidenceStatement): Uint8Array {
  return resultDigest(result.renditions.map(({ hash }) => hexToBytes(hash)))
}

/** Who signed, if anybody did. @throws {EvidenceError} when it is not who is stated, or nobody is stated or signed. */
function signerOf(
  what: string,
  stated: Address,
  digest: Uint8Array,
  signature: Uint8Array,
): Address | undefined {
  if (signature.length === 0 && stated === zeroAddress) return undefined
  const recovered = recoverMessageSigner(digest, signature)
  if (recovered === undefined || !isSameAddress(recovered, stated))
    throw otherSigner({ what, stated, recovered })
  return recovered
}
