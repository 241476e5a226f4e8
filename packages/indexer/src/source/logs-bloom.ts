import { type Hex, hexToBytes, keccak256 } from '@millrace/crypto'

const bloomBytes = 256
const mostRemembered = 100_000

/**
 * The filter in each block's header over the addresses and topics of its logs (Ethereum Yellow Paper, 4.3.1): what it
 * does not contain is not in the block, and all logs of a block make exactly its filter.
 */
export class LogsBloom {
  /** Bit positions by address or topic; accounts come again and again. */
  readonly #bits = new Map<Hex, readonly [number, number, number]>()

  /** Whether a log with this address or topic may be in a block. */
  mayContain(bloom: Uint8Array, value: Hex): boolean {
    return this.#bitsOf(value).every((bit) => (byteAt(bloom, bit) & maskOf(bit)) !== 0)
  }

  /** The filter of these logs. */
  of(logs: Iterable<{ readonly address: Hex; readonly topics: readonly Hex[] }>): Uint8Array {
    const bloom = new Uint8Array(bloomBytes)
    for (const { address, topics } of logs) {
      this.#add(bloom, address)
      for (const topic of topics) this.#add(bloom, topic)
    }
    return bloom
  }

  #add(bloom: Uint8Array, value: Hex): void {
    for (const bit of this.#bitsOf(value)) bloom[indexOf(bit)] = byteAt(bloom, bit) | maskOf(bit)
  }

  #bitsOf(value: Hex): readonly [number, number, number] {
    const known = this.#bits.get(value)
    if (known) return known
    const digest = keccak256(hexToBytes(value))
    const bit = (at: number) => (((digest[at] ?? 0) << 8) | (digest[at + 1] ?? 0)) & 0x7ff
    const bits = [bit(0), bit(2), bit(4)] as const
    if (this.#bits.size >= mostRemembered) this.#bits.clear()
    this.#bits.set(value, bits)
    return bits
  }
}

/** Bit 0 is the last byte's lowest. */
const indexOf = (bit: number) => bloomBytes - 1 - (bit >> 3)
const maskOf = (bit: number) => 1 << (bit & 7)
const byteAt = (bloom: Uint8Array, bit: number) => bloom[indexOf(bit)] ?? 0
