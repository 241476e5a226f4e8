import type { Clock, Logger } from '@millrace/common'
import type { Profile } from '@millrace/media'
import type { Verdict } from '@millrace/verification'
import type { SegmentToVerify } from '@millrace/verification/looking'
import type { SegmentResult, SegmentToTranscode } from '../dispatch/types.ts'
import { ResultCheckError } from '../errors.ts'
import type { CheckMetrics } from './check-metrics.ts'
import type { OrderedBy } from './consequences.ts'

/** Why nothing is looked at. */
export type Unseen =
  /** Too many wait already. */
  | 'no-room'
  /** This machine does not keep up with its streams. */
  | 'busy'
  /** A part of a segment, or a codec that cannot be looked at. */
  | 'unsupported'

/** Why a look came to no verdict, which is nobody's fault but the source's or this machine's. */
export type Excused =
  /** The source cannot be decoded. */
  | 'source'
  /** What looks at results failed, or ran out of time. */
  | 'failed'

/** How closely results are looked at, and at which of their frames: from 0 to 1. */
export type Due = Pick<SegmentToVerify, 'depth' | 'phase'>

/** Results of one segment. */
export interface ResultsToSee extends OrderedBy {
  readonly segment: SegmentToTranscode
  readonly results: readonly Pick<SegmentResult, 'renditions'>[]
}

export interface ResultLookDependencies {
  readonly examiner: {
    readonly hasRoom: boolean
    readonly isClosed: boolean
    examine(segment: SegmentToVerify): Promise<readonly Verdict[]>
  }
  readonly machine: { readonly isSaturated: boolean }
  readonly metrics: CheckMetrics
  readonly clock: Clock
  readonly log: Logger
}

/** Of each step of a look. What may be decoded of a result is bounded, so that only a machine that stands still needs it. */
const timeoutMs = 60_000
/** What is nobody's fault comes with every segment: it is told of once in so long. */
const tellAgainMs = 60_000
/** Codecs that can be looked at. */
const readableCodecs: ReadonlySet<Profile['codec']> = new Set(['h264', 'h265'])

/** Looks at results where that can be done. */
export class ResultLook {
  readonly #deps: ResultLookDependencies
  #toldAtMs = Number.NEGATIVE_INFINITY

  constructor(deps: ResultLookDependencies) {
    this.#deps = deps
  }

  whyNot({ segment, profiles }: Pick<ResultsToSee, 'segment' | 'profiles'>): Unseen | undefined {
    const { machine, examiner } = this.#deps
    const isReadable = profiles.every(({ codec }) => readableCodecs.has(codec))
    if (segment.slice || !segment.video || !isReadable) return 'unsupported'
    if (machine.isSaturated) return 'busy'
    return examiner.hasRoom ? undefined : 'no-room'
  }

  /**
   * @returns for each result the verdicts on its renditions; or why there are none; undefined when the gateway closes.
   */
  async look(seen: ResultsToSee, due: Due): Promise<readonly (readonly Verdict[])[] | Excused | undefined> {
    const { clock, examiner, metrics } = this.#deps
    const startedMs = clock.nowMs()
    try {
      const verdicts = await examiner.examine(segmentOf(seen, due))
      metrics.observeSeconds(clock.nowMs() - startedMs)
      const starts = startsOf(seen.results)
      return seen.results.map(({ renditions }, index) => {
        const start = starts[index] ?? 0
        return verdicts.slice(start, start + renditions.length)
      })
    } catch (error) {
      return examiner.isClosed ? undefined : this.#excuse(error, seen)
    }
  }

  #excuse(err: unknown, { streamId }: OrderedBy): Excused {
    const { log, clock } = this.#deps
    const isSource = err instanceof ResultCheckError && err.isSource
    const nowMs = clock.nowMs()
    if (nowMs - this.#toldAtMs >= tellAgainMs) {
      this.#toldAtMs = nowMs
      log.warn(
        { err, streamId },
        isSource ? 'source cannot be checked against' : 'result could not be checked',
      )
    }
    return isSource ? 'source' : 'failed'
  }
}

function startsOf(results: ResultsToSee['results']): readonly number[] {
  let start = 0
  return results.map(({ renditions }) => {
    start += renditions.length
    return start - renditions.length
  })
}

function segmentOf({ segment, results, profiles }: ResultsToSee, due: Due): SegmentToVerify {
  const { widthPx = 0, heightPx = 0 } = segment.video ?? {}
  return {
    source: segment.bytes,
    sourceSize: { widthPx, heightPx },
    renditions: results.flatMap(({ renditions }) =>
      renditions.flatMap(({ bytes, pixels }, index) => {
        const profile = profiles[index]
        // Whose signature it is was looked at before, with all renditions.
        return profile ? [{ profile, bytes, isSigned: true, claimedPixels: pixels }] : []
      }),
    ),
    ...due,
    timeoutMs,
  }
}
