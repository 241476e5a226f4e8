import {
  readTranscodeConfiguration,
  type TranscodeConfiguration,
} from '../admission/transcode-configuration.ts'
import type { SegmentSlice } from '../dispatch/types.ts'

/** Longest segment that anybody takes. */
export const maxDurationMs = 300_000

/** What the headers of a push say. */
export interface PushHeaders {
  /** As the encoder says; undefined: as the frames say. */
  readonly durationMs: number | undefined
  readonly slice: SegmentSlice | undefined
  readonly wantsRenditions: boolean
  readonly bearer: string | undefined
  readonly configuration: TranscodeConfiguration | undefined
}

/** A header that does not fit; the caller answers 400. */
export class PushHeaderFault extends Error {}

/** @throws {PushHeaderFault} @throws {TranscodeConfigurationError} */
export function readPushHeaders(headers: Headers): PushHeaders {
  const configuration = headers.get('livepeer-transcode-configuration')
  return {
    durationMs: readDuration(headers.get('content-duration')),
    slice: readSlice(headers),
    wantsRenditions: (headers.get('accept') ?? '').includes('multipart/mixed'),
    bearer: /^Bearer +(\S{1,256})$/i.exec(headers.get('authorization') ?? '')?.[1],
    configuration: configuration === null ? undefined : readTranscodeConfiguration(configuration),
  }
}

function readDuration(header: string | null): number | undefined {
  if (header === null) return undefined
  const durationMs = readMs(header)
  if (durationMs === undefined || durationMs === 0 || durationMs > maxDurationMs) {
    throw new PushHeaderFault(`Content-Duration is milliseconds, up to ${maxDurationMs}.`)
  }
  return durationMs
}

/** Either end may be left out: the slice then begins, or ends, with the segment. */
function readSlice(headers: Headers): SegmentSlice | undefined {
  const [from, to] = [headers.get('content-slice-from'), headers.get('content-slice-to')]
  if (from === null && to === null) return undefined
  const [fromMs, toMs] = [readMs(from ?? '0'), readMs(to ?? String(maxDurationMs))]
  if (fromMs === undefined || toMs === undefined || fromMs >= toMs || toMs > maxDurationMs) {
    throw new PushHeaderFault(
      'Content-Slice-From and Content-Slice-To are milliseconds, one before the other.',
    )
  }
  return { fromMs, toMs }
}

function readMs(text: string): number | undefined {
  return /^\d{1,6}$/.test(text) ? Number(text) : undefined
}
