import { HttpRequestError, LimitExceededRpcError, RpcRequestError, TimeoutError } from 'viem'
import { JsonRpcClient, type JsonRpcRequest } from './json-rpc-client.ts'
import { hostOf } from './redact.ts'

/** How an endpoint does, for those who watch. */
export interface EndpointHealth {
  /** Without path and query, which may hold a key. */
  readonly host: string
  readonly isUp: boolean
  /** Its latest block as it said last; undefined when it was never asked. */
  readonly head: bigint | undefined
  /** Requests it did not answer. */
  readonly faults: number
}

const firstPauseMs = 500
const maxPauseMs = 60_000

/** One RPC endpoint: whether it is worth asking, and what it said of its head. */
export class Endpoint {
  readonly host: string
  readonly #client: JsonRpcClient
  readonly #nowMs: () => number
  #chainId: bigint | undefined
  #head: bigint | undefined
  #headAtMs = 0
  #headChangedAtMs = 0
  #faults = 0
  #faultsInRow = 0
  #pausedUntilMs = 0
  #probing: Promise<void> | undefined

  constructor({ url, timeoutMs, nowMs }: { url: string; timeoutMs: number; nowMs: () => number }) {
    this.host = hostOf(url)
    this.#client = new JsonRpcClient({ url, timeoutMs })
    this.#nowMs = nowMs
  }

  get health(): EndpointHealth {
    return { host: this.host, isUp: this.#faultsInRow === 0, head: this.#head, faults: this.#faults }
  }

  /** Undefined until it was asked. */
  get chainId(): bigint | undefined {
    return this.#chainId
  }

  get head(): bigint | undefined {
    return this.#head
  }

  /** How long ago it told its head. */
  get headAgeMs(): number {
    return this.#head === undefined ? Number.POSITIVE_INFINITY : this.#nowMs() - this.#headAtMs
  }

  /** How long its head has been the same. */
  get stillMs(): number {
    return this.#nowMs() - this.#headChangedAtMs
  }

  /** When it should be asked again; in the past while it works. */
  get pausedUntilMs(): number {
    return this.#pausedUntilMs
  }

  get isPaused(): boolean {
    return this.#pausedUntilMs > this.#nowMs()
  }

  /** Throws what the endpoint answers, and counts when it does not. */
  async request(request: JsonRpcRequest): Promise<unknown> {
    try {
      const result = await this.#client.request(request)
      this.#faultsInRow = 0
      this.#pausedUntilMs = 0
      return result
    } catch (error) {
      if (isFault(error)) this.#noteFault(error)
      throw error
    }
  }

  /** Asks for chain and head. Throws as {@link Endpoint.request} does. */
  probe(): Promise<void> {
    this.#probing ??= this.#ask().finally(() => {
      this.#probing = undefined
    })
    return this.#probing
  }

  async #ask(): Promise<void> {
    const [chainId, head] = await Promise.all([
      this.#chainId ?? this.request({ method: 'eth_chainId' }).then(toNumber),
      this.request({ method: 'eth_blockNumber' }).then(toNumber),
    ])
    this.#chainId = chainId
    this.noteHead(head)
  }

  noteHead(head: bigint | undefined): void {
    if (head === undefined) return
    const nowMs = this.#nowMs()
    if (head !== this.#head) this.#headChangedAtMs = nowMs
    this.#head = head
    this.#headAtMs = nowMs
  }

  #noteFault(error: unknown): void {
    this.#faults++
    // What was under way when it failed first fails with it, and tells nothing new.
    if (this.isPaused) return
    this.#faultsInRow++
    const pauseMs = Math.min(maxPauseMs, firstPauseMs * 2 ** (this.#faultsInRow - 1))
    this.#pausedUntilMs = this.#nowMs() + Math.max(pauseMs, Math.min(maxPauseMs, retryAfterMs(error)))
  }
}

/** No answer at all, a broken one, or one that only says that the endpoint takes no more requests now. */
export function isFault(error: unknown): boolean {
  if (error instanceof HttpRequestError || error instanceof TimeoutError) return true
  return error instanceof RpcRequestError && error.code === LimitExceededRpcError.code
}

function retryAfterMs(error: unknown): number {
  if (!(error instanceof HttpRequestError)) return 0
  const seconds = Number(error.headers?.get('retry-after') ?? 0)
  return Number.isFinite(seconds) ? seconds * 1_000 : 0
}

/** @returns undefined for anything that is no quantity. */
export function toNumber(quantity: unknown): bigint | undefined {
  return typeof quantity === 'string' && /^0x[0-9a-f]{1,16}$/i.test(quantity) ? BigInt(quantity) : undefined
}
