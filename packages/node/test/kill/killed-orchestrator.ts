import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { OrchestratorConfigInput } from '../../src/orchestrator/index.ts'

const program = new URL('../../src/orchestrator/main.ts', import.meta.url)

interface Ready {
  readonly serviceUri: string
  readonly operatorUrl: string
  readonly transcoderPids: readonly number[]
}

/** One orchestrator that lives many lives, each in a process of its own, over one data folder. */
export class KilledOrchestrator {
  readonly #file: string
  readonly #settings: OrchestratorConfigInput
  #child: ChildProcess | undefined
  lives = 0

  constructor(folder: string, settings: OrchestratorConfigInput) {
    this.#file = `${folder}/killed.json`
    this.#settings = settings
  }

  /** Begins a life. @returns a promise of where it serves, if it gets so far; of nothing when it is killed before */
  start(changes: OrchestratorConfigInput = {}): Promise<Ready> {
    this.lives++
    writeFileSync(this.#file, JSON.stringify({ ...this.#settings, ...changes }))
    const child = fork(program, ['--config', this.#file], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: `${this.#file}.cache` },
    })
    this.#child = child
    const failed = once(child, 'exit').then(([code]) => {
      if (code !== null) throw new Error(`The orchestrator ended by itself with ${code}.`)
      return new Promise<never>(() => {})
    })
    return Promise.race([once(child, 'message').then(([ready]) => ready), failed])
  }

  async kill(): Promise<void> {
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
}
