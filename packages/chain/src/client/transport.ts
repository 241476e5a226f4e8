import { fallback, http, InvalidParamsRpcError, type Transport } from 'viem'
import { RpcUrlError } from '../errors.ts'
import { redactUrls } from './redact.ts'

export interface TransportOptions {
  /** In order of preference; the next one is asked when one does not answer. */
  readonly rpcUrls: readonly string[]
  readonly requestTimeoutMs: number
  /** Calls to one endpoint at the most, the first one included. */
  readonly attempts: number
}

const firstRetryDelayMs = 150
/** A node may answer for a block that was the latest one when the call came in; another try reads the newer one. */
const staleReadAttempts = 3

/** @throws {RpcUrlError} when there is no usable URL. */
export function createTransport({ rpcUrls, requestTimeoutMs, attempts }: TransportOptions): Transport {
  if (rpcUrls.length === 0) throw new RpcUrlError({ count: 0 })
  const bad = rpcUrls.findIndex((url) => !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
  if (bad !== -1) throw new RpcUrlError({ count: rpcUrls.length, position: bad })
  const transports = rpcUrls.map((url) =>
    http(url, {
      timeout: requestTimeoutMs,
      retryCount: attempts - 1,
      retryDelay: firstRetryDelayMs,
      batch: { batchSize: 100 },
    }),
  )
  const [only] = transports
  const inner = transports.length === 1 && only ? only : fallback(transports, { retryCount: 0 })
  return guarded(inner, rpcUrls)
}

/** Takes keys out of errors, and repeats reads that fell between two blocks. */
function guarded(inner: Transport, rpcUrls: readonly string[]): Transport {
  return (parameters) => {
    const transport = inner(parameters)
    const request = transport.request as (args: RpcRequest, options?: unknown) => Promise<unknown>
    const guardedRequest = async (args: RpcRequest, options?: unknown): Promise<unknown> => {
      for (let attempt = 1; ; attempt++) {
        try {
          return await request(args, options)
        } catch (error) {
          redactUrls(error, rpcUrls)
          if (attempt >= staleReadAttempts || !isStaleRead(args, error)) throw error
        }
      }
    }
    return { ...transport, request: guardedRequest as typeof transport.request }
  }
}

interface RpcRequest {
  readonly method: string
  readonly params?: unknown
}

/**
 * An anvil that keeps no history refuses an `eth_call` on `latest` as an invalid parameter when a block lands while it
 * looks: 8 of 60,000 calls with a block a second.
 */
function isStaleRead({ method }: RpcRequest, error: unknown): boolean {
  return (
    method === 'eth_call' &&
    error instanceof Error &&
    'code' in error &&
    error.code === InvalidParamsRpcError.code
  )
}
