import type { Logger } from '@millrace/common'
import type { FileSegment, PictureSize, Profile } from '@millrace/media'
import { type MediaWorker, verifySegment } from '@millrace/verification/looking'
import type { SegmentResult } from './segment-result.ts'
import type { MeasuredSegment } from './test-session.ts'

export interface LookOptions {
  readonly profiles: readonly Profile[]
  readonly sourceSize: PictureSize
  /** At random from 0 to 1: drawn once the result has come. */
  readonly phase: number
  readonly depth: 'quick' | 'thorough'
  readonly timeoutMs: number
}

export interface LookDependencies {
  readonly worker: MediaWorker
  readonly log: Logger
  readonly signal: AbortSignal
}

/** The result with a verdict on each rendition; as it was when they could not be looked at. */
export async function lookAtResult(
  { result, files }: MeasuredSegment,
  source: FileSegment,
  { profiles, ...options }: LookOptions,
  { worker, log, signal }: LookDependencies,
): Promise<SegmentResult> {
  const renditions = profiles.flatMap((profile, index) => {
    const bytes = files[index]
    const claimedPixels = result.renditions[index]?.claimedPixels
    return bytes ? [{ profile, bytes, isSigned: true, claimedPixels }] : []
  })
  try {
    const verdicts = await verifySegment({ source: source.bytes, renditions, signal, ...options }, worker)
    return {
      ...result,
      renditions: result.renditions.map((rendition, index) => {
        const verdict = verdicts[index]
        if (!verdict) return rendition
        const isGood = verdict.outcome === 'good'
        return {
          ...rendition,
          verdict: isGood ? 'good' : 'bad',
          reasons: isGood ? [] : [...new Set(verdict.reasons.map(({ code }) => code))],
        }
      }),
    }
  } catch (err) {
    // Of no rendition's doing: nothing is said of them.
    if (!signal.aborted) log.warn({ err, seqNo: result.seqNo }, 'renditions could not be looked at')
    return result
  }
}
