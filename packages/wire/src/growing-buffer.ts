/** Collects parts in one piece of memory, so that a body in tiny parts takes no more room than one in large ones. */
export class GrowingBuffer {
  readonly #announced: number
  #memory = new Uint8Array(0)
  #length = 0

  /** @param announced - the length that is to be expected; memory is only taken as bytes come, but never beyond it. */
  constructor(announced = Number.POSITIVE_INFINITY) {
    this.#announced = announced
  }

  get length(): number {
    return this.#length
  }

  /** What was collected; valid until the next part. */
  get bytes(): Uint8Array {
    return this.#memory.subarray(0, this.#length)
  }

  append(part: Uint8Array): void {
    const needed = this.#length + part.length
    if (needed > this.#memory.length) {
      const doubled = Math.max(2 * this.#memory.length, 65_536)
      const larger = new Uint8Array(Math.max(needed, Math.min(doubled, this.#announced)))
      larger.set(this.bytes)
      this.#memory = larger
    }
    this.#memory.set(part, this.#length)
    this.#length = needed
  }
}
