/** One timer that calls back once a time without renewal has passed. */
export class Deadline {
  readonly #expire: () => void
  #timer: NodeJS.Timeout | undefined
  #timeoutMs = 0
  #renewedAtMs = 0
  #isHeld = false

  constructor({ expire }: { expire: () => void }) {
    this.#expire = expire
  }

  set(timeoutMs: number): void {
    this.clear()
    this.#timeoutMs = timeoutMs
    this.renew()
    this.#arm(timeoutMs)
  }

  /** Cheap enough for every message: the timer looks back when it fires. */
  renew(): void {
    this.#renewedAtMs = performance.now()
  }

  /** While it is us who hold the peer back, time does not count. */
  set isHeld(isHeld: boolean) {
    this.#isHeld = isHeld
    this.renew()
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #arm(delayMs: number): void {
    this.#timer = setTimeout(() => this.#check(), delayMs)
    this.#timer.unref()
  }

  #check(): void {
    const leftMs = this.#isHeld ? this.#timeoutMs : this.#timeoutMs - (performance.now() - this.#renewedAtMs)
    if (leftMs > 0) this.#arm(Math.ceil(leftMs))
    else this.#expire()
  }
}
