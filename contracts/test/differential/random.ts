/** Numbers drawn from a seed: the same seed draws the same (xoshiro128**, seeded by splitmix32). */
export class Random {
  #state: [number, number, number, number]

  constructor(seed: number) {
    let mixed = seed | 0
    const next = () => {
      mixed = (mixed + 0x9e3779b9) | 0
      let z = mixed
      z = Math.imul(z ^ (z >>> 16), 0x85ebca6b)
      z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35)
      return z ^ (z >>> 16)
    }
    this.#state = [next(), next(), next(), next()]
  }

  /** 32 bits. */
  bits(): number {
    const [a, b, c, d] = this.#state
    const x = Math.imul(b, 5)
    const result = Math.imul((x << 7) | (x >>> 25), 9) >>> 0
    const c2 = c ^ a
    const d2 = d ^ b
    this.#state = [a ^ d2, b ^ c2, c2 ^ (b << 9), (d2 << 11) | (d2 >>> 21)]
    return result
  }

  /** 0 ≤ n < limit. */
  below(limit: number): number {
    return Math.floor((this.bits() / 2 ** 32) * limit)
  }

  chance(probability: number): boolean {
    return this.bits() / 2 ** 32 < probability
  }

  /** @throws {RangeError} when there is nothing to choose from */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new RangeError('There is nothing to choose from.')
    return items[this.below(items.length)] as Item
  }

  /** One of the items, or nothing when there are none. */
  pickAny<Item>(items: readonly Item[]): Item | undefined {
    return items.length === 0 ? undefined : this.pick(items)
  }

  /** One of the items, each as likely as its weight. */
  weighted<Item>(items: readonly (readonly [weight: number, item: Item])[]): Item {
    let at = this.below(items.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, item] of items) {
      at -= weight
      if (at < 0) return item
    }
    throw new RangeError('There is nothing to choose from.')
  }

  /** 0 ≤ n ≤ most, of any magnitude: as often a few wei as nearly everything. */
  upTo(most: bigint): bigint {
    if (most <= 0n) return 0n
    const width = most.toString(2).length
    const wide =
      (BigInt(this.bits()) << 96n) |
      (BigInt(this.bits()) << 64n) |
      (BigInt(this.bits()) << 32n) |
      BigInt(this.bits())
    const drawn = wide >> BigInt(Math.max(0, 128 - 1 - this.below(width)))
    return drawn > most ? most : drawn
  }
}
