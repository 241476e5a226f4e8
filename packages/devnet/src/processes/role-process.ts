import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { delay, type Logger } from '@millrace/common'
import { RoleStartError } from '../errors.ts'

export interface RoleProcessOptions {
  /** Name for people and for the log file, e.g. `orchestrator-2`. */
  readonly role: string
  /** Path of the program. */
  readonly program: string
  readonly args: readonly string[]
  /** Environment beside PATH and HOME; secrets come here or by file, never as arguments. */
  readonly env?: Readonly<Record<string, string>>
  readonly logFile: string
  /** How long a start may take until the process says that it is ready. */
  readonly readyTimeoutMs?: number
  /** Called after each end that nobody asked for, before the restart. */
  readonly onDeath?: (pid: number, reason: string) => void
  readonly onReady?: (pid: number) => void
}

const stopTimeoutMs = 4_000
const longestPauseMs = 10_000

/**
 * One role in a process of its own: started, watched, started again when it dies, stopped in order. The process
 * says `{ type: 'ready', … }` over IPC and ends by itself when that channel closes.
 */
export class RoleProcess {
  readonly #options: RoleProcessOptions
  readonly #log: Logger
  #child: ChildProcess | undefined
  #ready: unknown
  #isStopping = false
  #running: Promise<void> = Promise.resolve()

  private constructor(options: RoleProcessOptions, log: Logger) {
    this.#options = options
    this.#log = log.child({ role: options.role })
  }

  /** @throws {RoleStartError} when the first start fails. */
  static async start(options: RoleProcessOptions, { log }: { log: Logger }): Promise<RoleProcess> {
    const role = new RoleProcess(options, log)
    const child = await role.#launch()
    role.#running = role.#watch(child)
    return role
  }

  get role(): string {
    return this.#options.role
  }

  /** Undefined while the process is being restarted. */
  get pid(): number | undefined {
    return this.#child?.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined
  }

  /** What the process said when it became ready. */
  get ready(): unknown {
    return this.#ready
  }

  /** Ends the process: SIGTERM, then SIGKILL. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const child = this.#child
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
      await Promise.race([once(child, 'exit'), delay(stopTimeoutMs + 1_000, { unref: true })])
      clearTimeout(timer)
    }
    await this.#running
  }

  async #launch(): Promise<ChildProcess> {
    const { program, args, env = {}, logFile } = this.#options
    const logHandle = openSync(logFile, 'a')
    const child = fork(program, args, {
      env: {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        NODE_ENV: process.env.NODE_ENV ?? '',
        NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
        ...env,
      },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      // Not in the terminal's group: ctrl-c reaches the supervisor alone, which stops the roles in their order.
      detached: true,
      stdio: ['ignore', logHandle, logHandle, 'ipc'],
    })
    closeSync(logHandle)
    this.#child = child
    this.#ready = await this.#waitUntilReady(child)
    this.#options.onReady?.(child.pid ?? 0)
    return child
  }

  async #waitUntilReady(child: ChildProcess): Promise<unknown> {
    const { role, logFile, readyTimeoutMs = 120_000 } = this.#options
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const timer = setTimeout(
      () =>
        reject(
          new RoleStartError({ role, reason: `It was not ready after ${readyTimeoutMs / 1000} s.`, logFile }),
        ),
      readyTimeoutMs,
    )
    const onMessage = (message: unknown) => {
      if (typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready')
        resolve(message)
    }
    const onExit = async (code: number | null, signal: string | null) => {
      const reason = (await lastErrorIn(logFile)) ?? `It ended with ${signal ?? `code ${code}`}.`
      reject(new RoleStartError({ role, reason, logFile }))
    }
    child.on('message', onMessage).once('exit', onExit)
    try {
      return await promise
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    } finally {
      clearTimeout(timer)
      child.off('message', onMessage).off('exit', onExit)
    }
  }

  async #watch(first: ChildProcess): Promise<void> {
    let child = first
    for (let pauseMs = 200; ; ) {
      const startedAt = Date.now()
      const [code, signal] =
        child.exitCode !== null || child.signalCode !== null
          ? [child.exitCode, child.signalCode]
          : await once(child, 'exit')
      if (this.#isStopping) return
      const reason = `${signal ?? `code ${code}`}`
      this.#log.warn({ pid: child.pid, reason }, 'role died, starting it again')
      this.#options.onDeath?.(child.pid ?? 0, reason)
      pauseMs = Date.now() - startedAt > 30_000 ? 200 : Math.min(longestPauseMs, pauseMs * 2)
      const next = await this.#relaunch(pauseMs)
      if (!next) return
      child = next
    }
  }

  async #relaunch(firstPauseMs: number): Promise<ChildProcess | undefined> {
    for (let pauseMs = firstPauseMs; !this.#isStopping; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
      await delay(pauseMs)
      if (this.#isStopping) break
      try {
        return await this.#launch()
      } catch (err) {
        this.#log.error({ err }, 'role could not be started again')
      }
    }
    return undefined
  }
}

/** The last fatal or error line of a log of JSON lines: what the process itself said of its end. */
async function lastErrorIn(logFile: string): Promise<string | undefined> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trimEnd().split('\n').slice(-20).reverse()
  for (const line of lines) {
    try {
      const entry: unknown = JSON.parse(line)
      if (typeof entry !== 'object' || entry === null || !('level' in entry) || Number(entry.level) < 50)
        continue
      if ('err' in entry && typeof entry.err === 'object' && entry.err !== null && 'message' in entry.err)
        return String(entry.err.message)
      if ('msg' in entry) return String(entry.msg)
    } catch {
      if (line.startsWith('millrace')) return line
    }
  }
  return undefined
}
