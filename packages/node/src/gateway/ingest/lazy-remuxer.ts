import type { Logger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'

/** Processes that put segments into other containers, started when the first is needed. */
export class LazyRemuxer {
  readonly #log: Logger
  #pool: Promise<TranscoderPool> | undefined
  #isClosed = false

  constructor({ log }: { readonly log: Logger }) {
    this.#log = log
  }

  /** @throws {TranscoderStartError} when no process comes up. */
  open(): Promise<TranscoderPool> {
    if (this.#isClosed) throw new Error('The gateway is closing.')
    const pool = this.#pool ?? TranscoderPool.create({ workers: 1, maxWaiting: 32 }, { log: this.#log })
    this.#pool = pool
    pool.catch(() => {
      if (this.#pool === pool) this.#pool = undefined
    })
    return pool
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#pool?.then(
      (pool) => pool.close(),
      () => {},
    )
  }
}
