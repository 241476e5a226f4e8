import { TranscodeRefusedError, toTranscodeRefusal } from '@millrace/wire'
import { AttemptFailedError, type AttemptFailure, NoTranscoderError } from '../errors.ts'

/** The network's own words, where it has some: gateways match them. */
const failureTexts: Readonly<Record<AttemptFailure, string>> = {
  lost: 'no transcoders available',
  silent: 'Remote transcoder took too long',
  late: 'Remote transcoder took too long',
  busy: 'OrchestratorBusy',
  failed: 'transcoding failed',
  malformed: 'transcoding failed',
  wrong: 'transcoding failed',
}

/** What the gateway is told when no transcoder brought a result; the details stay in our log. */
export function toWorkRefusal(error: unknown): TranscodeRefusedError {
  if (error instanceof AttemptFailedError)
    return new TranscodeRefusedError(failureTexts[error.failure], error)
  if (error instanceof NoTranscoderError) {
    const text = error.isIncapable
      ? 'no transcoders can provide requested capabilities'
      : 'no transcoders available'
    return new TranscodeRefusedError(text, error)
  }
  return toTranscodeRefusal(error)
}
