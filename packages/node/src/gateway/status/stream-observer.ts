import type { Stream } from '../streams/stream.ts'
import type { SegmentRecord } from '../streams/stream-status.ts'

/** Who is told what happens in streams. */
export interface StreamObserver {
  /** At each change of a segment. */
  onSegment(record: SegmentRecord, stream: Stream): void
  /** At each change of a stream. */
  onStream(stream: Stream): void
  /** A stream has spent what it may today; `detail` is for people. */
  onSpendCap(streamId: string, detail: string): void
}

/** Tells all of them, in this order. */
export function observers(all: readonly StreamObserver[]): StreamObserver {
  return {
    onSegment: (record, stream) => {
      for (const one of all) one.onSegment(record, stream)
    },
    onStream: (stream) => {
      for (const one of all) one.onStream(stream)
    },
    onSpendCap: (streamId, detail) => {
      for (const one of all) one.onSpendCap(streamId, detail)
    },
  }
}
