import { availableParallelism } from 'node:os'
import { Lifecycle, type Logger } from '@millrace/common'
import { maxRenditions } from '../profile.ts'
import { type DeviceLease, DeviceUse } from './device-use.ts'
import {
  PoisonSegmentError,
  PoolBusyError,
  PoolClosedError,
  SegmentRefusedError,
  TranscodeFailedError,
  TranscodeTimeoutError,
} from './errors.ts'
import { MemoryWatch } from './memory-watch.ts'
import { SlotQueue } from './slot-queue.ts'
import type {
  InspectedRendition,
  InspectJob,
  LookJob,
  LookResult,
  RemuxJob,
  TranscodeJob,
  TranscodeResult,
  TranscoderPoolOptions,
  TranscoderPoolStats,
} from './types.ts'
import type { WorkerAnswer, WorkerOrder } from './worker/messages.ts'
import { WorkerCrew } from './worker-crew.ts'
import { WorkerLostError } from './worker-process.ts'

export interface TranscoderPoolDependencies {
  readonly log: Logger
}

const mebibyte = 1024 * 1024
/** A segment gets one more try in a fresh process when a worker ends over it. */
const maxAttempts = 2
const sampleTimeoutMs = 30_000

/**
 * Transcodes segments in child processes: a crash, a hang or a flood of memory in FFmpeg costs one segment one retry,
 * never this process. Segments wait in a bounded queue; worn workers are replaced by a warm spare between jobs.
 */
export class TranscoderPool {
  readonly #options: CompleteOptions
  readonly #log: Logger
  readonly #crew: WorkerCrew
  readonly #queue: SlotQueue
  readonly #memory: MemoryWatch
  readonly #deviceUse: DeviceUse
  readonly #life = new Lifecycle()
  #nextJobId = 1
  #transcoded = 0
  #failed = 0
  #workersLost = 0

  /** @throws {TranscoderStartError} when no worker comes up. */
  static async create(
    options: TranscoderPoolOptions,
    { log }: TranscoderPoolDependencies,
  ): Promise<TranscoderPool> {
    const complete = withDefaults(options)
    const crew = await WorkerCrew.create(
      {
        settings: { preset: complete.preset, threads: complete.threads },
        maxProcesses: complete.workers + 1,
        recycleAfterSegments: complete.recycleAfterSegments,
        recycleAboveRssBytes: complete.recycleAboveRssBytes,
      },
      { log },
    )
    return new TranscoderPool(complete, crew, log)
  }

  private constructor(options: CompleteOptions, crew: WorkerCrew, log: Logger) {
    this.#options = options
    this.#log = log
    this.#crew = this.#life.use('transcoder crew', crew)
    this.#deviceUse = new DeviceUse(options.device, { log })
    this.#queue = new SlotQueue({ slots: options.workers, maxWaiting: options.maxWaiting })
    this.#memory = new MemoryWatch({
      killAboveRssBytes: options.killAboveRssBytes,
      workers: () => crew.workers,
    })
    this.#life.add('transcoder queue', () => {
      this.#memory.stop()
      this.#queue.rejectWaiting(new PoolClosedError())
    })
  }

  get stats(): TranscoderPoolStats {
    return {
      workers: this.#options.workers,
      busy: this.#queue.taken,
      warm: this.#crew.warm,
      waiting: this.#queue.waiting,
      transcoded: this.#transcoded,
      failed: this.#failed,
      workersLost: this.#workersLost,
      workersRecycled: this.#crew.recycled,
      maxWorkerRssBytes: Math.max(this.#crew.maxRssBytes, this.#memory.maxRssBytes),
      device: this.#deviceUse.device,
      isDeviceOut: this.#deviceUse.isOut,
      deviceSegments: this.#deviceUse.segments,
      deviceFailures: this.#deviceUse.failures,
      cpuSeconds: this.#crew.cpuSeconds,
    }
  }

  /** Process ids of the workers alive, the spare included. */
  get workerPids(): readonly number[] {
    return [...this.#crew.workers].map(({ pid }) => pid)
  }

  /**
   * Transcodes one segment into all its renditions.
   * @throws {SegmentRefusedError} or {PoisonSegmentError} when the segment or the order is at fault (not retryable).
   * @throws {PoolBusyError} when the queue is full, {TranscodeTimeoutError} when the time ran out, {PoolClosedError},
   * {TranscoderStartError} and {TranscodeFailedError} when it is this machine's fault.
   * @throws the signal's reason when it aborts.
   */
  async transcode(job: TranscodeJob): Promise<TranscodeResult> {
    this.#checkJob(job)
    const { source, profiles, encoding } = job
    let lease: DeviceLease | undefined
    let [attempts, isOver] = [0, false]
    try {
      const answer = await this.#inSlot(job, (jobId) => {
        // Only once: a second process for the same segment leaves out what may have ended the first.
        if (attempts++ === 0 && !isOver && !encoding) lease = this.#deviceUse.lease(profiles)
        const device = attempts === 1 ? lease?.device : undefined
        return { type: 'transcode', jobId, source, profiles, encoding, device }
      })
      if (answer.type !== 'transcoded') throw errorOf(answer)
      this.#transcoded += 1
      lease?.end(answer.deviceFault ?? (attempts > 1 ? 'its process was lost' : undefined))
      return answer.result
    } catch (error) {
      this.#failed += 1
      // Whoever else is at fault: the device has shown nothing.
      isOver = true
      lease?.cancel()
      throw error
    }
  }

  /** A second of picture made by a worker, as an MPEG-TS segment of 1280x720 at 30 frames a second, to measure with. */
  async makeSample(): Promise<Uint8Array> {
    const answer = await this.#inSlot({ timeoutMs: sampleTimeoutMs }, (jobId) => ({ type: 'sample', jobId }))
    if (answer.type !== 'sample') throw errorOf(answer)
    return answer.bytes
  }

  /**
   * Decodes renditions that somebody else made, in a child process like any other bytes of strangers.
   * @returns what was found, in their order.
   * @throws {SegmentRefusedError} or {PoisonSegmentError} when one is no video; others as {@link TranscoderPool.transcode}.
   */
  async inspect({ renditions, ...job }: InspectJob): Promise<readonly InspectedRendition[]> {
    const answer = await this.#inSlot(job, (jobId) => ({ type: 'inspect', jobId, renditions }))
    if (answer.type !== 'inspected') throw errorOf(answer)
    return answer.renditions
  }

  /**
   * Decodes a source and renditions of it that somebody else made, each once, and takes samples of their pictures at the
   * same moments, for whoever judges them. In a child process; how much comes back is bounded.
   * @throws {SegmentRefusedError} when the source is no video; a rendition that is none is told in its place.
   * @throws {PoisonSegmentError} when one of them ends the process, others as {@link TranscoderPool.transcode}.
   */
  async look({ source, renditions, phase, ...job }: LookJob): Promise<LookResult> {
    const answer = await this.#inSlot(job, (jobId) => ({ type: 'look', jobId, source, renditions, phase }))
    if (answer.type !== 'looked') throw errorOf(answer)
    return answer.result
  }

  /**
   * Puts files into another container, in a child process like any other bytes of strangers.
   * @returns them in their order.
   * @throws as {@link TranscoderPool.inspect}.
   */
  async remux({ files, from, into, ...job }: RemuxJob): Promise<readonly Uint8Array[]> {
    const answer = await this.#inSlot(job, (jobId) => ({ type: 'remux', jobId, files, from, into }))
    if (answer.type !== 'remuxed') throw errorOf(answer)
    return answer.files
  }

  /** Ends all workers; jobs that run or wait are rejected with PoolClosedError. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #checkJob({ source, profiles }: TranscodeJob): void {
    const limit = this.#options.maxSourceBytes
    if (source.byteLength > limit)
      throw new SegmentRefusedError({
        code: 'SEGMENT_TOO_LARGE',
        reason: `it has ${source.byteLength} bytes, ${limit} are taken`,
      })
    if (profiles.length === 0 || profiles.length > maxRenditions)
      throw new SegmentRefusedError({
        code: 'UNSUPPORTED_PROFILE',
        reason: `${profiles.length} renditions are ordered, 1 to ${maxRenditions} are made`,
      })
  }

  async #inSlot(
    { timeoutMs, signal }: Pick<TranscodeJob, 'timeoutMs' | 'signal'>,
    order: (jobId: number) => Exclude<WorkerOrder, { type: 'settings' }>,
  ): Promise<Exclude<WorkerAnswer, { type: 'ready' }>> {
    if (this.#life.isClosed) throw new PoolClosedError()
    signal?.throwIfAborted()
    if (this.#queue.isFull)
      throw new PoolBusyError({ waiting: this.#queue.waiting, limit: this.#options.maxWaiting })
    await this.#waitForSlot(timeoutMs, signal)
    this.#memory.start()
    const work = this.#withRetry(order, timeoutMs, signal).finally(() => {
      this.#queue.release()
      if (this.#queue.taken === 0) this.#memory.stop()
    })
    return signal ? abortable(work, signal) : work
  }

  async #waitForSlot(timeoutMs: number, signal: AbortSignal | undefined): Promise<void> {
    const timeout = AbortSignal.timeout(Math.ceil(timeoutMs))
    try {
      await this.#queue.take(signal ? AbortSignal.any([signal, timeout]) : timeout)
    } catch (error) {
      if (error === timeout.reason) throw new TranscodeTimeoutError({ timeoutMs, attempts: 0 })
      throw error
    }
  }

  async #withRetry(
    order: (jobId: number) => Exclude<WorkerOrder, { type: 'settings' }>,
    timeoutMs: number,
    signal: AbortSignal | undefined,
  ): Promise<Exclude<WorkerAnswer, { type: 'ready' }>> {
    const ends: WorkerLostError[] = []
    while (ends.length < maxAttempts && !signal?.aborted) {
      const worker = await this.#crew.acquire()
      try {
        const made = order(this.#nextJobId++)
        // A driver that hangs leaves the software its time.
        const usesDevice = made.type === 'transcode' && made.device !== undefined
        return await worker.run(made, { timeoutMs: usesDevice ? timeoutMs / 2 : timeoutMs })
      } catch (error) {
        if (!(error instanceof WorkerLostError)) throw error
        if (this.#life.isClosed) throw new PoolClosedError()
        ends.push(error)
        this.#workersLost += 1
        const { end, exit } = error
        this.#log.warn({ end, exit, attempt: ends.length }, 'transcoder process lost in a job')
      } finally {
        this.#crew.release(worker)
      }
    }
    signal?.throwIfAborted()
    // Slow twice may be the machine's fault: another one may be in time. Ended otherwise is the segment's.
    if (ends.every(({ end }) => end === 'timeout'))
      throw new TranscodeTimeoutError({ timeoutMs, attempts: ends.length })
    const lastExit = ends.map(({ end, exit }) => `${end}, ${exit}`).join('; ')
    throw new PoisonSegmentError({ attempts: ends.length, lastExit })
  }
}

function errorOf(answer: Exclude<WorkerAnswer, { type: 'ready' }>): Error {
  if (answer.type === 'refused') return new SegmentRefusedError(answer)
  if (answer.type === 'failed') return new TranscodeFailedError(answer)
  return new Error(`The worker answered with ${answer.type} to something else.`)
}

/** The work goes on, its end is no longer waited for. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
    work.catch(() => {})
  }
}

type CompleteOptions = Required<Omit<TranscoderPoolOptions, 'device'>> & Pick<TranscoderPoolOptions, 'device'>

function withDefaults(options: TranscoderPoolOptions): CompleteOptions {
  const workers = options.workers ?? availableParallelism()
  return {
    maxWaiting: workers * 8,
    preset: 'veryfast',
    threads: 0,
    maxSourceBytes: 64 * mebibyte,
    recycleAfterSegments: 500,
    recycleAboveRssBytes: 1024 * mebibyte,
    killAboveRssBytes: 3072 * mebibyte,
    ...options,
    workers,
  }
}
