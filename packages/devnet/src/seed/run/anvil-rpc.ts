import type { Hex } from '@millrace/crypto'
import { z } from 'zod'
import { SeedChainError } from '../errors.ts'

export interface RpcCall {
  readonly method: string
  readonly params: readonly unknown[]
}

const answerSchema = z.object({
  id: z.number(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string(), data: z.unknown().optional() }).optional(),
})
type Answer = z.output<typeof answerSchema>

/** Calls of one batch; a body stays far below what anvil takes. */
const largestBatch = 100
const timeoutMs = 120_000

/** JSON-RPC in batches: one request for many calls, which anvil answers in their order. */
export class AnvilRpc {
  readonly #url: string
  readonly #signal: AbortSignal | undefined

  constructor({ rpcUrl, signal }: { rpcUrl: string; signal?: AbortSignal | undefined }) {
    this.#url = rpcUrl
    this.#signal = signal
  }

  /** @throws {SeedChainError} when the chain does not answer, or refuses. */
  async call(method: string, params: readonly unknown[] = []): Promise<unknown> {
    const [result] = await this.batch([{ method, params }])
    return result
  }

  /** Results in the order of the calls. @throws {SeedChainError} when one of them fails. */
  async batch(calls: readonly RpcCall[]): Promise<unknown[]> {
    const results: unknown[] = []
    for (let from = 0; from < calls.length; from += largestBatch) {
      const part = calls.slice(from, from + largestBatch)
      for (const [index, { result, error }] of (await this.#send(part)).entries()) {
        if (error)
          throw new SeedChainError({
            method: part[index]?.method ?? '',
            reason: error.message,
            data: error.data,
          })
        results.push(result)
      }
    }
    return results
  }

  /** What `eth_call` returns for each. @throws {SeedChainError} when one reverts. */
  async read(calls: readonly { readonly to: Hex; readonly data: Hex }[]): Promise<Hex[]> {
    const results = await this.batch(calls.map((call) => ({ method: 'eth_call', params: [call, 'latest'] })))
    return z.array(z.templateLiteral(['0x', z.string()])).parse(results)
  }

  async #send(calls: readonly RpcCall[]): Promise<Answer[]> {
    const body = JSON.stringify(calls.map((call, id) => ({ jsonrpc: '2.0', id, ...call })))
    const method = calls[0]?.method ?? ''
    try {
      const signals = [AbortSignal.timeout(timeoutMs), ...(this.#signal ? [this.#signal] : [])]
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        signal: AbortSignal.any(signals),
      })
      const answers = z
        .array(answerSchema)
        .length(calls.length)
        .parse(await response.json())
      return answers.toSorted((one, other) => one.id - other.id)
    } catch (cause) {
      this.#signal?.throwIfAborted()
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new SeedChainError({ method, reason, cause })
    }
  }
}
