import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type Logger, programPath } from '@millrace/common'
import { TranscoderStartError } from './errors.ts'
import type { WorkerAnswer, WorkerOrder, WorkerSettings, WorkerUsage } from './worker/messages.ts'

/** Why a worker ended: by itself, or killed for what. */
export type WorkerEnd = 'crashed' | 'timeout' | 'memory' | 'stopped'

/** A worker ended in the middle of its job. Inside the pool only: callers get what the pool makes of it. */
export class WorkerLostError extends Error {
  override name = 'WorkerLostError'
  readonly end: WorkerEnd
  readonly exit: string

  constructor(end: WorkerEnd, exit: string) {
    super(`The worker ended (${end}, ${exit}).`)
    this.end = end
    this.exit = exit
  }
}

type JobAnswer = Exclude<WorkerAnswer, { type: 'ready' }>
type JobOrder = Exclude<WorkerOrder, { type: 'settings' }>

const program = programPath(import.meta.url, './worker/main')
/** Loading FFmpeg takes half a second; much more on a machine that is starting twenty other things. */
const startTimeoutMs = 60_000
const stopTimeoutMs = 1_000
const keptStderrBytes = 2_000

/** One child process that transcodes one segment at a time. */
export class WorkerProcess {
  readonly #child: ChildProcess
  readonly #log: Logger
  readonly exited: Promise<void>
  #settle: { resolve: (answer: JobAnswer) => void; reject: (error: Error) => void } | undefined
  #end: WorkerEnd = 'crashed'
  #stderr = ''
  #exit: string | undefined
  jobsDone = 0
  usage: WorkerUsage = { cpuSeconds: 0, rssBytes: 0 }

  /** Resolves when orders may be given; rejects with TranscoderStartError when the process does not come up. */
  readonly ready: Promise<void>

  constructor(settings: WorkerSettings, { log }: { log: Logger }) {
    this.#log = log
    this.#child = fork(program, [], {
      serialization: 'advanced',
      // Not the parent's: neither its secrets nor its debugger. Few arenas keep freed pictures from piling up.
      env: { MALLOC_ARENA_MAX: '2' },
      execArgv: ['--max-old-space-size=256'],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-keptStderrBytes)
    })
    // A failed start or send also ends in 'exit' or is seen by the job's deadline.
    this.#child.on('error', (err) => log.warn({ err }, 'transcoder process error'))
    this.exited = new Promise((resolve) => {
      this.#child.once('exit', (code, signal) => {
        this.#onExit(signal ?? `code ${code}`)
        resolve()
      })
      this.#child.once('error', () => {
        if (this.#child.pid === undefined) resolve()
      })
    })
    this.#child.on('message', (answer: WorkerAnswer) => this.#onAnswer(answer))
    this.ready = this.#untilReady(settings)
    // Whoever closes the pool during the start does not wait for this.
    this.ready.catch(() => {})
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  get isAlive(): boolean {
    return this.#exit === undefined && this.#child.connected
  }

  get isWorking(): boolean {
    return this.#settle !== undefined
  }

  /**
   * Carries out one order; never two at a time.
   * @throws {WorkerLostError} when the process ends before it answers, killed after `timeoutMs` at the latest.
   */
  async run(order: JobOrder, { timeoutMs }: { readonly timeoutMs: number }): Promise<JobAnswer> {
    if (this.#settle) throw new Error('A worker takes one order at a time.')
    if (!this.isAlive) throw new WorkerLostError(this.#end, this.#exit ?? 'disconnected')
    const deadline = setTimeout(() => this.kill('timeout'), timeoutMs)
    try {
      return await new Promise<JobAnswer>((resolve, reject) => {
        this.#settle = { resolve, reject }
        this.#send(order)
      })
    } finally {
      clearTimeout(deadline)
      this.#settle = undefined
      this.jobsDone += 1
    }
  }

  /** Ends the process at once, in whatever state it is. */
  kill(end: WorkerEnd): void {
    if (this.#exit !== undefined) return
    this.#end = end
    this.#child.kill('SIGKILL')
  }

  /** Ends an idle process; resolves when it is gone. */
  async stop(): Promise<void> {
    if (this.#exit !== undefined) return
    this.#end = 'stopped'
    if (this.#child.connected) this.#child.disconnect()
    const impatient = setTimeout(() => this.kill('stopped'), stopTimeoutMs)
    await this.exited
    clearTimeout(impatient)
  }

  async #untilReady(settings: WorkerSettings): Promise<void> {
    const timeout = AbortSignal.timeout(startTimeoutMs)
    const ready = once(this.#child, 'message', { signal: timeout })
    const reason = await Promise.race([
      ready.then(
        () => undefined,
        (cause: Error) => cause.message,
      ),
      this.exited.then(() => `it ended with ${this.#exit ?? 'no process'}: ${this.#stderr.trim()}`),
    ])
    if (reason === undefined) {
      this.#send({ type: 'settings', settings })
      this.#log.debug({ pid: this.pid }, 'transcoder process started')
      return
    }
    this.kill('stopped')
    throw new TranscoderStartError({ reason })
  }

  #send(order: WorkerOrder): void {
    // When the channel is broken the process is about to exit, and that is where the job ends.
    this.#child.send(order, (err) => {
      if (err) this.#log.debug({ err, pid: this.pid }, 'transcoder process cannot be reached')
    })
  }

  #onAnswer(answer: WorkerAnswer): void {
    this.usage = answer.usage
    if (answer.type !== 'ready') this.#settle?.resolve(answer)
  }

  #onExit(exit: string): void {
    this.#exit = exit
    if (this.#end === 'crashed')
      this.#log.warn(
        { pid: this.pid, exit, stderr: this.#stderr.trim() },
        'transcoder process ended by itself',
      )
    this.#settle?.reject(new WorkerLostError(this.#end, exit))
  }
}
