import { Lifecycle } from '@millrace/common'

export interface UploadQueueOptions {
  readonly maxInFlight: number
  /** Bytes that may wait or be under way. */
  readonly maxBytes: number
}

interface Upload {
  readonly bytes: number
  readonly run: () => Promise<void>
}

/** Pieces of recordings on their way into object stores, in a bounded part of the memory. */
export class UploadQueue {
  readonly #options: UploadQueueOptions
  readonly #waiting: Upload[] = []
  readonly #life = new Lifecycle()
  #heldBytes = 0
  #inFlight = 0
  #whenIdle: (() => void)[] = []

  constructor(options: UploadQueueOptions) {
    this.#options = options
  }

  get heldBytes(): number {
    return this.#heldBytes
  }

  /** @returns false when there is no room for it: it is not done then. */
  add(upload: Upload): boolean {
    if (this.#life.isClosed || this.#heldBytes + upload.bytes > this.#options.maxBytes) return false
    this.#heldBytes += upload.bytes
    this.#waiting.push(upload)
    this.#advance()
    return true
  }

  /** Resolves when nothing waits or is under way. */
  idle(): Promise<void> {
    if (this.#inFlight + this.#waiting.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#whenIdle.push(resolve))
  }

  /** Takes nothing more. */
  close(): Promise<void> {
    return this.#life.close()
  }

  #advance(): void {
    while (this.#inFlight < this.#options.maxInFlight) {
      const next = this.#waiting.shift()
      if (!next) break
      this.#inFlight++
      void next.run().finally(() => {
        this.#inFlight--
        this.#heldBytes -= next.bytes
        this.#advance()
      })
    }
    if (this.#inFlight + this.#waiting.length > 0) return
    for (const resolve of this.#whenIdle.splice(0)) resolve()
  }
}
