import type { Profile } from '@millrace/media'
import type { GatewayConfig } from '../config.ts'
import { PublishRefusedError, SegmentInputError } from '../errors.ts'
import { PushStream } from '../ingest/push-stream.ts'
import { readPushed } from '../ingest/read-pushed.ts'
import type { Publisher, StreamRegistry } from '../streams/stream-registry.ts'
import { type PublishedSegment, publishedSegment } from './published-segment.ts'
import type { SegmentToPublish } from './source-segments.ts'

export interface PublicationOptions {
  readonly streamId: string
  readonly profiles: readonly Profile[] | undefined
  /** Closed along with it. */
  readonly segments: AsyncIterator<SegmentToPublish, void, undefined>
  readonly signal: AbortSignal | undefined
}

export interface PublicationDependencies {
  readonly config: Pick<GatewayConfig, 'maxSegmentBytes' | 'maxSegmentsInFlight'>
  readonly registry: Pick<StreamRegistry, 'open'>
  readonly onBytes: (bytes: number) => void
}

type Read = IteratorResult<SegmentToPublish, void> | { readonly failure: unknown }

/** Either the next segment of the source, or what came of an earlier one. */
type Step = { readonly read: Read } | { readonly published: PublishedSegment }

/** One stream that a program publishes: reads its source no faster than the results are taken. */
export class Publication {
  readonly #options: PublicationOptions
  readonly #deps: PublicationDependencies
  readonly #publisher: Publisher
  readonly #stream: PushStream
  readonly #gone = new AbortController()
  readonly #stopped: AbortSignal
  readonly #underWay: Promise<Step>[] = []
  #reading: Promise<Step> | undefined
  #end: { readonly failure?: unknown } | undefined
  #closed: Promise<void> | undefined

  /** @throws {PublishRefusedError} as the registry says. */
  constructor(options: PublicationOptions, deps: PublicationDependencies) {
    const { streamId, profiles, signal } = options
    this.#options = options
    this.#deps = deps
    this.#stopped = signal ? AbortSignal.any([signal, this.#gone.signal]) : this.#gone.signal
    this.#publisher = deps.registry.open({
      ...{ streamId, keyId: undefined, order: { profiles }, mayBeSilent: true },
      disconnect: (_, code = 'STREAM_BUSY') => this.#gone.abort(new PublishRefusedError({ code })),
    })
    this.#stream = new PushStream(this.#publisher)
    // Whoever aborts may never ask for another result.
    this.#stopped.addEventListener('abort', this.#onStopped, { once: true })
  }

  /**
   * What came of the next segment; undefined when the source has ended.
   * @throws what the source throws, and what the signal says when it aborts.
   */
  async next(): Promise<PublishedSegment | undefined> {
    for (;;) {
      if (!this.#end && this.#underWay.length < this.#deps.config.maxSegmentsInFlight)
        this.#reading ??= readNext(this.#options.segments)
      const steps = [this.#underWay[0], this.#reading].filter((step) => step !== undefined)
      if (steps.length === 0) break
      const step = await firstOf(steps, this.#stopped)
      if ('published' in step) {
        this.#underWay.shift()
        return step.published
      }
      this.#reading = undefined
      this.#take(step.read)
    }
    // What came before it has been handed out.
    if (this.#end && 'failure' in this.#end) throw this.#end.failure
    return undefined
  }

  /** Ends stream and source; resolves when nothing of the stream is under way any more. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  readonly #onStopped = () => void this.close()

  async #close(): Promise<void> {
    this.#stopped.removeEventListener('abort', this.#onStopped)
    // A source that hangs must not keep whoever gave up on it.
    void this.#options.segments.return?.()?.then(undefined, () => {})
    await this.#publisher.finish()
  }

  #take(read: Read): void {
    try {
      if ('failure' in read) throw read.failure
      if (read.done) this.#end = {}
      else this.#publish(read.value)
    } catch (failure) {
      this.#end = { failure }
    }
  }

  #publish({ bytes, durationMs: told }: SegmentToPublish): void {
    if (bytes.length > this.#deps.config.maxSegmentBytes) throw new SegmentInputError({ code: 'TOO_LARGE' })
    const { probe, durationMs } = readPushed(bytes, told)
    const seqNo = this.#stream.nextSeqNo
    this.#deps.onBytes(bytes.length)
    const outcome = this.#stream.add({ bytes, number: seqNo, durationMs, probe })
    this.#underWay.push(outcome.then((of) => ({ published: publishedSegment(of, { seqNo, durationMs }) })))
  }
}

function readNext(segments: AsyncIterator<SegmentToPublish, void, undefined>): Promise<Step> {
  return segments.next().then(
    (read) => ({ read }),
    (failure: unknown) => ({ read: { failure } }),
  )
}

/** @throws what the signal says when it aborts before. */
function firstOf(steps: readonly Promise<Step>[], signal: AbortSignal): Promise<Step> {
  const { promise, resolve, reject } = Promise.withResolvers<Step>()
  const abort = () => reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  Promise.race(steps).then(resolve, reject)
  return promise.finally(() => signal.removeEventListener('abort', abort))
}
