export interface SegmentLaneOptions {
  /** Pieces of work that run at the same time. */
  readonly maxInFlight: number
  /** Pieces that may wait for their turn; above that the oldest waiting one is given up. */
  readonly maxWaiting: number
}

export interface SegmentLaneDependencies<Item, Result> {
  /** Must not throw; aborted when the lane closes. */
  readonly work: (item: Item, signal: AbortSignal) => Promise<Result>
  /** What a given-up item results in. */
  readonly giveUp: (item: Item) => Result
  /** Called once for each item, in the order the items came. */
  readonly publish: (item: Item, result: Result) => void
}

interface Slot<Item, Result> {
  readonly item: Item
  state: 'waiting' | 'running' | 'done'
  result?: Result
}

/** Runs the segments of one stream side by side, bounded, and hands out their results in order. */
export class SegmentLane<Item, Result> {
  readonly #options: SegmentLaneOptions
  readonly #deps: SegmentLaneDependencies<Item, Result>
  readonly #slots: Slot<Item, Result>[] = []
  readonly #abort = new AbortController()
  #running = 0
  #whenEmpty: (() => void)[] = []

  constructor(options: SegmentLaneOptions, deps: SegmentLaneDependencies<Item, Result>) {
    this.#options = options
    this.#deps = deps
  }

  /** Items that are not published yet. */
  get size(): number {
    return this.#slots.length
  }

  add(item: Item): void {
    if (this.#abort.signal.aborted) return
    this.#slots.push({ item, state: 'waiting' })
    this.#advance()
    const waiting = this.#slots.filter(({ state }) => state === 'waiting')
    const oldest = waiting[0]
    if (oldest && waiting.length > this.#options.maxWaiting) {
      this.#finish(oldest, this.#deps.giveUp(oldest.item))
    }
  }

  /** Resolves when everything that was added is published. */
  idle(): Promise<void> {
    if (this.#slots.length === 0) return Promise.resolve()
    return new Promise((resolve) => this.#whenEmpty.push(resolve))
  }

  /** Gives up what is left. Idempotent. */
  close(): void {
    this.#abort.abort()
    for (const slot of this.#slots) {
      if (slot.state !== 'done') Object.assign(slot, { state: 'done', result: this.#deps.giveUp(slot.item) })
    }
    this.#publishReady()
  }

  #advance(): void {
    for (const slot of this.#slots) {
      if (this.#running >= this.#options.maxInFlight) return
      if (slot.state === 'waiting') void this.#run(slot)
    }
  }

  async #run(slot: Slot<Item, Result>): Promise<void> {
    slot.state = 'running'
    this.#running++
    const result = await this.#deps.work(slot.item, this.#abort.signal)
    this.#running--
    this.#finish(slot, result)
    if (!this.#abort.signal.aborted) this.#advance()
  }

  #finish(slot: Slot<Item, Result>, result: Result): void {
    if (slot.state === 'done') return
    slot.state = 'done'
    slot.result = result
    this.#publishReady()
  }

  #publishReady(): void {
    for (let first = this.#slots[0]; first?.state === 'done'; first = this.#slots[0]) {
      this.#slots.shift()
      this.#deps.publish(first.item, first.result as Result)
    }
    if (this.#slots.length > 0) return
    for (const resolve of this.#whenEmpty.splice(0)) resolve()
  }
}
