import { delay } from '@millrace/common'
import { RpcRequestError } from 'viem'
import { EndpointBehindError } from '../errors.ts'
import { Endpoint, type EndpointHealth, isFault, toNumber } from './endpoint.ts'
import type { JsonRpcRequest } from './json-rpc-client.ts'

export interface FailoverOptions {
  /** In order of preference. */
  readonly rpcUrls: readonly string[]
  readonly requestTimeoutMs: number
  /** How often all endpoints are asked before a request fails. */
  readonly attempts: number
  readonly nowMs?: () => number
}

const firstRetryDelayMs = 150
/** With another endpoint to ask, nobody waits longer for one. */
const stallMs = 4_000
/** A head told longer ago says nothing about whether an endpoint is behind. */
const freshMs = 2_000
/** All endpoints have to insist so long on a lower head until the chain is taken to have gone back. */
const regressMs = 1_500
/** The same when some do not answer: they may know better, but one that told nonsense must not stop all for good. */
const partialRegressMs = 300_000
const compareEveryMs = 5_000
/** An endpoint whose head stood still so long while another's is higher hangs. */
const stuckMs = 20_000
/** JSON-RPC's code for a reverted call. */
const executionReverted = 3

/**
 * Several endpoints as one: asks the first that works, goes on with the next when it does not answer, and never lets one
 * that is behind move the caller's view of the chain backwards.
 */
export class Failover {
  readonly #endpoints: readonly Endpoint[]
  readonly #attempts: number
  readonly #nowMs: () => number
  /** The highest head that was passed on. */
  #highest = -1n
  #lowerSinceMs: number | undefined
  #comparedAtMs = 0

  constructor({ rpcUrls, requestTimeoutMs, attempts, nowMs = () => performance.now() }: FailoverOptions) {
    const timeoutMs = rpcUrls.length > 1 ? Math.min(requestTimeoutMs, stallMs) : requestTimeoutMs
    this.#endpoints = rpcUrls.map((url) => new Endpoint({ url, timeoutMs, nowMs }))
    this.#attempts = attempts
    this.#nowMs = nowMs
  }

  get health(): readonly EndpointHealth[] {
    return this.#endpoints.map(({ health }) => health)
  }

  /** Throws the first answer that is a refusal, or how the last endpoint failed. */
  async request(request: JsonRpcRequest): Promise<unknown> {
    if (request.method === 'eth_sendRawTransaction' && this.#endpoints.length > 1)
      return this.#tellAll(request)
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#askInTurn(request)
      } catch (error) {
        const mayPass = isFault(error) || error instanceof EndpointBehindError
        if (attempt >= this.#attempts || !mayPass) throw error
        await delay(firstRetryDelayMs * 2 ** (attempt - 1))
      }
    }
  }

  async #askInTurn(request: JsonRpcRequest): Promise<unknown> {
    const isHead = asksForHead(request)
    if (isHead) this.#compare()
    const failures: unknown[] = []
    const lower: { readonly result: unknown; readonly head: bigint }[] = []
    for (const endpoint of this.#inOrder()) {
      try {
        await this.#assertUsable(endpoint, { isHead })
        const result = await endpoint.request(request)
        const head = isHead ? headOf(result) : undefined
        if (head === undefined) return result
        endpoint.noteHead(head)
        if (head >= this.#highest) return this.#pass({ result, head })
        lower.push({ result, head })
        failures.push(new EndpointBehindError({ host: endpoint.host, head, highest: this.#highest }))
      } catch (error) {
        failures.push(error)
        if (isAnswer(error)) break
      }
    }
    const [best] = lower.toSorted((a, b) => (a.head > b.head ? -1 : 1))
    if (best && this.#isLowerForGood(lower.length)) return this.#pass(best)
    // What an endpoint said goes before that another one said nothing.
    throw (
      failures.find((error) => error instanceof RpcRequestError && !isFault(error)) ??
      failures.find((error) => !isFault(error)) ??
      failures.at(-1)
    )
  }

  #pass({ result, head }: { result: unknown; head: bigint }): unknown {
    this.#highest = head
    this.#lowerSinceMs = undefined
    return result
  }

  /** Nobody has anything higher: after a while that is how the chain is now. */
  #isLowerForGood(saidSo: number): boolean {
    this.#lowerSinceMs ??= this.#nowMs()
    const waitMs = saidSo === this.#endpoints.length ? regressMs : partialRegressMs
    return this.#nowMs() - this.#lowerSinceMs >= waitMs
  }

  /** Those that work, the preferred first; then the others, the one whose pause ends next first. */
  #inOrder(): readonly Endpoint[] {
    const best = this.#bestHead()
    const isStuck = ({ head, stillMs }: Endpoint) => head !== undefined && head < best && stillMs > stuckMs
    const paused = this.#endpoints.filter(({ isPaused }) => isPaused)
    const working = this.#endpoints.filter(({ isPaused }) => !isPaused)
    return [
      ...working.filter((endpoint) => !isStuck(endpoint)),
      ...working.filter(isStuck),
      ...paused.toSorted((a, b) => a.pausedUntilMs - b.pausedUntilMs),
    ]
  }

  #bestHead(): bigint {
    return this.#endpoints.reduce((best, { head = -1n }) => (head > best ? head : best), -1n)
  }

  /**
   * One that was not asked lately tells first where it stands.
   * @throws {EndpointBehindError} when it is on another chain, or does not know what another one told already.
   */
  async #assertUsable(endpoint: Endpoint, { isHead }: { isHead: boolean }): Promise<void> {
    if (this.#endpoints.length === 1) return
    if (endpoint.chainId === undefined || (!isHead && endpoint.headAgeMs > freshMs)) await endpoint.probe()
    const { host, chainId, head = -1n } = endpoint
    const expected = this.#endpoints.find((one) => one.chainId !== undefined)?.chainId
    if (chainId !== expected || (!isHead && head < this.#highest))
      throw new EndpointBehindError({ host, head, highest: this.#highest })
  }

  /** Now and then the others are asked too, so that one that hangs at an old block is noticed. Not waited for. */
  #compare(): void {
    const nowMs = this.#nowMs()
    if (this.#endpoints.length === 1 || nowMs - this.#comparedAtMs < compareEveryMs) return
    this.#comparedAtMs = nowMs
    for (const endpoint of this.#endpoints) if (!endpoint.isPaused) endpoint.probe().catch(() => {})
  }

  /** Each gets a transaction, since one may drop what it took. The first that takes it answers for all. */
  async #tellAll(request: JsonRpcRequest): Promise<unknown> {
    const working = this.#inOrder().filter(({ isPaused }) => !isPaused)
    const telling = (working.length > 0 ? working : this.#inOrder()).map((endpoint) =>
      endpoint.request(request),
    )
    try {
      return await Promise.any(telling)
    } catch (error) {
      const failures: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
      throw failures.find((failure) => !isFault(failure)) ?? failures[0]
    }
  }
}

/** What the endpoint said is about the request, so that asking another one is of no use. */
function isAnswer(error: unknown): boolean {
  return error instanceof RpcRequestError && (error.code === executionReverted || error.data !== undefined)
}

function asksForHead({ method, params }: JsonRpcRequest): boolean {
  if (method === 'eth_blockNumber') return true
  return method === 'eth_getBlockByNumber' && Array.isArray(params) && params[0] === 'latest'
}

function headOf(result: unknown): bigint | undefined {
  if (typeof result !== 'object' || result === null) return toNumber(result)
  return 'number' in result ? toNumber(result.number) : undefined
}
