import { controllerAbi, registryNames } from '@millrace/abi'
import {
  type Address,
  createPublicClient,
  defineChain,
  http,
  keccak256,
  type PublicClient,
  toBytes,
} from 'viem'
import type { NetworkConfig } from './config.ts'

/** The protocol's contracts that these pages read. */
export interface Contracts {
  readonly token: Address
  readonly roundsManager: Address
  readonly bondingManager: Address
  readonly ticketBroker: Address
  readonly serviceRegistry: Address
  readonly minter: Address
}

/** A connection to the chain with the addresses of the deployment. */
export interface Protocol {
  readonly client: PublicClient
  readonly contracts: Contracts
}

export function chainOf({ chainId, networkName, rpcUrl, multicall }: NetworkConfig) {
  return defineChain({
    id: chainId,
    name: networkName,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
    ...(multicall ? { contracts: { multicall3: { address: multicall } } } : {}),
  })
}

/** @throws {Error} when the chain cannot be reached or the controller knows no contracts. */
export async function connectProtocol(config: NetworkConfig): Promise<Protocol> {
  const batch = config.multicall ? { batch: { multicall: true } } : {}
  const client = createPublicClient({
    chain: chainOf(config),
    transport: http(config.rpcUrl),
    pollingInterval: 1_000,
    ...batch,
  })
  const find = (name: keyof typeof registryNames) =>
    client.readContract({
      address: config.controller,
      abi: controllerAbi,
      functionName: 'getContract',
      args: [keccak256(toBytes(registryNames[name]))],
    })
  const [token, roundsManager, bondingManager, ticketBroker, serviceRegistry, minter] = await Promise.all([
    find('token'),
    find('roundsManager'),
    find('bondingManager'),
    find('ticketBroker'),
    find('serviceRegistry'),
    find('minter'),
  ])
  return {
    client,
    contracts: { token, roundsManager, bondingManager, ticketBroker, serviceRegistry, minter },
  }
}
