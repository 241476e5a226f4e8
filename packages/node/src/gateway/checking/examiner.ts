import { setPriority } from 'node:os'
import { Lifecycle, type Logger } from '@millrace/common'
import { TranscoderPool } from '@millrace/media'
import type { Verdict } from '@millrace/verification'
import { type SegmentToVerify, verifySegment } from '@millrace/verification/looking'

/** Results that are looked at or wait for it; each holds its segment in memory, and a later verdict would be late. */
const maxHeld = 4
/** Where all want the whole processor, streams get three times as much of it. */
const niceness = 5
/** One process, one thread: streams come first on this machine. */
const poolOptions = { workers: 1, threads: 1, maxWaiting: 32 } as const

/** Looks at results, one at a time, in a child process that gives way to everything else on the machine. */
export class Examiner {
  readonly #log: Logger
  readonly #life = new Lifecycle()
  #pool: Promise<TranscoderPool> | undefined
  #newest: Promise<unknown> = Promise.resolve()
  #held = 0

  constructor({ log }: { readonly log: Logger }) {
    this.#log = log
  }

  get isClosed(): boolean {
    return this.#life.isClosed
  }

  get hasRoom(): boolean {
    return this.#held < maxHeld && !this.#life.isClosed
  }

  /**
   * @returns a verdict on each rendition, in their order.
   * @throws as `verifySegment`: where the source, or this machine, is at fault.
   */
  async examine(segment: SegmentToVerify): Promise<readonly Verdict[]> {
    this.#held++
    const verdicts = this.#newest.then(() => this.#examine(segment))
    this.#newest = verdicts.catch(() => {})
    try {
      return await verdicts
    } finally {
      this.#held--
    }
  }

  /** Ends what is under way. Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }

  async #examine(segment: SegmentToVerify): Promise<readonly Verdict[]> {
    this.#life.signal.throwIfAborted()
    const pool = await this.#open()
    giveWay(pool.workerPids)
    return verifySegment(segment, pool)
  }

  /** Only once there is something to look at. One that does not start is tried again with the next result. */
  #open(): Promise<TranscoderPool> {
    this.#pool ??= TranscoderPool.create(poolOptions, { log: this.#log }).then(
      async (pool) => {
        if (this.#life.isClosed) await pool.close()
        else this.#life.use('processes that look at results', pool)
        return pool
      },
      (error: unknown) => {
        this.#pool = undefined
        throw error
      },
    )
    return this.#pool
  }
}

/** Processes come and go, and one may have just ended. */
function giveWay(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      setPriority(pid, niceness)
    } catch {}
  }
}
