import { type RejectionCode, SegmentRejectedError } from '../errors.ts'

export interface RejectionRow {
  readonly code: RejectionCode
  readonly step: string
  readonly status: number
  /** The fixed text of the answer; undefined leaves it to the error. */
  readonly text?: string
}

/** Every way in which a segment request is refused, in the order in which the steps are taken. */
export const rejectionTable: readonly RejectionRow[] = [
  { step: 'decode the payment header', code: 'PAYMENT_HEADER_INVALID', status: 402 },
  { step: 'decode the segment header', code: 'SEGMENT_HEADER_INVALID', status: 403 },
  { step: 'read the profiles', code: 'PROFILE_REFUSED', status: 403 },
  { step: 'read the duration', code: 'DURATION_INVALID', status: 403, text: 'invalid duration' },
  { step: 'check the signature', code: 'SEGMENT_SIGNATURE_INVALID', status: 403, text: 'ErrSegSig' },
  {
    step: 'check the capabilities',
    code: 'CAPABILITIES_INCOMPATIBLE',
    status: 403,
    text: 'incompatible capabilities',
  },
  { step: 'check the authorisation token', code: 'AUTH_TOKEN_REFUSED', status: 403 },
  { step: 'find room for the session', code: 'ORCHESTRATOR_CAPPED', status: 403, text: 'OrchestratorCapped' },
  {
    step: 'put together the next terms',
    code: 'ORCHESTRATOR_INFO_FAILED',
    status: 500,
    text: 'Internal Server Error',
  },
  { step: 'take the payment', code: 'PAYMENT_REFUSED', status: 400 },
  { step: 'check the credit', code: 'BALANCE_INSUFFICIENT', status: 400, text: 'Insufficient balance' },
  { step: 'read the segment', code: 'BODY_UNREADABLE', status: 500, text: 'Internal Server Error' },
  { step: 'fetch the segment', code: 'SOURCE_FETCH_FAILED', status: 400, text: 'BadRequest' },
  { step: 'check the hash', code: 'SEGMENT_HASH_MISMATCH', status: 403, text: 'Forbidden' },
]

/** @returns status and text for an error; anything unexpected is a 500 that says nothing. */
export function rejectionReply(error: unknown): { readonly status: number; readonly text: string } {
  if (error instanceof SegmentRejectedError) {
    const row = rejectionTable.find(({ code }) => code === error.code)
    if (row !== undefined) return { status: row.status, text: row.text ?? error.wireText }
  }
  return { status: 500, text: 'Internal Server Error' }
}
