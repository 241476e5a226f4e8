import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { delay, programPath } from '@millrace/common'
import type { Verdict } from '@millrace/verification'
import type { SegmentToVerify } from '@millrace/verification/looking'
import { ResultCheckError } from '../../errors.ts'
import type { LookingAnswer, LookingOrder } from './messages.ts'

const program = programPath(import.meta.url, './main')
/** It is given so long to end its processes. */
const closeMs = 3_000

/** A thread that looks at one result at a time: decoding is done in child processes, reckoning here, away from the streams. */
export class LookingThread {
  readonly #worker = new Worker(program, { name: 'result checks' })
  readonly #over: Promise<unknown>
  #waiting: PromiseWithResolvers<readonly Verdict[]> | undefined
  #isOver = false

  constructor() {
    this.#worker.unref()
    this.#worker.on('message', (answer: LookingAnswer) => this.#take(answer))
    this.#worker.on('error', (cause) => this.#end('The thread that looks at results broke down.', cause))
    this.#over = once(this.#worker, 'exit').then(
      () => this.#end('The thread that looks at results has ended.'),
      () => {},
    )
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** To be called again only when it has answered. @throws {ResultCheckError} */
  verify(segment: Omit<SegmentToVerify, 'signal'>): Promise<readonly Verdict[]> {
    this.#waiting = Promise.withResolvers()
    this.#send({ type: 'verify', segment })
    return this.#waiting.promise
  }

  /** Gives up what is under way. Idempotent. */
  async close(): Promise<void> {
    // From now on somebody waits for it.
    this.#worker.ref()
    if (!this.#isOver) this.#send({ type: 'close' })
    this.#end('The gateway closes.')
    await Promise.race([this.#over, delay(closeMs, { unref: true })])
    await this.#worker.terminate()
  }

  #send(order: LookingOrder): void {
    this.#worker.postMessage(order)
  }

  #take(answer: LookingAnswer): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (answer.type === 'verdicts') waiting?.resolve(answer.verdicts)
    else waiting?.reject(new ResultCheckError(answer))
  }

  #end(reason: string, cause?: unknown): void {
    this.#isOver = true
    this.#waiting?.reject(new ResultCheckError({ isSource: false, reason, cause }))
    this.#waiting = undefined
  }
}
