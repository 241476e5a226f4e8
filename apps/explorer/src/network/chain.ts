import { controllerAbi, registryNames } from '@millrace/abi'
import { repeatStale } from '@millrace/common/stale-read'
import {
  type Address,
  type Chain as ChainDescription,
  type Client,
  createClient,
  defineChain,
  http,
  keccak256,
  type Transport,
  toBytes,
  zeroAddress,
} from 'viem'
import { readContract } from 'viem/actions'
import type { NetworkConfig } from './config.ts'

/** The protocol's contracts that these pages read. */
export interface Contracts {
  readonly token: Address
  readonly roundsManager: Address
  readonly bondingManager: Address
  readonly ticketBroker: Address
  readonly serviceRegistry: Address
  /** Where accounts say who they are; the live network has none. */
  readonly identityRegistry?: Address | undefined
}

export type ChainClient = Client<Transport, ChainDescription>

/** A connection to the chain with the addresses of the deployment. */
export interface Protocol {
  readonly client: ChainClient
  readonly contracts: Contracts
}

export function chainOf({ chainId, networkName, rpcUrl, multicall }: NetworkConfig): ChainDescription {
  return defineChain({
    id: chainId,
    name: networkName,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(multicall ? { contracts: { multicall3: { address: multicall } } } : {}),
  })
}

/** Reads that follow each other within this time travel in one HTTP request. */
const gatherMs = 10
/** How often a transaction's receipt is asked for. */
const receiptPollMs = 500
const maxMulticallBytes = 65_536

function transportTo(rpcUrl: string): Transport {
  const overHttp = http(rpcUrl, { batch: { wait: gatherMs }, retryCount: 0, timeout: 10_000 })
  return (options) => {
    const inner = overHttp(options)
    const request = (args: { readonly method: string }) =>
      repeatStale(args.method, () => inner.request(args as never))
    return { ...inner, request: request as typeof inner.request }
  }
}

/** The chain, read over JSON-RPC: all reads of a moment go in one multicall and one HTTP request. */
export class Chain {
  readonly client: ChainClient
  readonly #controller: Address
  #contracts: Contracts | undefined

  constructor(config: NetworkConfig) {
    this.#controller = config.controller
    this.client = createClient({
      chain: chainOf(config),
      pollingInterval: receiptPollMs,
      transport: transportTo(config.rpcUrl),
      ...(config.multicall ? { batch: { multicall: { batchSize: maxMulticallBytes } } } : {}),
    })
  }

  /** The deployment behind the controller; its addresses are asked for once. @throws {Error} when the chain cannot be reached. */
  async open(): Promise<Protocol> {
    this.#contracts ??= await this.#readContracts()
    return { client: this.client, contracts: this.#contracts }
  }

  async #readContracts(): Promise<Contracts> {
    const find = (name: keyof typeof registryNames) =>
      readContract(this.client, {
        address: this.#controller,
        abi: controllerAbi,
        functionName: 'getContract',
        args: [keccak256(toBytes(registryNames[name]))],
      })
    const [token, roundsManager, bondingManager, ticketBroker, serviceRegistry, identity] = await Promise.all(
      [
        find('token'),
        find('roundsManager'),
        find('bondingManager'),
        find('ticketBroker'),
        find('serviceRegistry'),
        find('identityRegistry'),
      ],
    )
    const identityRegistry = identity === zeroAddress ? undefined : identity
    return { token, roundsManager, bondingManager, ticketBroker, serviceRegistry, identityRegistry }
  }
}
