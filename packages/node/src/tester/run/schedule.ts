import { type Clock, delay, type Emitter, type Logger } from '@millrace/common'
import type { EndedRun, TesterEvents } from './events.ts'
import type { RunSummary } from './test-run.ts'

export interface ScheduleOptions {
  readonly intervalMs: number
  /** When the last run of an earlier process began; undefined before the first. */
  readonly lastRunAtMs: number | undefined
}

export interface ScheduleDependencies {
  /** @param index counts runs, from a start of chance. */
  readonly run: (index: number, signal: AbortSignal) => Promise<RunSummary & { readonly spentWei: bigint }>
  readonly events: Emitter<TesterEvents>
  readonly random: () => number
  readonly clock: Clock
  readonly log: Logger
}

/** Part of the interval that chance adds or takes: nobody can prepare for a run. */
const jitter = 0.1
const mostLadders = 16

/** Makes runs, one after the other; a restart goes on where the process before it stood. */
export class Schedule {
  readonly #deps: ScheduleDependencies
  readonly #options: ScheduleOptions
  readonly #closing = new AbortController()
  #working: Promise<void> = Promise.resolve()
  #lastRun: EndedRun | undefined
  #problem: string | undefined

  private constructor(options: ScheduleOptions, deps: ScheduleDependencies) {
    this.#options = options
    this.#deps = deps
  }

  static start(options: ScheduleOptions, deps: ScheduleDependencies): Schedule {
    const schedule = new Schedule(options, deps)
    schedule.#working = schedule.#loop()
    return schedule
  }

  get lastRun(): EndedRun | undefined {
    return this.#lastRun
  }

  /** Why the last run was not made; undefined when it was. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** What runs is broken off. Idempotent. */
  async close(): Promise<void> {
    this.#closing.abort()
    await this.#working
  }

  async #loop(): Promise<void> {
    const { clock, random } = this.#deps
    const { intervalMs, lastRunAtMs } = this.#options
    const { signal } = this.#closing
    let waitMs = lastRunAtMs === undefined ? 0 : Math.max(0, lastRunAtMs + intervalMs - clock.nowMs())
    let index = Math.floor(random() * mostLadders)
    while (!signal.aborted) {
      await delay(Math.min(waitMs, intervalMs), { signal }).catch(() => {})
      if (signal.aborted) return
      const startedAtMs = clock.nowMs()
      await this.#runOnce(index++, startedAtMs)
      const period = intervalMs * (1 + jitter * (2 * random() - 1))
      waitMs = Math.max(0, startedAtMs + period - clock.nowMs())
    }
  }

  async #runOnce(index: number, startedAtMs: number): Promise<void> {
    const { run, events, clock, log } = this.#deps
    const { signal } = this.#closing
    try {
      const summary = await run(index, signal)
      const ended = { ...summary, startedAtMs, endedAtMs: clock.nowMs() }
      this.#lastRun = ended
      this.#problem = undefined
      log.info({ ...ended, spentWei: String(ended.spentWei) }, 'run ended')
      events.emit('run', ended)
    } catch (err) {
      if (signal.aborted) return
      this.#problem = err instanceof Error ? err.message : String(err)
      log.error({ err }, 'run failed')
      events.emit('runFailed', { err })
    }
  }
}
