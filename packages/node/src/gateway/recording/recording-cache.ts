import type { Clock } from '@millrace/common'
import type { ObjectStore } from '../storage/object-store.ts'
import { type Recording, readRecording } from './read-recording.ts'

const liveMs = 2_000
const overMs = 10_000
const maxCached = 200

/** Recordings that were read a moment ago: a crowd of viewers must not become a crowd of requests to the store. */
export class RecordingCache {
  readonly #clock: Clock
  readonly #read = new Map<
    string,
    { readonly recording: Promise<Recording | undefined>; readonly untilMs: number }
  >()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @throws {StoreError} */
  read(
    store: ObjectStore,
    { streamId, isOver }: { readonly streamId: string; readonly isOver: boolean },
  ): Promise<Recording | undefined> {
    const id = JSON.stringify([store.name, streamId, isOver])
    const nowMs = this.#clock.nowMs()
    const known = this.#read.get(id)
    if (known && nowMs < known.untilMs) return known.recording
    const recording = readRecording(store, streamId)
    this.#read.delete(id)
    this.#read.set(id, { recording, untilMs: nowMs + (isOver ? overMs : liveMs) })
    for (const oldest of this.#read.keys()) {
      if (this.#read.size <= maxCached) break
      this.#read.delete(oldest)
    }
    recording.catch(() => this.#read.delete(id))
    return recording
  }
}
