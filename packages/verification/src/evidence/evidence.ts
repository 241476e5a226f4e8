import type { Address, Hex } from '@millrace/crypto'
import type { Profile } from '@millrace/media'
import type { Reason } from '../reason.ts'

/** What a gateway says of one bad result. Its content address covers every byte of it, and hashes of all video. */
export interface EvidenceStatement {
  /** 0 off chain. */
  readonly chainId: bigint
  /** The deployment that pays; zero off chain. */
  readonly ticketBroker: Address
  /** Unix time of the verdict, in milliseconds. */
  readonly recordedAtMs: number
  /** Who ordered and says all this; zero off chain. */
  readonly gateway: Address
  readonly order: OrderEvidence
  readonly session: SessionEvidence
  readonly result: ResultEvidence
  readonly verdict: VerdictEvidence
}

/** What was ordered. The signature is that of the wire: over `manifestId`, `seqNo`, `sourceHash` and the profiles' names. */
export interface OrderEvidence {
  readonly manifestId: string
  readonly seqNo: number
  /** keccak256 of the source segment. */
  readonly sourceHash: Hex
  readonly sourceByteLength: number
  readonly durationMs: number
  /** The part of the segment that was wanted; undefined is all of it. */
  readonly slice: { readonly fromMs: number; readonly toMs: number } | undefined
  readonly profiles: readonly Profile[]
  /** The gateway's, 65 bytes; empty off chain. */
  readonly signature: Uint8Array
}

/** With whom, and on what terms: the gateway's word, but for the authorisation. */
export interface SessionEvidence {
  readonly sessionId: string
  /** The orchestrator's account, which is paid and has stake; zero off chain. */
  readonly recipient: Address
  /** The recipient's word for the key that signed the result; undefined where both are one. */
  readonly authorization: { readonly validUntil: bigint; readonly signature: Uint8Array } | undefined
  /** Of the tickets that paid for the segment: a redeemed winner with it ties the session to the chain. Zero: unpaid. */
  readonly recipientRandHash: Hex
  readonly weiPerUnit: bigint
  readonly pixelsPerUnit: bigint
}

/** What came back. The signature is that of the wire: over the hashes of all renditions, and nothing else. */
export interface ResultEvidence {
  /** The key that answers for the result; zero off chain. */
  readonly signer: Address
  /** In the order of the profiles. */
  readonly renditions: readonly RenditionEvidence[]
  /** The orchestrator's, 65 bytes; empty off chain. */
  readonly signature: Uint8Array
}

export interface RenditionEvidence {
  /** keccak256 of the rendition. */
  readonly hash: Hex
  readonly byteLength: number
  /** Pixels that the orchestrator claims. */
  readonly pixels: bigint
}

export interface VerdictEvidence {
  /** Whether a reference transcode was made. */
  readonly usedReference: boolean
  /** At least one. */
  readonly reasons: readonly ReasonEvidence[]
  readonly scores: readonly ScoreEvidence[]
}

export interface ReasonEvidence extends Omit<Reason, 'code'> {
  /** Index of the rendition. */
  readonly rendition: number
  /** As in {@link Reason}; another program may know more. */
  readonly code: string
}

export interface ScoreEvidence {
  /** Index of the rendition. */
  readonly rendition: number
  /** Such as `motion.ratio`. */
  readonly name: string
  /** In millionths. */
  readonly micros: bigint
}

/** The statement with the video it is about, as far as it is there. */
export interface Evidence {
  /** keccak256 of the encoded statement. */
  readonly address: Hex
  readonly statement: EvidenceStatement
  /** The gateway's signature of the address, 65 bytes; empty off chain. */
  readonly reportSignature: Uint8Array
  readonly source: Uint8Array | undefined
  /** In the order of the result's renditions. */
  readonly renditions: readonly (Uint8Array | undefined)[]
}
