import { BaseError } from '@millrace/common'
import { PaymentError, PriceTooHighError, SenderFundsError } from '@millrace/payments'
import {
  CallAbortedError,
  CallRefusedError,
  OrchestratorClientError,
  RemoteTranscodeError,
  SegmentStatusError,
  WireFormatError,
} from '@millrace/wire'
import { EndpointError } from '../../ordering/errors.ts'
import { BadResultError, NotMeasuredError, SpendBoundError } from '../errors.ts'
import type { Failure } from './segment-result.ts'

const maxDetailLength = 300
/** Said where the reserve of the tester, not the orchestrator, is at fault. */
const reserveText = 'insufficient sender reserve'
const overchargedText = 'Insufficient balance'

/** Text of the wire that says what other codes do. */
const codeOfText: readonly (readonly [text: string, code: string])[] = [
  ['OrchestratorCapped', 'BUSY'],
  ['OrchestratorBusy', 'BUSY'],
  ['TranscoderBusy', 'BUSY'],
  // The tickets that went along were worth what was asked: it books more than that.
  [overchargedText, 'OVERCHARGED'],
]

/**
 * What an error says of the orchestrator.
 * @throws {NotMeasuredError} when it says nothing of it; the error itself when nobody foresaw it.
 */
export function judgeFailure(error: unknown): Failure {
  throwIfOurs(error)
  if (!isTheirs(error)) throw error
  const text = wireTextOf(error)
  const known = codeOfText.find(([part]) => text.includes(part))?.[1]
  return { code: known ?? error.code, detail: shown(error.message) }
}

function isTheirs(error: unknown): error is BaseError {
  return (
    error instanceof OrchestratorClientError ||
    error instanceof WireFormatError ||
    error instanceof PaymentError ||
    error instanceof EndpointError ||
    error instanceof BadResultError
  )
}

function throwIfOurs(error: unknown): void {
  if (error instanceof NotMeasuredError) throw error
  const ours = (reason: NotMeasuredError['reason'], cause: Error) => {
    throw new NotMeasuredError({ reason, detail: cause.message, cause })
  }
  if (error instanceof SpendBoundError) ours('SPEND_BOUND', error)
  if (error instanceof PriceTooHighError) ours('PRICE_TOO_HIGH', error)
  if (error instanceof CallAbortedError) ours('ENDED', error)
  if (error instanceof SenderFundsError) ours('OWN_FUNDS', error)
  if (error instanceof BaseError && wireTextOf(error).includes(reserveText)) ours('OWN_FUNDS', error)
}

function wireTextOf(error: BaseError): string {
  const hasText =
    error instanceof CallRefusedError ||
    error instanceof SegmentStatusError ||
    error instanceof RemoteTranscodeError
  return hasText ? error.wireText : ''
}

/** Strangers write it, people read it. */
function shown(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\p{P}\p{S}\p{Zs}]/gu, ' ').slice(0, maxDetailLength)
}
