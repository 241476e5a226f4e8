import {
  FaceValueAboveDepositError,
  PaymentError,
  PriceDoubledError,
  PriceTooHighError,
  SenderFundsError,
} from '@millrace/payments'
import {
  BodyTimeoutError,
  CallAbortedError,
  CallRefusedError,
  CallTimeoutError,
  ConnectFailedError,
  ConnectionBrokenError,
  HeaderTimeoutError,
  OrchestratorClientError,
  PeerRefusedError,
  RemoteTranscodeError,
  SegmentStatusError,
  WireFormatError,
} from '@millrace/wire'
import { EndpointError } from '../../ordering/errors.ts'
import { DataDirError } from '../../state/errors.ts'
import { AttemptError, type AttemptFailure, SpendCapError } from '../errors.ts'
import { StoreError } from '../storage/errors.ts'

/** What orchestrators say when they have no room, in their own words: on this wire the text is the code. */
const busyTexts = ['OrchestratorCapped', 'OrchestratorBusy', 'TranscoderBusy', 'no transcoders available']
const fundsText = 'insufficient sender reserve'

/** Says what a failed call or payment means for the attempt that it was part of. */
export function asAttemptError(cause: unknown): AttemptError {
  if (cause instanceof AttemptError) return cause
  const detail = cause instanceof Error ? cause.message : String(cause)
  return new AttemptError({ failure: failureOf(cause), detail, cause })
}

/** @returns whether the orchestrator cannot have taken the tickets of a call that failed so. */
export function wasNothingTaken(error: unknown): boolean {
  return error instanceof ConnectFailedError || error instanceof HeaderTimeoutError
}

function failureOf(cause: unknown): AttemptFailure {
  if (cause instanceof OrchestratorClientError) return clientFailure(cause)
  if (cause instanceof WireFormatError || cause instanceof EndpointError) return 'BAD_INFO'
  if (cause instanceof SpendCapError) return 'SPEND_CAP'
  if (cause instanceof StoreError) return 'STATE_UNWRITABLE'
  if (cause instanceof DataDirError) return 'STATE_UNWRITABLE'
  if (cause instanceof PriceTooHighError || cause instanceof PriceDoubledError) return 'PRICE_TOO_HIGH'
  if (cause instanceof FaceValueAboveDepositError) return 'FUNDS_BELOW_TERMS'
  if (cause instanceof SenderFundsError) return 'PAYMENT_REQUIRED'
  return cause instanceof PaymentError ? 'BAD_INFO' : 'REFUSED'
}

function clientFailure(cause: OrchestratorClientError): AttemptFailure {
  if (cause instanceof CallAbortedError) return 'CANCELLED'
  if (cause instanceof RemoteTranscodeError) {
    if (saysBusy(cause.wireText)) return 'BUSY'
    return cause.retryable ? 'TRANSCODE_FAILED' : 'SEGMENT_UNUSABLE'
  }
  if (cause instanceof CallRefusedError || cause instanceof SegmentStatusError) {
    if (saysBusy(cause.wireText)) return 'BUSY'
    return cause.wireText.includes(fundsText) ? 'FUNDS_BELOW_TERMS' : 'REFUSED'
  }
  if (isOneOf(cause, [ConnectFailedError, ConnectionBrokenError, PeerRefusedError])) return 'UNREACHABLE'
  if (isOneOf(cause, [CallTimeoutError, HeaderTimeoutError, BodyTimeoutError])) return 'TIMEOUT'
  return 'TRANSCODE_FAILED'
}

function isOneOf(error: Error, classes: readonly (abstract new (...facts: never[]) => Error)[]): boolean {
  return classes.some((candidate) => error instanceof candidate)
}

function saysBusy(wireText: string): boolean {
  return busyTexts.some((text) => wireText.includes(text))
}
