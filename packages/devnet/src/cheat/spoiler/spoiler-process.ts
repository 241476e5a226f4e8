import { type ChildProcess, fork } from 'node:child_process'
import { programPath } from '@millrace/common'
import type { TranscodeResult } from '@millrace/media'
import type { SpoilAnswer, SpoilMessage, SpoilOrder } from './messages.ts'

const program = programPath(import.meta.url, './main')

/** A child process that spoils segments, one after another; started when it is first needed, and again when it died. */
export class SpoilerProcess {
  readonly #waiting = new Map<number, PromiseWithResolvers<TranscodeResult>>()
  #child: ChildProcess | undefined
  #nextId = 1

  /** @throws {Error} when the segment cannot be spoilt, or the process ends over it. */
  spoil(order: SpoilOrder): Promise<TranscodeResult> {
    this.#child ??= this.#start()
    const message: SpoilMessage = { id: this.#nextId++, order }
    const waiting = Promise.withResolvers<TranscodeResult>()
    this.#waiting.set(message.id, waiting)
    // A channel that is broken belongs to a process that is about to exit.
    this.#child.send(message, () => {})
    return waiting.promise
  }

  close(): void {
    this.#child?.kill('SIGKILL')
  }

  #start(): ChildProcess {
    const child = fork(program, [], {
      serialization: 'advanced',
      env: { MALLOC_ARENA_MAX: '2' },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    child.on('message', (answer: SpoilAnswer) => this.#take(answer))
    child.once('error', () => this.#forget(child))
    child.once('exit', () => this.#forget(child))
    return child
  }

  #take(answer: SpoilAnswer): void {
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if ('result' in answer) waiting?.resolve(answer.result)
    else waiting?.reject(new Error(answer.problem))
  }

  #forget(child: ChildProcess): void {
    if (this.#child !== child) return
    this.#child = undefined
    for (const { reject } of this.#waiting.values()) reject(new Error('The process that spoils has ended.'))
    this.#waiting.clear()
  }
}
