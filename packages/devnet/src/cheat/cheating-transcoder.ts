import type { TranscodeResult } from '@millrace/media'
import type { SegmentJob, SegmentTranscoder } from '@millrace/node/orchestrator'
import type { Cheat } from './cheats.ts'
import type { CheatPlan } from './settings.ts'
import type { SpoilerProcess } from './spoiler/spoiler-process.ts'

export interface CheatingTranscoderDependencies {
  /** Does what is not cheated on. */
  readonly honest: SegmentTranscoder
  readonly spoiler: Pick<SpoilerProcess, 'spoil'>
}

/** Segments of a stream that are kept, to be sold once more. */
const keptSegments = 4
const keptStreams = 8

/** Transcodes like the honest one behind it, but for its share of the segments, which it spoils. */
export class CheatingTranscoder implements SegmentTranscoder {
  readonly #plan: CheatPlan
  readonly #deps: CheatingTranscoderDependencies
  /** Sources of each stream, the oldest first. */
  readonly #seen = new Map<string, readonly Uint8Array[]>()
  #segments = 0

  constructor(plan: CheatPlan, deps: CheatingTranscoderDependencies) {
    this.#plan = plan
    this.#deps = deps
  }

  async transcode(job: SegmentJob): Promise<TranscodeResult> {
    const { honest, spoiler } = this.#deps
    const { cheat } = this.#plan
    const isWanted = this.#isNextWanted()
    const before = this.#remember(job)
    const other = otherOf(cheat, before)
    // Of a stream that has just begun there is nothing yet to be sold once more.
    const isPossible = other !== undefined || !needsEarlier(cheat)
    if (!isWanted || !isPossible) return honest.transcode(job)
    const { source, profiles, signal } = job
    signal.throwIfAborted()
    return spoiler.spoil({ source, profiles, recipe: cheat, other })
  }

  /** Spread evenly, so that a share of a fifth is every fifth segment. */
  #isNextWanted(): boolean {
    const { afterSegments, share } = this.#plan
    const number = this.#segments++ - afterSegments
    return number >= 0 && Math.floor((number + 1) * share + 1e-9) > Math.floor(number * share + 1e-9)
  }

  /** @returns the sources that came before this one. */
  #remember({ manifestId, source }: SegmentJob): readonly Uint8Array[] {
    const before = this.#seen.get(manifestId) ?? []
    this.#seen.delete(manifestId)
    this.#seen.set(manifestId, [...before, source].slice(-keptSegments))
    const [oldest] = this.#seen.keys()
    if (this.#seen.size > keptStreams && oldest !== undefined) this.#seen.delete(oldest)
    return before
  }
}

function needsEarlier({ from, audio }: Cheat): boolean {
  return from === 'next segment' || from === 'previous segment' || audio === 'other'
}

/** A live stream has no next segment yet: the oldest one that is kept stands for it. */
function otherOf(cheat: Cheat, before: readonly Uint8Array[]): Uint8Array | undefined {
  if (!needsEarlier(cheat)) return undefined
  return cheat.from === 'next segment' ? before[0] : before.at(-1)
}
