import type { Logger } from '@millrace/common'
import {
  type InspectedRendition,
  PoisonSegmentError,
  SegmentRefusedError,
  type TranscodeResult,
  type TranscoderPool,
} from '@millrace/media'
import {
  type Capabilities,
  createCapabilities,
  createSessionEndNotice,
  createTaskNotice,
  defaultCapabilities,
  findIncompatibility,
  jobCapabilities,
  pixelsPerSecondOfSession,
  type ResultOutcome,
  sourcePath,
  type TranscoderRegistration,
  type TranscoderStream,
} from '@millrace/wire'
import { AttemptFailedError } from '../errors.ts'
import type { OpenTasks } from './open-tasks.ts'
import { checkCount, checkedResult, longestResultBytes } from './result-check.ts'
import type { AttemptLimits, SegmentJob, Transcoder } from './types.ts'

export interface RemoteTranscoderOptions {
  readonly id: string
  /** Whose transcoder it is: the recipient's address, or `offchain`. */
  readonly orchestratorId: string
}

export interface RemoteTranscoderDependencies {
  readonly registration: TranscoderRegistration
  readonly stream: TranscoderStream
  readonly tasks: OpenTasks
  /** Where this node's service port is, unless the transcoder itself showed how it reaches it. */
  readonly serviceUri: () => string
  /** Decodes results, apart from the processes that transcode. */
  readonly inspector: Pick<TranscoderPool, 'inspect'>
  readonly log: Logger
}

/** Segments that any machine is given at once, whatever it claims. */
const mostSlots = 64
const leastInspectMs = 3_000
/** A sign of life is asked for every second; one that is late by so much means trouble. */
const silentAfterMs = 1_500

/** A machine that registered over the wire. */
export class RemoteTranscoder implements Transcoder {
  readonly id: string
  readonly kind = 'remote'
  readonly address: string
  readonly slots: number
  readonly claimedPixelsPerSecond: number
  readonly #orchestratorId: string
  readonly #deps: RemoteTranscoderDependencies
  readonly #capabilities: Capabilities
  readonly #lost = new AbortController()
  #isDraining = false

  constructor({ id, orchestratorId }: RemoteTranscoderOptions, deps: RemoteTranscoderDependencies) {
    const { capacity, pixelsPerSecond, capabilities } = deps.registration
    this.id = id
    this.#orchestratorId = orchestratorId
    this.#deps = deps
    this.address = deps.stream.remoteAddress
    this.slots = Math.min(capacity, mostSlots)
    this.claimedPixelsPerSecond = pixelsPerSecond ?? capacity * pixelsPerSecondOfSession
    this.#capabilities = capabilities ?? createCapabilities({ capabilities: defaultCapabilities })
    deps.stream.onEnd((end) => {
      this.#isDraining = true
      if (end !== 'draining') this.#lost.abort()
    })
  }

  get isSilent(): boolean {
    return this.#deps.stream.silentMs > silentAfterMs
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  canDo({ capabilities, profiles }: SegmentJob): boolean {
    const asked =
      capabilities ??
      createCapabilities({ capabilities: jobCapabilities({ profiles, sourceCodec: undefined }) })
    return findIncompatibility(asked, this.#capabilities) === undefined
  }

  async run(job: SegmentJob, limits: AttemptLimits): Promise<TranscodeResult> {
    const startedAtMs = performance.now()
    const { profiles } = job
    const outcome = await this.#ask(job, limits)
    if (outcome.type === 'error') throw refusalOf(outcome.text)
    if (outcome.type === 'malformed')
      throw new AttemptFailedError({ failure: 'malformed', reason: outcome.reason })
    const result = { profiles, renditions: outcome.renditions }
    checkCount(result)
    const leftMs = limits.timeoutMs - (performance.now() - startedAtMs)
    // A result that takes long to decode must not hold up those of others until its own time is over.
    const timeoutMs = Math.max(1, Math.min(leftMs, Math.max(leastInspectMs, 2 * job.durationMs)))
    const found = await this.#inspect(job, outcome.renditions, { ...limits, timeoutMs })
    return checkedResult(result, found, outcome.decodedPixels)
  }

  endSession(sessionId: string): void {
    this.#deps.stream.send(createSessionEndNotice(sessionId))
  }

  async #ask(job: SegmentJob, { timeoutMs, signal }: AttemptLimits): Promise<ResultOutcome> {
    const { tasks, stream, serviceUri } = this.#deps
    const startedAtMs = performance.now()
    const { source, profiles, durationMs } = job
    const maxResultBytes = longestResultBytes(profiles, durationMs, source.length)
    const task = tasks.open({ source, maxResultBytes })
    try {
      const url = `${stream.serviceOrigin ?? serviceUri()}${sourcePath(task.key)}`
      const { taskId } = task
      const notice = createTaskNotice({ ...job, taskId, url, orchestratorId: this.#orchestratorId })
      if (!stream.send(notice)) throw lost()
      return await orFailure(task.outcome, { timeoutMs, signals: [signal, this.#lost.signal] })
    } catch (error) {
      throw this.#lost.signal.aborted ? lost() : error
    } finally {
      task.close()
      this.#tellOver(job, { taskId: task.taskId, startedAtMs })
    }
  }

  /** Only now may the number be written down: while the task is open, whoever knows it can answer. */
  #tellOver(
    { manifestId: streamId, seqNo, sessionId }: SegmentJob,
    { taskId, startedAtMs }: { taskId: bigint; startedAtMs: number },
  ): void {
    const durationMs = Math.round(performance.now() - startedAtMs)
    const facts = { streamId, seqNo, sessionId, transcoder: this.id, taskId: String(taskId), durationMs }
    this.#deps.log.debug(facts, 'task is over')
  }

  async #inspect(
    { profiles }: SegmentJob,
    renditions: readonly Uint8Array[],
    limits: AttemptLimits,
  ): Promise<readonly InspectedRendition[]> {
    const given = profiles.flatMap(({ format }, index) => {
      const bytes = renditions[index]
      return bytes ? [{ bytes, format }] : []
    })
    try {
      return await this.#deps.inspector.inspect({ ...limits, renditions: given })
    } catch (cause) {
      const isTheirs = cause instanceof SegmentRefusedError || cause instanceof PoisonSegmentError
      if (!isTheirs) throw cause
      throw new AttemptFailedError({ failure: 'wrong', reason: cause.message, cause })
    }
  }
}

/** The texts by which transcoders of the network say that they have no room. */
const busyTexts: ReadonlySet<string> = new Set(['TranscoderBusy', 'OrchestratorBusy', 'OrchestratorCapped'])

function refusalOf(text: string): AttemptFailedError {
  const failure = busyTexts.has(text) ? 'busy' : 'failed'
  return new AttemptFailedError({ failure, reason: text, wireText: text })
}

function lost(): AttemptFailedError {
  return new AttemptFailedError({ failure: 'lost', reason: 'it is gone' })
}

/** @throws {AttemptFailedError} when the time runs out, and the reason of the signal that aborts first. */
async function orFailure<T>(
  work: Promise<T>,
  { timeoutMs, signals }: { timeoutMs: number; signals: readonly AbortSignal[] },
): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new AttemptFailedError({ failure: 'late', reason: `nothing came in ${timeoutMs} ms` })),
    timeoutMs,
  )
  const stops = signals.map((signal) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
    return () => signal.removeEventListener('abort', onAbort)
  })
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
    for (const stop of stops) stop()
    promise.catch(() => {})
  }
}
