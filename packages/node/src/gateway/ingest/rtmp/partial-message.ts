const firstCapacityBytes = 16 * 1024

/** A message under way. The length it announces is believed only as bytes come. */
export class PartialMessage {
  readonly #lengthBytes: number
  #bytes: Buffer
  #received = 0

  constructor(lengthBytes: number) {
    this.#lengthBytes = lengthBytes
    this.#bytes = Buffer.allocUnsafeSlow(Math.min(lengthBytes, firstCapacityBytes))
  }

  get receivedBytes(): number {
    return this.#received
  }

  get isWhole(): boolean {
    return this.#received === this.#lengthBytes
  }

  /** The whole message, in memory of its own. */
  get bytes(): Buffer {
    return this.#bytes
  }

  /** Takes bytes, never more than announced. */
  append(bytes: Uint8Array): void {
    const end = this.#received + bytes.length
    if (end > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(
        Math.min(this.#lengthBytes, Math.max(end, this.#bytes.length * 2)),
      )
      this.#bytes.copy(larger, 0, 0, this.#received)
      this.#bytes = larger
    }
    this.#bytes.set(bytes, this.#received)
    this.#received = end
  }
}
