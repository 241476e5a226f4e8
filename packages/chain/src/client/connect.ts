import { controllerAbi, protocolAddresses, registryNames } from '@millrace/abi'
import type { Logger } from '@millrace/common'
import { type Address, zeroAddress } from '@millrace/crypto'
import { createPublicClient, defineChain, keccak256, type PublicClient, toBytes } from 'viem'
import type { BrokerReads } from '../broker/broker.ts'
import { BrokerReader } from '../broker/broker-reader.ts'
import {
  ControllerMissingError,
  NoContractError,
  RegistryEntryMissingError,
  RpcUnreachableError,
  WrongChainError,
} from '../errors.ts'
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
import { type HeaderReads, headerReads } from './headers.ts'
import { hostOf } from './redact.ts'
import { createTransport } from './transport.ts'

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
  /** Calls to one endpoint at the most, the first one included. */
  readonly attempts?: number | undefined
}

/** A connection to one chain and one deployment of the protocol on it. Holds no timers and no sockets of its own. */
export interface Chain {
  readonly chainId: number
  readonly addresses: ChainAddresses
  readonly contracts: Contracts
  readonly client: PublicClient
  readonly headers: HeaderReads
  readonly blockNumbers: BlockNumberSource
  readonly rounds: RoundReads
  readonly staking: StakingReads
  readonly broker: BrokerReads
}

const canonicalMulticall3 = '0xcA11bde05977b3631167028862bE2a173976CA11'

/**
 * Connects to a chain and finds the contracts.
 * @throws {RpcUrlError | RpcUnreachableError | WrongChainError | ControllerMissingError | NoContractError | RegistryEntryMissingError}
 * each naming the setting to change.
 */
export async function connectChain(options: ConnectOptions, { log }: { log: Logger }): Promise<Chain> {
  const { rpcUrls, requestTimeoutMs = 10_000, attempts = 5 } = options
  const transport = createTransport({ rpcUrls, requestTimeoutMs, attempts })
  const probe = createPublicClient({ transport })
  const chainId = await probe.getChainId().catch((cause) => {
    throw new RpcUnreachableError({ hosts: rpcUrls.map(hostOf), cause })
  })
  if (options.chainId !== undefined && options.chainId !== chainId)
    throw new WrongChainError({ expected: options.chainId, actual: chainId })
  const found = await findAddresses(options, { client: probe, chainId })
  const multicall3 = await findMulticall(options.multicall3 ?? found.multicall3, probe)
  const { multicall3: _, ...rest } = found
  const addresses: ChainAddresses = { ...rest, ...(multicall3 ? { multicall3 } : {}) }

  const client = createPublicClient({
    transport,
    chain: defineChain({
      id: chainId,
      name: `chain ${chainId}`,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [] } },
      ...(multicall3 ? { contracts: { multicall3: { address: multicall3 } } } : {}),
    }),
    batch: multicall3 ? { multicall: { wait: 0 } } : {},
    // Numbers and balances are always read anew; caching is for those who know what may be old.
    cacheTime: 0,
  })
  const headers = headerReads(client)
  const kind = blockNumberKind(chainId, options.blockNumberSource)
  const blockNumbers = createBlockNumberSource(kind, { latestHeader: headers.latest })
  const contracts = contractsAt(addresses)
  const dependencies = { client, contracts }
  log.info({ chainId, controller: addresses.controller, blockNumbers: kind }, 'connected to the chain')
  return {
    chainId,
    addresses,
    contracts,
    client,
    headers,
    blockNumbers,
    rounds: new RoundsReader(dependencies),
    staking: new StakingReader(dependencies),
    broker: new BrokerReader(dependencies),
  }
}

async function findAddresses(
  { controller, addresses }: ConnectOptions,
  { client, chainId }: { client: PublicClient; chainId: number },
): Promise<ChainAddresses> {
  if (addresses) {
    await requireCode(addresses.controller, 'addresses', { client, chainId })
    return addresses
  }
  const preset = presetOf(chainId)
  const wanted = controller ?? preset?.controller
  if (wanted === undefined) throw new ControllerMissingError({ chainId })
  await requireCode(wanted, 'controller', { client, chainId })
  return { ...(await readRegistry(wanted, client)), ...(preset ? { multicall3: preset.multicall3 } : {}) }
}

function presetOf(chainId: number): ChainAddresses | undefined {
  return new Map<number, ChainAddresses>(
    Object.entries(protocolAddresses).map(([id, preset]) => [Number(id), preset]),
  ).get(chainId)
}

async function requireCode(
  address: Address,
  setting: string,
  { client, chainId }: { client: PublicClient; chainId: number },
): Promise<void> {
  if ((await client.getCode({ address })) === undefined)
    throw new NoContractError({ address, setting, chainId })
}

async function readRegistry(controller: Address, client: PublicClient): Promise<ChainAddresses> {
  const read = async (entry: string): Promise<Address> => {
    const address = await client
      .readContract({
        address: controller,
        abi: controllerAbi,
        functionName: 'getContract',
        args: [keccak256(toBytes(entry))],
      })
      .catch((cause) => {
        throw new RegistryEntryMissingError({ controller, entry, cause })
      })
    if (address === zeroAddress) throw new RegistryEntryMissingError({ controller, entry })
    return address
  }
  const [token, minter, bondingManager, ticketBroker, roundsManager, serviceRegistry] = await Promise.all([
    read(registryNames.token),
    read(registryNames.minter),
    read(registryNames.bondingManager),
    read(registryNames.ticketBroker),
    read(registryNames.roundsManager),
    read(registryNames.serviceRegistry),
  ])
  return { controller, token, minter, bondingManager, ticketBroker, roundsManager, serviceRegistry }
}

async function findMulticall(
  wanted: Address | undefined,
  client: PublicClient,
): Promise<Address | undefined> {
  const address = wanted ?? canonicalMulticall3
  return (await client.getCode({ address })) === undefined ? undefined : address
}
