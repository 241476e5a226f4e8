import type { Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { createPublicClient, type PublicClient, type Transport } from 'viem'
import type { BrokerReads } from '../broker/broker.ts'
import { BrokerReader } from '../broker/broker-reader.ts'
import { RpcUnreachableError, WrongChainError } from '../errors.ts'
import type { RoundReads } from '../rounds/rounds.ts'
import { RoundsReader } from '../rounds/rounds-reader.ts'
import type { StakingReads } from '../staking/staking.ts'
import { StakingReader } from '../staking/staking-reader.ts'
import {
  type BlockNumberKind,
  type BlockNumberSource,
  blockNumberKind,
  createBlockNumberSource,
} from './block-number-source.ts'
import { type ChainAddresses, type Contracts, contractsAt } from './contracts.ts'
import type { EndpointHealth } from './endpoint.ts'
import { evmChain } from './evm-chain.ts'
import { findAddresses } from './find-addresses.ts'
import { latestHeader } from './latest-header.ts'
import { hostOf } from './redact.ts'
import { createTransports } from './transport.ts'

export interface ConnectOptions {
  /** HTTP endpoints in order of preference; the next one is asked when one does not answer. */
  readonly rpcUrls: readonly string[]
  /** Refuse any other chain. */
  readonly chainId?: number | undefined
  /** The Controller that knows the other contracts; not needed on chains with a public deployment. */
  readonly controller?: Address | undefined
  /** All addresses, when they are known; then nothing is asked of the Controller. */
  readonly addresses?: ChainAddresses | undefined
  /** Multicall3; by default its canonical address, if there is code. */
  readonly multicall3?: Address | undefined
  readonly blockNumberSource?: BlockNumberKind | 'auto' | undefined
  readonly requestTimeoutMs?: number | undefined
  /** How often endpoints are asked at the most before a request fails. */
  readonly attempts?: number | undefined
}

/** A connection to one chain and one deployment of the protocol on it. Holds no timers and no sockets of its own. */
export interface Chain {
  readonly chainId: number
  readonly addresses: ChainAddresses
  readonly contracts: Contracts
  readonly client: PublicClient
  /**
   * A client of each endpoint by itself, where there are several: what can never be taken back is asked of all that
   * answer.
   */
  readonly witnesses: readonly PublicClient[]
  /** How each endpoint does. */
  endpoints(): readonly EndpointHealth[]
  readonly blockNumbers: BlockNumberSource
  readonly rounds: RoundReads
  readonly staking: StakingReads
  readonly broker: BrokerReads
}

/** A connection to one chain, whatever is on it. */
export interface Rpc {
  readonly chainId: number
  readonly transport: Transport
  readonly witnesses: readonly Transport[]
  readonly client: PublicClient
  endpoints(): readonly EndpointHealth[]
}

/**
 * Connects to a chain.
 * @throws {RpcUrlError | RpcUnreachableError | WrongChainError} each naming the setting to change.
 */
export async function connectRpc(
  options: Pick<ConnectOptions, 'rpcUrls' | 'chainId' | 'requestTimeoutMs' | 'attempts'>,
): Promise<Rpc> {
  const { rpcUrls, requestTimeoutMs = 10_000, attempts = 5 } = options
  const { transport, witnesses, health } = createTransports({ rpcUrls, requestTimeoutMs, attempts })
  const client = createPublicClient({ transport, cacheTime: 0 })
  const chainId = await client.getChainId().catch((cause) => {
    throw new RpcUnreachableError({ hosts: rpcUrls.map(hostOf), cause })
  })
  if (options.chainId !== undefined && options.chainId !== chainId)
    throw new WrongChainError({ expected: options.chainId, actual: chainId })
  return { chainId, transport, witnesses, client, endpoints: health }
}

/**
 * Connects to a chain and finds the contracts.
 * @throws {RpcUrlError | RpcUnreachableError | WrongChainError | ControllerMissingError | NoContractError | RegistryEntryMissingError}
 * each naming the setting to change.
 */
export async function connectChain(options: ConnectOptions, { log }: { log: Logger }): Promise<Chain> {
  const { transport, witnesses, chainId, client: probe, endpoints } = await connectRpc(options)
  const addresses = await findAddresses(options, { client: probe, chainId })
  const facts = { chainId, multicall3: addresses.multicall3 }
  const client = clientOf(transport, facts)
  const kind = blockNumberKind(chainId, options.blockNumberSource)
  const blockNumbers = createBlockNumberSource(kind, { latestHeader: () => latestHeader(client) })
  const contracts = contractsAt(addresses)
  const dependencies = { client, contracts }
  log.info({ chainId, controller: addresses.controller, blockNumbers: kind }, 'connected to the chain')
  return {
    chainId,
    addresses,
    contracts,
    client,
    witnesses: witnesses.map((witness) => clientOf(witness, facts)),
    endpoints,
    blockNumbers,
    rounds: new RoundsReader(dependencies),
    staking: new StakingReader(dependencies),
    broker: new BrokerReader(dependencies),
  }
}

/** Reads made at once travel as one call where there is a multicall. */
function clientOf(
  transport: Transport,
  { chainId, multicall3 }: { chainId: number; multicall3: Address | undefined },
): PublicClient {
  return createPublicClient({
    transport,
    chain: evmChain(chainId, { multicall3 }),
    batch: multicall3 ? { multicall: { wait: 0 } } : {},
    // Numbers and balances are always read anew; caching is for those who know what may be old.
    cacheTime: 0,
  })
}
