import type { StatusSegment } from '@millrace/client'

export interface Try {
  readonly segment: StatusSegment
  readonly attempt: StatusSegment['attempts'][number]
}

/** All tries of segments with one orchestrator, newest first. */
export function triesOf(segments: readonly StatusSegment[], address: string): Try[] {
  const key = address.toLowerCase()
  return segments
    .flatMap((segment) =>
      segment.attempts
        .filter(({ orchestrator }) => orchestrator.toLowerCase() === key)
        .map((attempt) => ({ segment, attempt })),
    )
    .sort((a, b) => b.attempt.startedAt - a.attempt.startedAt)
}
