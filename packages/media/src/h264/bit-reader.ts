import { MalformedH264Error } from './errors.ts'

/** Reads the bit syntax of H.264 (7.2, 9.1) from bytes without emulation prevention. */
export class BitReader {
  readonly #bytes: Uint8Array
  readonly #what: string
  #bit = 0

  constructor(bytes: Uint8Array, what: string) {
    this.#bytes = bytes
    this.#what = what
  }

  #fail(reason: string): never {
    throw new MalformedH264Error({ what: this.#what, reason })
  }

  flag(): boolean {
    return this.bits(1) === 1
  }

  /** `u(n)`, n ≤ 32. */
  bits(count: number): number {
    let value = 0
    for (let i = 0; i < count; i++) {
      const byte = this.#bytes[this.#bit >> 3]
      if (byte === undefined) this.#fail('it ends too early')
      value = value * 2 + ((byte >> (7 - (this.#bit & 7))) & 1)
      this.#bit++
    }
    return value
  }

  skip(count: number): void {
    this.#bit += count
    if (this.#bit > this.#bytes.length * 8) this.#fail('it ends too early')
  }

  /** `ue(v)`: Exp-Golomb, at most 32 leading zeros. */
  unsigned(): number {
    let zeros = 0
    while (!this.flag()) {
      zeros++
      if (zeros > 32) this.#fail('a number is too large')
    }
    return 2 ** zeros - 1 + this.bits(zeros)
  }

  /** `se(v)`. */
  signed(): number {
    const value = this.unsigned()
    return value % 2 === 1 ? (value + 1) / 2 : -(value / 2)
  }
}

/** Takes out emulation prevention bytes (`00 00 03` → `00 00`), H.264 7.4.1. */
export function unescapeRbsp(nal: Uint8Array): Uint8Array {
  const out = new Uint8Array(nal.length)
  let length = 0
  let zeros = 0
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0
      continue
    }
    zeros = byte === 0 ? zeros + 1 : 0
    out[length++] = byte
  }
  return out.subarray(0, length)
}
