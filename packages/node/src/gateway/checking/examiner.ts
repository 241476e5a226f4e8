import { Lifecycle } from '@millrace/common'
import type { Verdict } from '@millrace/verification'
import type { SegmentToVerify } from '@millrace/verification/looking'
import { LookingThread } from './looking/looking-thread.ts'

/** Results that are looked at or wait for it; each holds its segment in memory, and a later verdict would be late. */
const maxHeld = 4

/** Looks at results, one at a time, beside everything else that this machine does. */
export class Examiner {
  readonly #life = new Lifecycle()
  #thread: LookingThread | undefined
  #newest: Promise<unknown> = Promise.resolve()
  #held = 0

  constructor() {
    this.#life.add('thread that looks at results', () => this.#thread?.close())
  }

  get isClosed(): boolean {
    return this.#life.isClosed
  }

  get hasRoom(): boolean {
    return this.#held < maxHeld && !this.#life.isClosed
  }

  /**
   * @returns a verdict on each rendition, in their order.
   * @throws {ResultCheckError} where the source, or this machine, is at fault.
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

  #examine(segment: SegmentToVerify): Promise<readonly Verdict[]> {
    this.#life.signal.throwIfAborted()
    // Only once there is something to look at. One that has ended is replaced.
    if (!this.#thread || this.#thread.isOver) this.#thread = new LookingThread()
    return this.#thread.verify(segment)
  }
}
