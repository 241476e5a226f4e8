import { keccak256 } from '@millrace/crypto'

/**
 * Random numbers that are the same for the same text, on every machine (the generator is sfc32). Not for secrets.
 */
export class SeededRandom {
  readonly #text: string
  readonly #state: Uint32Array

  constructor(text: string) {
    this.#text = text
    const digest = keccak256(new TextEncoder().encode(text))
    const view = new DataView(digest.buffer, digest.byteOffset)
    this.#state = Uint32Array.from([0, 4, 8, 12], (offset) => view.getUint32(offset))
  }

  /** A source of its own: what is drawn from one changes nothing in the other. */
  fork(label: string): SeededRandom {
    return new SeededRandom(`${this.#text}/${label}`)
  }

  /** In [0, 1). */
  next(): number {
    const [a = 0, b = 0, c = 0, counter = 0] = this.#state
    const result = (a + b + counter) >>> 0
    this.#state.set([b ^ (b >>> 9), c + (c << 3), ((c << 21) | (c >>> 11)) + result, counter + 1])
    return result / 2 ** 32
  }

  /** A whole number in [from, to). */
  integer(from: number, to: number): number {
    return from + Math.floor(this.next() * (to - from))
  }

  between(from: number, to: number): number {
    return from + this.next() * (to - from)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of them, or undefined when there are none. */
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.next() * items.length)]
  }

  /** One of them, as often as its weight says. */
  pickWeighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item | undefined {
    const total = items.reduce((sum, item) => sum + weightOf(item), 0)
    let left = this.next() * total
    for (const item of items) {
      left -= weightOf(item)
      if (left < 0) return item
    }
    return items.at(-1)
  }

  shuffle<Item>(items: readonly Item[]): Item[] {
    const shuffled = [...items]
    for (let index = shuffled.length - 1; index > 0; index--) {
      const other = this.integer(0, index + 1)
      const [one, two] = [shuffled[index], shuffled[other]] as [Item, Item]
      shuffled[index] = two
      shuffled[other] = one
    }
    return shuffled
  }
}
