import { execFile } from 'node:child_process'
import { delay, Lifecycle, type Logger } from '@millrace/common'

export interface ServiceManagerOptions {
  /** Socket that systemd listens on. */
  readonly notifySocket: string
  /** Where `systemd-notify` is looked for. */
  readonly path: string
  /** Without a sign of life for so long the process is ended; undefined: nothing watches it. */
  readonly watchdogMs: number | undefined
}

/** What a node answers of itself on its operator port. */
interface Answers {
  readonly isHealthy: boolean
  /** In a line; undefined when it is ready. */
  readonly notReady: string | undefined
}

/** Between two looks at a node that is not ready yet. */
const startPollMs = 500
/** Between two looks at one that was ready, where no watchdog asks for more. */
const pollMs = 10_000
/** How much longer a start may take with each word that it goes on, and how often that word is given. */
const extension = { byMs: 60_000, everyMs: 10_000 }
/** A notice that systemd does not take. */
const noticeTimeoutMs = 10_000
const longestStatus = 200

/**
 * Tells systemd how this process is (`Type=notify`): ready when its own `/readyz` says so, alive as long as its own
 * `/healthz` answers, a line of status, and when it stops.
 *
 * Notices are datagrams on a Unix socket, which Node cannot send. `systemd-notify`, a part of systemd, does, and leaves
 * only when systemd has taken the notice. Starting it holds a process of 300 MB up for 24 ms on two busy cores, six times
 * a minute. Units need `NotifyAccess=all`. Packages with such sockets bring a native addon for those few datagrams.
 */
export class ServiceManager {
  readonly #options: ServiceManagerOptions
  readonly #log: Logger
  readonly #life = new Lifecycle()
  #sending: Promise<void> = Promise.resolve()
  #isReady = false
  #status = ''
  #extendedAt = Number.NEGATIVE_INFINITY
  #hasFailed = false

  constructor(options: ServiceManagerOptions, log: Logger) {
    this.#options = options
    this.#log = log
  }

  /** @returns undefined when this process is no service of systemd, or no notices are wanted of it. */
  static of(
    env: Readonly<Record<string, string | undefined>>,
    { pid, log }: { readonly pid: number; readonly log: Logger },
  ): ServiceManager | undefined {
    const {
      NOTIFY_SOCKET: notifySocket,
      WATCHDOG_USEC: watchdog = '',
      WATCHDOG_PID: watched = '',
      PATH,
    } = env
    if (notifySocket === undefined || !/^[/@]/.test(notifySocket)) return undefined
    const isWatched = /^[1-9]\d{0,14}$/.test(watchdog) && (watched === '' || watched === String(pid))
    const watchdogMs = isWatched ? Number(watchdog) / 1_000 : undefined
    return new ServiceManager({ notifySocket, path: PATH ?? '/usr/bin:/bin', watchdogMs }, log)
  }

  /** Follows the node that has its operator API there, until `stopping` or `close`. */
  follow(operatorUrl: string): void {
    const { signal } = this.#life
    const run = async () => {
      while (!signal.aborted) {
        await this.#tell(await this.#ask(operatorUrl))
        await delay(this.#isReady ? this.#pollMs : Math.min(startPollMs, this.#pollMs), { signal }).catch(
          () => {},
        )
      }
    }
    run().catch((err: unknown) => this.#log.error({ err }, 'following the node for systemd failed'))
  }

  /** Runs what a reload is, between the notices of its begin and its end. */
  reload(run: () => void): void {
    const isTold = this.#isReady
    // CLOCK_MONOTONIC, which Type=notify-reload compares.
    const nowUsec = process.hrtime.bigint() / 1_000n
    if (isTold) void this.#send(['RELOADING=1', `MONOTONIC_USEC=${nowUsec}`])
    run()
    if (isTold) void this.#send(['READY=1'])
  }

  /** @param timeoutMs the stop takes at the most so long: systemd waits for it, whatever its unit says. */
  async stopping(timeoutMs: number): Promise<void> {
    await this.#life.close()
    const usec = Math.ceil(timeoutMs + noticeTimeoutMs) * 1_000
    await this.#send(['STOPPING=1', `EXTEND_TIMEOUT_USEC=${usec}`, 'STATUS=stopping'])
  }

  get #pollMs(): number {
    const { watchdogMs = Number.POSITIVE_INFINITY } = this.#options
    return Math.min(pollMs, watchdogMs / 3)
  }

  /** Goes the way of everybody else who asks, so that a node which cannot answer is not called well. */
  async #ask(operatorUrl: string): Promise<Answers> {
    const ask = async (path: string) => {
      const signal = AbortSignal.any([
        AbortSignal.timeout(Math.max(startPollMs, this.#pollMs)),
        this.#life.signal,
      ])
      const answer = await fetch(new URL(path, operatorUrl), { signal, redirect: 'error' })
      return { isGood: answer.ok, text: (await answer.text()).trim() }
    }
    try {
      const [health, readiness] = await Promise.all([ask('/healthz'), ask('/readyz')])
      const notReady = readiness.isGood ? undefined : readiness.text
      return { isHealthy: health.isGood, notReady }
    } catch {
      return { isHealthy: false, notReady: 'its operator API does not answer' }
    }
  }

  async #tell({ isHealthy, notReady }: Answers): Promise<void> {
    if (this.#life.isClosed) return
    const notices: string[] = []
    const status = notReady === undefined ? 'ready' : `not ready: ${oneLine(notReady)}`
    if (status !== this.#status) notices.push(`STATUS=${status}`)
    this.#status = status
    if (notReady === undefined && !this.#isReady) {
      this.#isReady = true
      notices.push('READY=1')
    }
    if (isHealthy) notices.push(...this.#signsOfLife())
    if (notices.length > 0) await this.#send(notices)
  }

  /** Before a node is ready its start may go on as long as it works: what it waits for may be out of its hands. */
  #signsOfLife(): string[] {
    if (this.#isReady) return this.#options.watchdogMs === undefined ? [] : ['WATCHDOG=1']
    const now = performance.now()
    if (now - this.#extendedAt < extension.everyMs) return []
    this.#extendedAt = now
    return [`EXTEND_TIMEOUT_USEC=${extension.byMs * 1_000}`]
  }

  /** One after the other, in their order. */
  #send(notices: readonly string[]): Promise<void> {
    this.#sending = this.#sending.then(async () => {
      const { notifySocket: NOTIFY_SOCKET, path: PATH } = this.#options
      try {
        await runProgram('systemd-notify', notices, { NOTIFY_SOCKET, PATH })
        this.#hasFailed = false
      } catch (err) {
        if (!this.#hasFailed) this.#log.warn({ err }, 'systemd could not be told how this node is')
        this.#hasFailed = true
      }
    })
    return this.#sending
  }
}

function runProgram(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, timeout: noticeTimeoutMs }, (error) => (error ? reject(error) : resolve()))
  })
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, longestStatus)
}
