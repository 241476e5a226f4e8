import type { DispatchOutcome, Lost, PublishedRendition } from '../dispatch/types.ts'

/** What came of one segment. */
export interface PublishedSegment {
  readonly seqNo: number
  readonly durationMs: number
  /** In the order of the profiles; those of a segment without pictures are the segment itself. Empty when it is lost. */
  readonly renditions: readonly RenditionOfSegment[]
  /** Why there are none. */
  readonly lost?: Lost
}

export interface RenditionOfSegment {
  /** Name of its profile. */
  readonly profile: string
  readonly bytes: Uint8Array
  /** Where it is, when it was put into an object store. */
  readonly url?: string
}

export function publishedSegment(
  outcome: DispatchOutcome,
  facts: Pick<PublishedSegment, 'seqNo' | 'durationMs'>,
): PublishedSegment {
  if (outcome.kind === 'lost') {
    const { reason, detail } = outcome
    return { ...facts, renditions: [], lost: { reason, detail } }
  }
  const published = outcome.kind === 'done' ? outcome.result.renditions : outcome.renditions
  return { ...facts, renditions: published.map(renditionOf) }
}

function renditionOf({ name: profile, bytes, url }: PublishedRendition): RenditionOfSegment {
  return { profile, bytes, ...(url !== undefined && { url }) }
}
