import { controllerAbi, protocolAddresses, registryNames } from '@millrace/abi'
import { type Address, zeroAddress } from '@millrace/crypto'
import { isAddressEqual, keccak256, type PublicClient, toBytes } from 'viem'
import { ControllerMissingError, NoContractError, RegistryEntryMissingError } from '../errors.ts'
import type { ChainAddresses } from './contracts.ts'

const canonicalMulticall3 = '0xcA11bde05977b3631167028862bE2a173976CA11'

/** What settings say about the contracts. */
export interface AddressOptions {
  readonly controller?: Address | undefined
  readonly addresses?: ChainAddresses | undefined
  readonly multicall3?: Address | undefined
}

interface Tools {
  readonly client: PublicClient
  readonly chainId: number
}

/**
 * The addresses as given, or as the Controller knows them, with a multicall only if it has code.
 * @throws {ControllerMissingError | NoContractError | RegistryEntryMissingError}
 */
export async function findAddresses(options: AddressOptions, tools: Tools): Promise<ChainAddresses> {
  const { multicall3: known, ...rest } = await findContracts(options, tools)
  const multicall3 = await findMulticall(options.multicall3 ?? known, tools.client)
  return { ...rest, ...(multicall3 ? { multicall3 } : {}) }
}

async function findContracts(
  { controller, addresses }: AddressOptions,
  { client, chainId }: Tools,
): Promise<ChainAddresses> {
  if (addresses) {
    await requireCode(addresses.controller, 'addresses', { client, chainId })
    return addresses
  }
  const preset = presetOf(chainId)
  const wanted = controller ?? preset?.controller
  if (wanted === undefined) throw new ControllerMissingError({ chainId })
  await requireCode(wanted, 'controller', { client, chainId })
  const registered = await readRegistry(wanted, client)
  // A preset knows contracts beside the registry as well.
  return preset && isAddressEqual(preset.controller, wanted) ? { ...preset, ...registered } : registered
}

function presetOf(chainId: number): ChainAddresses | undefined {
  return new Map<number, ChainAddresses>(
    Object.entries(protocolAddresses).map(([id, preset]) => [Number(id), preset]),
  ).get(chainId)
}

async function requireCode(address: Address, setting: string, { client, chainId }: Tools): Promise<void> {
  if ((await client.getCode({ address })) === undefined)
    throw new NoContractError({ address, setting, chainId })
}

/** Contracts that not every deployment has. */
const optionalContracts = [
  'bondingVotes',
  'treasury',
  'treasuryGovernor',
  'pollCreator',
  'merkleSnapshot',
  'aiServiceRegistry',
  'identityRegistry',
  'tokenFaucet',
] as const

async function readRegistry(controller: Address, client: PublicClient): Promise<ChainAddresses> {
  const find = async (entry: string): Promise<Address | undefined> => {
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
    return address === zeroAddress ? undefined : address
  }
  const read = async (entry: string): Promise<Address> => {
    const address = await find(entry)
    if (address === undefined) throw new RegistryEntryMissingError({ controller, entry })
    return address
  }
  const [token, minter, bondingManager, ticketBroker, roundsManager, serviceRegistry, ...optional] =
    await Promise.all([
      read(registryNames.token),
      read(registryNames.minter),
      read(registryNames.bondingManager),
      read(registryNames.ticketBroker),
      read(registryNames.roundsManager),
      read(registryNames.serviceRegistry),
      ...optionalContracts.map(async (name) => ({ name, address: await find(registryNames[name]) })),
    ])
  const others = optional.flatMap(({ name, address }) => (address ? [[name, address]] : []))
  return {
    ...{ controller, token, minter, bondingManager, ticketBroker, roundsManager, serviceRegistry },
    ...Object.fromEntries(others),
  }
}

async function findMulticall(
  wanted: Address | undefined,
  client: PublicClient,
): Promise<Address | undefined> {
  const address = wanted ?? canonicalMulticall3
  return (await client.getCode({ address })) === undefined ? undefined : address
}
