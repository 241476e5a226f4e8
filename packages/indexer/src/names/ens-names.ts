import type { Logger } from '@millrace/common'
import type { Hex } from '@millrace/crypto'
import { LRUCache } from 'lru-cache'
import { type Address, BaseError, type Client, createClient, http } from 'viem'
import { getEnsAddress, getEnsName } from 'viem/actions'
import { normalize } from 'viem/ens'

export interface EnsNamesOptions {
  /** JSON-RPC of the chain that holds ENS, which need not be the protocol's. */
  readonly rpcUrl: string
  /** ENS's UniversalResolver there. */
  readonly universalResolver: Address
}

const requestTimeoutMs = 5_000
/** Questions within this time travel in one HTTP request. */
const gatherMs = 20
const mostKept = 20_000
/** Questions of a kind on the way at once, so that nobody can have us ask without end. */
const mostOnTheWay = 100
const knownForMs = 86_400_000
/** Who has none may soon. */
const noneForMs = 3_600_000

/** What is known of an account's name. */
interface Known {
  readonly name: string | undefined
}

/**
 * The primary names that accounts have in ENS: those whose name leads back to them (ENSIP-3), and is written as it has to
 * be (ENSIP-15). Whatever a resolver keeps outside the chain is not asked for: it would have us call any host it likes.
 */
export class EnsNames {
  readonly #client: Client
  readonly #resolver: Address
  readonly #log: Logger
  readonly #known = new LRUCache<Hex, Known>({ max: mostKept, ttl: knownForMs, allowStale: true })
  /** Addresses whose names are asked for, and names whose addresses are. */
  readonly #asked = new Set<Hex>()
  readonly #found = new Map<string, Promise<Hex | undefined>>()

  constructor({ rpcUrl, universalResolver }: EnsNamesOptions, { log }: { readonly log: Logger }) {
    const transport = http(rpcUrl, { timeout: requestTimeoutMs, retryCount: 1, batch: { wait: gatherMs } })
    this.#client = createClient({ transport, ccipRead: false })
    this.#resolver = universalResolver
    this.#log = log
  }

  /** Names that are known already; the others are asked for, to be known a moment later. */
  known(addresses: readonly Hex[]): ReadonlyMap<Hex, string> {
    return new Map(
      addresses.flatMap((address) => {
        if (this.#known.getRemainingTTL(address) <= 0) void this.#ask(address)
        const name = this.#known.get(address)?.name
        return name === undefined ? [] : [[address, name] as const]
      }),
    )
  }

  /** Whom a name leads to; undefined when it is nobody, ENS does not answer, or it is asked for too much. */
  async addressOf(name: string): Promise<Hex | undefined> {
    const written = normalOf(name)
    if (written === undefined) return undefined
    const asked = this.#found.get(written)
    if (asked || this.#found.size >= mostOnTheWay) return asked
    const found = this.#find(written).finally(() => this.#found.delete(written))
    this.#found.set(written, found)
    return found
  }

  async #find(name: string): Promise<Hex | undefined> {
    const universalResolverAddress = this.#resolver
    try {
      const found = await getEnsAddress(this.#client, { name, universalResolverAddress })
      return found?.toLowerCase() as Hex | undefined
    } catch (error) {
      this.#complain(error)
      return undefined
    }
  }

  async #ask(address: Hex): Promise<void> {
    if (this.#asked.has(address) || this.#asked.size >= mostOnTheWay) return
    this.#asked.add(address)
    try {
      const found = await getEnsName(this.#client, { address, universalResolverAddress: this.#resolver })
      const name = found !== null && normalOf(found) === found ? found : undefined
      this.#known.set(address, { name }, { ttl: name === undefined ? noneForMs : knownForMs })
    } catch (error) {
      this.#complain(error)
    } finally {
      this.#asked.delete(address)
    }
  }

  #complain(error: unknown): void {
    const reason = error instanceof BaseError ? error.shortMessage : String(error)
    this.#log.debug({ reason }, 'ENS gives no answer')
  }
}

/** @returns undefined for what is no name. */
function normalOf(name: string): string | undefined {
  try {
    return normalize(name)
  } catch {
    return undefined
  }
}
