type Address = `0x${string}`

const zeroAddress: Address = '0x0000000000000000000000000000000000000000'

interface PoolWalkOptions {
  readonly first: () => Promise<Address>
  readonly next: (address: Address) => Promise<Address>
  /** Who is probably in it, in any order: a good guess makes the first walk as quick as the next ones. */
  readonly guess?: readonly Address[]
}

/**
 * Reads a linked list by as few round trips as can be: the successors of all members known from the last walk are asked
 * for at once, and only what is new is asked for one by one.
 */
export class PoolWalk {
  #known: readonly Address[]
  readonly #first: () => Promise<Address>
  readonly #next: (address: Address) => Promise<Address>

  constructor({ first, next, guess = [] }: PoolWalkOptions) {
    this.#first = first
    this.#next = next
    this.#known = guess
  }

  /** @param maxSize bounds the walk, since the list may change while it is read. */
  async read(maxSize: bigint): Promise<readonly Address[]> {
    const known = this.#known
    const [head, ...successors] = await Promise.all([this.#first(), ...known.map((one) => this.#next(one))])
    const successorOf = new Map(known.map((one, index) => [one, successors[index]]))
    const order = new Set<Address>()
    for (let at = head; at !== zeroAddress && !order.has(at) && BigInt(order.size) < maxSize; ) {
      order.add(at)
      at = successorOf.get(at) ?? (await this.#next(at))
    }
    this.#known = [...order]
    return this.#known
  }
}
