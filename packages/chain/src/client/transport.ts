import { repeatStale } from '@millrace/common/stale-read'
import { createTransport as createViemTransport, type Transport } from 'viem'
import { RpcUrlError } from '../errors.ts'
import type { EndpointHealth } from './endpoint.ts'
import { Failover } from './failover.ts'
import type { JsonRpcRequest } from './json-rpc-client.ts'
import { redactUrls } from './redact.ts'

export interface TransportOptions {
  /** In order of preference; the next one is asked when one does not answer. */
  readonly rpcUrls: readonly string[]
  readonly requestTimeoutMs: number
  /** How often endpoints are asked before a request fails. */
  readonly attempts: number
}

/** All endpoints as one, and each by itself. */
export interface RpcTransports {
  readonly transport: Transport
  /** One for each endpoint, where there are several: to ask each whether it says the same. */
  readonly witnesses: readonly Transport[]
  health(): readonly EndpointHealth[]
}

/** @throws {RpcUrlError} when there is no usable URL. */
export function createTransports({ rpcUrls, requestTimeoutMs, attempts }: TransportOptions): RpcTransports {
  if (rpcUrls.length === 0) throw new RpcUrlError({ count: 0 })
  const bad = rpcUrls.findIndex((url) => !/^https?:$/.test(URL.parse(url)?.protocol ?? ''))
  if (bad !== -1) throw new RpcUrlError({ count: rpcUrls.length, position: bad })
  const over = (urls: readonly string[]) => new Failover({ rpcUrls: urls, requestTimeoutMs, attempts })
  const all = over(rpcUrls)
  return {
    transport: guarded(all, rpcUrls),
    witnesses: rpcUrls.length > 1 ? rpcUrls.map((url) => guarded(over([url]), rpcUrls)) : [],
    health: () => all.health,
  }
}

/** Takes keys out of errors, and repeats reads that fell between two blocks. */
function guarded(failover: Failover, rpcUrls: readonly string[]): Transport {
  const request = async (args: JsonRpcRequest): Promise<unknown> => {
    try {
      return await repeatStale(args.method, () => failover.request(args))
    } catch (error) {
      redactUrls(error, rpcUrls)
      throw error
    }
  }
  const facts = { key: 'endpoints', name: 'JSON-RPC endpoints', type: 'http', retryCount: 0 } as const
  return () => createViemTransport({ ...facts, request: request as never })
}
