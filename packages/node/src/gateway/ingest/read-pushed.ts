import { type SegmentProbe, UnsupportedCodecError } from '@millrace/media'
import { SegmentInputError } from '../errors.ts'
import { maxDurationMs } from './push-headers.ts'
import { probePushed } from './push-stream.ts'

/**
 * Reads a segment that somebody gives us.
 * @param told its duration, as who gives it says; undefined: as its frames say.
 * @throws {SegmentInputError} when it cannot be used.
 */
export function readPushed(
  bytes: Uint8Array,
  told: number | undefined,
): { readonly probe: SegmentProbe; readonly durationMs: number } {
  const probe = probeOf(bytes)
  const durationMs = told ?? probe.durationMs
  if (!(durationMs > 0 && durationMs <= maxDurationMs)) throw new SegmentInputError({ code: 'NO_DURATION' })
  return { probe, durationMs }
}

function probeOf(bytes: Uint8Array): SegmentProbe {
  let probe: SegmentProbe | undefined
  try {
    probe = probePushed(bytes)
  } catch (cause) {
    const code = cause instanceof UnsupportedCodecError ? 'UNKNOWN_CODEC' : 'UNREADABLE'
    throw new SegmentInputError({ code, cause })
  }
  if (!probe) throw new SegmentInputError({ code: 'NO_KEYFRAME' })
  return probe
}
