import { type Clock, delay, Lifecycle, type Logger } from '@millrace/common'
import type { Tell } from '../events/gateway-events.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { sourceName } from '../playback/stream-playback.ts'
import type { StreamObserver } from '../status/stream-observer.ts'
import type { StoreShelf } from '../storage/store-shelf.ts'
import type { Stream } from '../streams/stream.ts'
import type { SegmentRecord } from '../streams/stream-status.ts'
import { type RecordingRoom, StreamRecorder } from './stream-recorder.ts'
import { UploadQueue } from './upload-queue.ts'

export interface RecordingsDependencies {
  readonly stores: StoreShelf
  readonly room: RecordingRoom
  readonly metrics: Pick<GatewayMetrics, 'countRecorded'>
  readonly tell: Tell
  readonly clock: Clock
  readonly log: Logger
}

interface Running {
  readonly recorder: StreamRecorder
  newestSeqNo: number
  failures: number
}

/** Memory for what is on its way into the stores. */
const maxQueuedBytes = 256_000_000
const maxInFlight = 6
/** A crash costs the playlist this much of its end; the segments themselves are there. */
const saveEveryMs = 2_000
/** What is under way at the end has this long. */
const lastSaveMs = 10_000
/** Failures are told this seldom. */
const tellEvery = 50

/** Records the streams that are to be recorded. */
export class Recordings implements StreamObserver {
  readonly #deps: RecordingsDependencies
  readonly #queue = new UploadQueue({ maxInFlight, maxBytes: maxQueuedBytes })
  readonly #running = new Map<Stream, Running>()
  readonly #finishing = new Set<Promise<void>>()
  readonly #life = new Lifecycle()

  constructor(deps: RecordingsDependencies) {
    this.#deps = deps
    const timer = setInterval(() => {
      for (const { recorder } of this.#running.values()) void recorder.save()
    }, saveEveryMs)
    timer.unref()
    this.#life.add('ends of recordings', () => this.#finishAll())
    this.#life.add('timer of recordings', () => clearInterval(timer))
  }

  get queuedBytes(): number {
    return this.#queue.heldBytes
  }

  /** Recordings of these are not over: sessions by stream. */
  get live(): ReadonlyMap<string, string> {
    return new Map([...this.#running].map(([{ id }, { recorder }]) => [id, recorder.session]))
  }

  onSegment({ segment, outcome }: SegmentRecord, stream: Stream): void {
    const running = this.#runningFor(stream)
    if (!running) return
    const { recorder } = running
    if (segment.seqNo > running.newestSeqNo) {
      running.newestSeqNo = segment.seqNo
      const { widthPx = 0, heightPx = 0 } = segment.video ?? {}
      recorder.add({ track: sourceName, segment, bytes: segment.bytes, widthPx, heightPx })
    }
    if (outcome?.kind !== 'done') return
    for (const { name, bytes, widthPx, heightPx, storedAs } of outcome.result.renditions) {
      // What orchestrators have put into the same store is there already.
      const key = this.#isInStore(stream) ? storedAs : undefined
      recorder.add({ track: name, segment, bytes, widthPx, heightPx, storedAs: key })
    }
  }

  onStream(stream: Stream): void {
    const running = this.#running.get(stream)
    if (!running || !stream.isEnded) return
    // The last segment may be told after this; it is under way no longer then.
    const finishing = stream.idle().then(() => this.#finish(stream, running))
    this.#finishing.add(finishing)
    void finishing.finally(() => this.#finishing.delete(finishing))
  }

  onSpendCap(): void {}

  /** Waits a while for what is under way. Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }

  async #finish(stream: Stream, { recorder }: Running): Promise<void> {
    await this.#queue.idle()
    await recorder.finish()
    this.#running.delete(stream)
  }

  async #finishAll(): Promise<void> {
    const all = [...this.#running].map(([stream, running]) => this.#finish(stream, running))
    const late = delay(lastSaveMs, { unref: true }).then(() => {
      this.#deps.log.warn({ queuedBytes: this.queuedBytes }, 'recordings end without their last pieces')
    })
    await Promise.race([Promise.allSettled([...all, ...this.#finishing]), late])
    await this.#queue.close()
  }

  #runningFor(stream: Stream): Running | undefined {
    const known = this.#running.get(stream)
    if (known || stream.isEnded || this.#life.isClosed) return known
    const { stores, room, clock, log, metrics } = this.#deps
    const store = stores.recordStore(stream.order.recordStore)
    if (!store) return undefined
    const running: Running = {
      newestSeqNo: -1,
      failures: 0,
      recorder: new StreamRecorder(
        { streamId: stream.id, previousSessions: stream.order.previousSessions ?? [] },
        {
          ...{ store, queue: this.#queue, room, clock, log },
          onFailed: (detail) => this.#failed(stream, running, detail),
          onStored: (bytes) => metrics.countRecorded('stored', bytes),
        },
      ),
    }
    this.#running.set(stream, running)
    log.info({ streamId: stream.id, session: running.recorder.session }, 'recording begins')
    return running
  }

  #isInStore({ order }: Stream): boolean {
    const { stores } = this.#deps
    return stores.objectStore(order.objectStore) === stores.recordStore(order.recordStore)
  }

  #failed({ id: streamId }: Stream, running: Running, detail: string): void {
    const { metrics, log, tell } = this.#deps
    metrics.countRecorded('failed', 0)
    if (running.failures++ % tellEvery > 0) return
    log.error({ streamId, detail, failures: running.failures }, 'a piece of a recording is not kept')
    tell('recording_failed', { streamId, detail })
  }
}
