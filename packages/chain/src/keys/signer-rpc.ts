import { HttpRequestError, RpcRequestError, TimeoutError } from 'viem'
import { JsonRpcClient } from '../client/json-rpc-client.ts'
import { hostOf } from '../client/redact.ts'
import { RemoteSignerMethodError, RemoteSignerRefusedError, RemoteSignerUnreachableError } from './errors.ts'

/** One way of asking for the same thing, as one kind of signer knows it. */
export interface SignerMethod {
  readonly method: string
  readonly params: readonly unknown[]
}

/** JSON-RPC's code for a method that is not there, and Ethereum's for one that is not supported. */
const missingMethodCodes = [-32601, -32004]

/** Asks a signer in whichever of several dialects it speaks, and remembers which. */
export class SignerRpc {
  readonly host: string
  readonly #client: JsonRpcClient
  /** What → the method that worked. */
  readonly #spoken = new Map<string, string>()

  constructor({ url, timeoutMs }: { url: string; timeoutMs: number }) {
    this.host = hostOf(url)
    this.#client = new JsonRpcClient({ url, timeoutMs })
  }

  /**
   * @param what is signed, for errors, e.g. `messages`.
   * @param dialects in order of preference.
   * @throws {RemoteSignerMethodError | RemoteSignerRefusedError | RemoteSignerUnreachableError}
   */
  async ask(what: string, dialects: readonly SignerMethod[]): Promise<unknown> {
    const spoken = this.#spoken.get(what)
    const candidates = spoken === undefined ? dialects : dialects.filter(({ method }) => method === spoken)
    for (const { method, params } of candidates) {
      const answer = await this.#try(method, params)
      if (answer === undefined) continue
      this.#spoken.set(what, method)
      return answer.result
    }
    const methods = dialects.map(({ method }) => method)
    throw new RemoteSignerMethodError({ host: this.host, what, methods })
  }

  /** @returns undefined when the signer has no such method. */
  async #try(method: string, params: readonly unknown[]): Promise<{ result: unknown } | undefined> {
    try {
      return { result: await this.#client.request({ method, params }) }
    } catch (error) {
      const { host } = this
      if (error instanceof RpcRequestError) {
        if (missingMethodCodes.includes(error.code)) return undefined
        throw new RemoteSignerRefusedError({ host, method, reason: firstLine(error.details) })
      }
      // The cause is dropped on purpose: it names the whole URL, which may hold a key.
      if (error instanceof HttpRequestError || error instanceof TimeoutError)
        throw new RemoteSignerUnreachableError({ host, cause: undefined })
      throw error
    }
  }
}

/** A signer's own words, cut to what a log can hold. */
function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200)
}
