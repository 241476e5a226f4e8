import { type FileSegment, readSegments } from '@millrace/media'

/** A segment as a program gives it: MPEG-TS that begins with a key frame; its duration is read when it is left out. */
export type SegmentToPublish = Pick<FileSegment, 'bytes'> & Partial<FileSegment>

/** The path of a file, or segments as they come. */
export type PublishSource = string | Iterable<SegmentToPublish> | AsyncIterable<SegmentToPublish>

export async function* sourceSegments(
  source: PublishSource,
  targetMs: number | undefined,
): AsyncGenerator<SegmentToPublish, void, undefined> {
  if (typeof source === 'string') yield* readSegments(source, targetMs === undefined ? {} : { targetMs })
  else yield* source
}
