import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { delay, type Logger, programPath } from '@millrace/common'
import { ChainSaveError, ChainStartError, ChainStateError, ChainUnavailableError } from './errors.ts'
import { type Failure, type FromGuard, fromGuardSchema, type ToGuard } from './guard-messages.ts'
import type { SaveReport, SupervisorOptions } from './supervisor.ts'

/** One run of the guard, the process that owns anvil, as seen from the network's process. */
export class GuardProcess {
  readonly ended: Promise<string>
  readonly #child: ChildProcess
  readonly #log: Logger
  readonly #stderr: string[] = []
  readonly #waiting: PromiseWithResolvers<SaveReport>[] = []
  readonly #ready = Promise.withResolvers<void>()
  #anvilPid: number | undefined

  private constructor(log: Logger) {
    this.#log = log
    this.#child = fork(programPath(import.meta.url, './guard'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: { PATH: process.env.PATH ?? '' },
      // In a group of its own, so that a signal to the terminal's group leaves it time to save.
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child.stderr?.on('data', (chunk: Buffer) => {
      this.#stderr.push(chunk.toString('utf8'))
      while (this.#stderr.length > 20) this.#stderr.shift()
    })
    this.#child.on('message', (message) => this.#onMessage(fromGuardSchema.parse(message)))
    this.ended = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(error.message))
      this.#child.once('exit', (code, signal) => resolve(this.#onExit(signal ?? `code ${code}`)))
    })
  }

  /** @throws {ChainStateError | ChainStartError | ChainUnavailableError} */
  static async start(options: SupervisorOptions, { log }: { log: Logger }): Promise<GuardProcess> {
    const guard = new GuardProcess(log)
    guard.#send({ type: 'start', options })
    await guard.#ready.promise
    return guard
  }

  get anvilPid(): number | undefined {
    return this.#anvilPid
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  save(): Promise<SaveReport> {
    const saved = Promise.withResolvers<SaveReport>()
    this.#waiting.push(saved)
    this.#send({ type: 'save' })
    return saved.promise
  }

  /** Ends the guard, which saves and ends anvil; both are killed when that takes too long. */
  async close({ timeoutMs }: { timeoutMs: number }): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#send({ type: 'close' })
    const timer = new AbortController()
    const isLate = await Promise.race([
      exited.then(() => false),
      delay(timeoutMs, { signal: timer.signal }).then(
        () => true,
        () => false,
      ),
    ])
    timer.abort()
    if (!isLate) return
    this.#log.error({ timeoutMs }, 'chain did not end in time, killing it')
    this.#child.kill('SIGKILL')
    await exited
  }

  #send(message: ToGuard): void {
    // A closed channel is told by the exit of the process.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  #onMessage(message: FromGuard): void {
    switch (message.type) {
      case 'anvil':
        this.#anvilPid = message.pid
        break
      case 'ready':
        this.#ready.resolve()
        break
      case 'failed':
        this.#ready.reject(errorOf(message.failure))
        break
      case 'saved':
        this.#waiting.shift()?.resolve(message.report)
        break
      case 'save-failed':
        this.#waiting.shift()?.reject(errorOf(message.failure))
        break
      case 'log':
        this.#log[message.level](message.fields, message.message)
    }
  }

  #onExit(how: string): string {
    const said = this.#stderr.join('').trim().slice(-1_000)
    const reason = `its guard ended with ${how}${said === '' ? '' : `, saying: ${said}`}.`
    // A guard that was killed could not end its anvil.
    if (how !== 'code 0' && this.#anvilPid !== undefined) killQuietly(this.#anvilPid)
    const error = new ChainStartError({ reason })
    this.#ready.reject(error)
    for (const one of this.#waiting.splice(0)) one.reject(error)
    return reason
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has ended already, as it does when the guard ends in order.
  }
}

function errorOf({ code, message, facts }: Failure): Error {
  const fact = (name: string) => String(facts[name])
  switch (code) {
    case 'CHAIN_STATE':
      return new ChainStateError({ file: fact('file'), backup: fact('backup'), reason: fact('reason') })
    case 'CHAIN_START':
      return new ChainStartError({ reason: fact('reason') })
    case 'CHAIN_UNAVAILABLE':
      return new ChainUnavailableError({ platform: fact('platform') })
    case 'CHAIN_SAVE':
      return new ChainSaveError({ folder: fact('folder'), reason: fact('reason') })
    default:
      return new ChainStartError({ reason: message })
  }
}
