import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import type { Joint } from './host.ts'
import type { Fabric } from './host-network.ts'
import { type Place, Relay } from './relay.ts'

/** Whoever holds this port of a block of addresses has the block. */
const claimPort = 8_999
const maxBlocks = 200
/** A host's programs listen on its address with this added; its address itself is its relays'. */
const ownOffset = 128

/**
 * Hosts that are no more than addresses of this machine: a relay stands before each port that a host serves, and on its
 * way to each place that it reaches. Cutting a host off holds all of them up.
 */
export class LoopbackFabric implements Fabric {
  readonly kind = 'loopback'
  readonly #block: string
  readonly #claim: Server
  #joined = 1

  private constructor(block: string, claim: Server) {
    this.#block = block
    this.#claim = claim
  }

  static async open(): Promise<LoopbackFabric> {
    for (let tried = 0; tried < maxBlocks; tried++) {
      const number = (process.pid + tried) % 16_384
      const block = `127.${64 + (number >> 8)}.${number & 255}`
      const claim = createServer()
      try {
        claim.listen(claimPort, `${block}.1`)
        await once(claim, 'listening')
        return new LoopbackFabric(block, claim)
      } catch {
        // Another test has this block.
      }
    }
    throw new Error('No block of loopback addresses is free.')
  }

  get ownAddress(): string {
    return `${this.#block}.1`
  }

  join(): Joint {
    const number = ++this.#joined
    const address = `${this.#block}.${number}`
    const ownAddress = `${this.#block}.${number + ownOffset}`
    const relays: Relay[] = []
    const add = async (at: Place, to: Place) => {
      const relay = await Relay.listen({ at, to })
      relays.push(relay)
      return relay
    }
    return {
      address,
      ownAddress,
      startWith: [],
      async serve(port) {
        await add({ host: address, port }, { host: ownAddress, port })
      },
      async reach(place) {
        const { port } = await add({ host: ownAddress, port: 0 }, place)
        return { host: ownAddress, port }
      },
      cut(isCut) {
        for (const relay of relays) relay.cut(isCut)
      },
      async remove() {
        await Promise.all(relays.map((relay) => relay.close()))
      },
    }
  }

  async close(): Promise<void> {
    const closed = once(this.#claim, 'close')
    this.#claim.close()
    await closed
  }
}
