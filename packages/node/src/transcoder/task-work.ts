import { type Emitter, type Logger, retry } from '@millrace/common'
import type { TranscoderPool } from '@millrace/media'
import {
  type Capabilities,
  ConnectFailedError,
  findIncompatibility,
  type NotifySegment,
  ProfileRefusedError,
  readNotice,
  SegmentDurationError,
  segmentTimeouts,
  TranscodeRefusedError,
  type TranscoderClient,
  type TranscodeTask,
  toTranscodeRefusal,
  WireFormatError,
} from '@millrace/wire'
import type { TranscoderEvents } from './events.ts'
import type { TaskFigures } from './metrics.ts'

export interface TaskWorkOptions {
  readonly capabilities: Capabilities
  /** Tasks held at once; more are answered TranscoderBusy. */
  readonly maxTasks: number
}

export interface TaskWorkDependencies {
  readonly client: Pick<TranscoderClient, 'fetchSource' | 'sendResult' | 'sendFailure'>
  readonly pool: Pick<TranscoderPool, 'transcode'>
  readonly figures: TaskFigures
  readonly events: Pick<Emitter<TranscoderEvents>, 'emit'>
  readonly log: Logger
}

/** Does the tasks of an orchestrator: source in, renditions out, or why not. */
export class TaskWork {
  readonly #options: TaskWorkOptions
  readonly #deps: TaskWorkDependencies
  readonly #running = new Set<Promise<void>>()

  constructor(options: TaskWorkOptions, deps: TaskWorkDependencies) {
    this.#options = options
    this.#deps = deps
  }

  get inFlight(): number {
    return this.#running.size
  }

  /** Takes what came over the stream; never throws, whatever it was. */
  take(notice: NotifySegment): void {
    // Sessions leave nothing behind here, so that their ends need no work.
    if (notice.url === '') return
    const running = this.#answer(notice).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  /** Waits until everything at work is answered, but no longer than `limitMs`. @returns whether all was. */
  async drain(limitMs: number): Promise<boolean> {
    if (this.#running.size === 0) return true
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), limitMs)
    Promise.allSettled(this.#running).then(() => resolve(true))
    return promise.finally(() => clearTimeout(timer))
  }

  async #answer(notice: NotifySegment): Promise<void> {
    const { client, figures, events, log } = this.#deps
    const startedAtMs = performance.now()
    try {
      const { task, pixels } = await this.#carryOut(notice)
      const tookMs = performance.now() - startedAtMs
      figures.done({ pixels, tookMs })
      const { manifestId: streamId, seqNo } = task
      const profiles = task.profiles.map(({ name }) => name)
      events.emit('segmentDone', { streamId, seqNo, profiles, pixels, tookMs })
    } catch (error) {
      figures.failed()
      const facts = factsOf(notice)
      const durationMs = Math.round(performance.now() - startedAtMs)
      log.warn({ err: error, ...facts, durationMs }, 'segment not transcoded')
      const wireText = wireTextOf(error)
      events.emit('segmentFailed', { seqNo: Number(notice.segData?.seq ?? 0n), error: wireText })
      await client.sendFailure(notice.taskId, wireText).catch((err: unknown) => {
        log.debug({ err, ...facts }, 'failure not told')
      })
    }
  }

  async #carryOut(notice: NotifySegment): Promise<{ readonly task: TranscodeTask; readonly pixels: number }> {
    const { client, pool, log } = this.#deps
    if (this.#running.size >= this.#options.maxTasks) throw new TranscodeRefusedError('TranscoderBusy')
    const task = this.#readTask(notice)
    const { taskId, profiles, durationMs } = task
    const facts = factsOf(notice)
    const startedAtMs = performance.now()
    log.debug(facts, 'segment taken')
    const deadline = AbortSignal.timeout(segmentTimeouts(durationMs).timeoutMs)
    const source = await client.fetchSource(task.url, deadline)
    const { timeoutMs } = segmentTimeouts(durationMs)
    const made = await pool.transcode({ source, profiles, timeoutMs, signal: deadline })
    const renditions = made.renditions.map(({ bytes, pixels, profile: { format } }) => ({
      bytes,
      pixels,
      format,
    }))
    const result = { taskId, decodedPixels: made.decodedPixels, renditions }
    await retry(() => client.sendResult(result), {
      attempts: 2,
      firstDelayMs: 100,
      isRetryable: (error) => error instanceof ConnectFailedError,
    })
    // The task's number lets its holder answer, so that it is written down only when that is done.
    const tookMs = Math.round(performance.now() - startedAtMs)
    log.debug({ ...facts, taskId: String(taskId), durationMs: tookMs }, 'segment transcoded')
    return { task, pixels: renditions.reduce((sum, { pixels }) => sum + Number(pixels), 0) }
  }

  #readTask(notice: NotifySegment): TranscodeTask {
    const read = readNotice(notice)
    if (read.type !== 'task') throw new Error('A notice with an address is a task.')
    const reason = findIncompatibility(read.task.capabilities, this.#options.capabilities)
    if (reason !== undefined) throw new TranscodeRefusedError('incompatible segment capabilities')
    return read.task
  }
}

/** What every role calls a segment in its log, as far as the notice can be read. */
function factsOf(notice: NotifySegment): Record<string, string | number> {
  try {
    const read = readNotice(notice)
    if (read.type !== 'task') return {}
    const { manifestId: streamId, seqNo, sessionId } = read.task
    return { streamId, seqNo, sessionId }
  } catch {
    return { seqNo: Number(notice.segData?.seq ?? 0n) }
  }
}

function wireTextOf(error: unknown): string {
  if (error instanceof ProfileRefusedError || error instanceof SegmentDurationError) return error.wireText
  if (error instanceof WireFormatError) return 'Invalid argument'
  const { wireText } = toTranscodeRefusal(error)
  return wireText === 'OrchestratorBusy' ? 'TranscoderBusy' : wireText
}
