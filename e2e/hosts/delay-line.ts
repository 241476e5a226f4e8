import type { Socket } from 'node:net'

/** How long TCP waits at the least before it sends again what was not acknowledged. */
const retransmissionMs = 200
/** What may be on its way in one direction. */
const maxBytes = 1_000_000

interface DelayLineOptions {
  readonly from: Socket
  readonly to: Socket
  readonly delayMs: number
  /** Asked once for each piece. */
  readonly isLost: () => boolean
}

/** One direction of a connection: all of it arrives, in order, later. */
export class DelayLine {
  readonly #options: DelayLineOptions
  /** The last one, without bytes, is the end. */
  readonly #pieces: { readonly bytes: Uint8Array | undefined; readonly dueMs: number }[] = []
  #bytes = 0
  #lastDueMs = 0
  #isHeld = false
  #timer: NodeJS.Timeout | undefined
  /** Resolves when nothing can arrive any more. */
  readonly closed: Promise<void>

  constructor(options: DelayLineOptions) {
    this.#options = options
    const { from, to } = options
    from.on('data', (bytes) => this.#add(bytes))
    from.once('end', () => this.#add(undefined))
    to.on('drain', () => this.#advance())
    this.closed = new Promise((resolve) => {
      to.once('close', () => {
        clearTimeout(this.#timer)
        resolve()
      })
    })
  }

  /** What is on its way stays there until it is let go on. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.#advance()
  }

  #add(bytes: Uint8Array | undefined): void {
    const { from, delayMs, isLost } = this.#options
    const ownDueMs = performance.now() + delayMs + (bytes && isLost() ? retransmissionMs : 0)
    const dueMs = Math.max(this.#lastDueMs, ownDueMs)
    this.#lastDueMs = dueMs
    this.#pieces.push({ bytes, dueMs })
    this.#bytes += bytes?.length ?? 0
    if (this.#bytes > maxBytes) from.pause()
    this.#advance()
  }

  #advance(): void {
    clearTimeout(this.#timer)
    const { from, to } = this.#options
    while (!this.#isHeld && !to.destroyed && !to.writableNeedDrain) {
      const [first] = this.#pieces
      if (!first) break
      const waitMs = first.dueMs - performance.now()
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#advance(), Math.ceil(waitMs))
        break
      }
      this.#pieces.shift()
      this.#bytes -= first.bytes?.length ?? 0
      if (first.bytes) to.write(first.bytes)
      else to.end()
    }
    if (this.#bytes <= maxBytes) from.resume()
  }
}
