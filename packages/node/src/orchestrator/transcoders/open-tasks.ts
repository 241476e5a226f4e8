import { randomBytes } from 'node:crypto'
import type { ResultClaim, ResultOutcome } from '@millrace/wire'

export interface TaskOrder {
  readonly source: Uint8Array
  /** Longest result that is read. */
  readonly maxResultBytes: number
}

/** One segment at one transcoder. */
export interface OpenTask {
  /** 62 random bits: nobody but the transcoder that was told can send a result for it. */
  readonly taskId: bigint
  /** 256 random bits, in hexadecimal: the name of the source on the service port. */
  readonly key: string
  readonly outcome: Promise<ResultOutcome>
  /** The source is gone from the port, and no result is taken any more. */
  close(): void
}

interface Entry {
  readonly order: TaskOrder
  readonly key: string
  readonly closing: AbortController
  readonly settle: (outcome: ResultOutcome) => void
  isClaimed: boolean
}

/** The segments that are at transcoders of other machines: what is on the service port for each, and nothing more. */
export class OpenTasks {
  readonly #tasks = new Map<bigint, Entry>()
  readonly #sources = new Map<string, Uint8Array>()

  get size(): number {
    return this.#tasks.size
  }

  open(order: TaskOrder): OpenTask {
    const taskId = randomBytes(8).readBigUInt64BE() >> 2n
    const key = randomBytes(32).toString('hex')
    const { promise: outcome, resolve: settle } = Promise.withResolvers<ResultOutcome>()
    this.#tasks.set(taskId, { order, key, settle, closing: new AbortController(), isClaimed: false })
    this.#sources.set(key, order.source)
    return { taskId, key, outcome, close: () => this.#close(taskId) }
  }

  source(key: string): Uint8Array | undefined {
    return this.#sources.get(key)
  }

  /** @returns undefined when the task is not open, or its result is being received already. */
  claim(taskId: bigint): ResultClaim | undefined {
    const task = this.#tasks.get(taskId)
    if (task === undefined || task.isClaimed) return undefined
    task.isClaimed = true
    const { order, closing, settle } = task
    return { maxBytes: order.maxResultBytes, signal: closing.signal, settle }
  }

  #close(taskId: bigint): void {
    const task = this.#tasks.get(taskId)
    if (task === undefined) return
    this.#tasks.delete(taskId)
    this.#sources.delete(task.key)
    task.closing.abort()
  }
}
