import { BaseError } from '@millrace/common/errors'
import type { Address } from '@millrace/crypto'

export type EvidenceErrorCode =
  /** Not the beginning of such a file. */
  | 'EVIDENCE_OTHER_FILE'
  /** Made by a later version. */
  | 'EVIDENCE_UNKNOWN_VERSION'
  | 'EVIDENCE_TOO_LARGE'
  | 'EVIDENCE_CUT_SHORT'
  | 'EVIDENCE_BYTES_LEFT_OVER'
  /** The statement is not the one that the address is of. */
  | 'EVIDENCE_OTHER_STATEMENT'
  /** The statement is not encoded in the one way that it can be. */
  | 'EVIDENCE_NOT_CANONICAL'
  | 'EVIDENCE_OUT_OF_RANGE'
  /** Video that is not the one that the statement is about. */
  | 'EVIDENCE_OTHER_VIDEO'
  /** A signature that is not by whom the statement names. */
  | 'EVIDENCE_OTHER_SIGNER'

/** Thrown when bytes are no evidence, or contradict themselves. */
export class EvidenceError extends BaseError {
  override name = 'EvidenceError'
  readonly code: EvidenceErrorCode

  constructor(code: EvidenceErrorCode, message: string, facts: { readonly cause?: unknown } = {}) {
    super(message, facts)
    this.code = code
  }
}

export function outOfRange(field: string): EvidenceError {
  return new EvidenceError('EVIDENCE_OUT_OF_RANGE', `The statement’s ${field} is out of range.`)
}

export function otherSigner(facts: {
  readonly what: string
  readonly stated: Address
  readonly recovered: Address | undefined
}): EvidenceError {
  const { what, stated, recovered } = facts
  const by = recovered === undefined ? 'is no valid signature' : `is by ${recovered}`
  return new EvidenceError(
    'EVIDENCE_OTHER_SIGNER',
    `The signature of the ${what} ${by}; the statement names ${stated}.`,
  )
}
