import {
  PoisonSegmentError,
  PoolBusyError,
  PoolClosedError,
  type RefusalCode,
  SegmentRefusedError,
  TranscodeTimeoutError,
} from '@millrace/media'
import { TranscodeRefusedError } from '../errors.ts'

/** The texts by which gateways of the network know that no other node could do better. */
const refusalTexts: Readonly<Record<RefusalCode, string>> = {
  NO_VIDEO: 'TranscoderInvalidVideo',
  NO_KEYFRAME: 'No keyframes in input',
  UNREADABLE_SEGMENT: 'TranscoderInvalidVideo',
  UNSUPPORTED_INPUT: 'Unsupported input codec',
  UNSUPPORTED_PROFILE: 'TranscoderUnrecognizedProfile',
  SEGMENT_TOO_LARGE: 'TranscoderInvalidVideo',
  RUNAWAY_FRAMES: 'Encoded frames runaway',
}

/** What the other side is told of a failure of the transcoder pool; the details stay in our log. */
export function toTranscodeRefusal(error: unknown): TranscodeRefusedError {
  if (error instanceof TranscodeRefusedError) return error
  return new TranscodeRefusedError(refusalText(error), error)
}

function refusalText(error: unknown): string {
  if (error instanceof SegmentRefusedError) return refusalTexts[error.code]
  if (error instanceof PoisonSegmentError) return 'TranscoderInvalidVideo'
  if (error instanceof PoolBusyError) return 'OrchestratorBusy'
  if (error instanceof PoolClosedError) return 'TranscoderStopped'
  if (error instanceof TranscodeTimeoutError) return 'Remote transcoder took too long'
  return 'transcoding failed'
}
