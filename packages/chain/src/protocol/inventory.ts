import {
  bondingManagerAbi,
  bondingVotesAbi,
  controllerAbi,
  governorAbi,
  identityRegistryAbi,
  merkleSnapshotAbi,
  minterAbi,
  multicall3Abi,
  type ProtocolAddresses,
  pollCreatorAbi,
  registryNames,
  roundsManagerAbi,
  type runtimeCodes,
  serviceRegistryAbi,
  ticketBrokerAbi,
  tokenAbi,
  tokenFaucetAbi,
  treasuryAbi,
  treasuryGovernorAbi,
} from '@millrace/abi'
import {
  bondingManagerBytecode,
  bondingVotesBytecode,
  controllerBytecode,
  governorBytecode,
  identityRegistryBytecode,
  merkleSnapshotBytecode,
  minterBytecode,
  multicall3Bytecode,
  pollCreatorBytecode,
  roundsManagerBytecode,
  serviceRegistryBytecode,
  ticketBrokerBytecode,
  tokenBytecode,
  tokenFaucetBytecode,
  treasuryBytecode,
  treasuryGovernorBytecode,
} from '@millrace/abi/bytecode'
import { type Abi, type Address, type Hex, keccak256, stringToBytes } from 'viem'
import type { DeployOptions } from '../deploy/options.ts'

export type ProtocolContract = keyof ProtocolAddresses

/** Names of what a deployment creates; "…Target" is the code behind a proxy. */
export type CreatedContract = ProtocolContract | `${ProtocolContract}Target`

/** Where contracts are. */
export type AddressBook = Readonly<Partial<Record<CreatedContract, Address>>>

/** What the arguments of a constructor are made of. */
interface CreationContext {
  readonly options: DeployOptions
  /** Address of a contract that stands before this one in the inventory. */
  readonly at: (name: ProtocolContract) => Address
}

interface ContractSpec {
  /** Name of the Solidity contract. */
  readonly solidity: string
  readonly abi: Abi
  /** Creation code; of a proxied contract that of its target. */
  readonly bytecode: Hex
  /** Its entry in {@link runtimeCodes}. */
  readonly code: keyof typeof runtimeCodes
  /** Whether its storage is in a proxy, with its code registered beside it. */
  readonly isProxied?: true
  /** Left out when every deployment creates one. */
  readonly isCreated?: (options: DeployOptions) => boolean
  /** Arguments of the constructor; no constructor calls another contract. */
  readonly args: (context: CreationContext) => readonly unknown[]
}

const ofController = ({ at }: CreationContext): readonly [Address] => [at('controller')]

/** Every contract of a deployment, in the order of creation. */
export const inventory: Readonly<Record<ProtocolContract, ContractSpec>> = {
  controller: {
    solidity: 'Controller',
    abi: controllerAbi,
    bytecode: controllerBytecode,
    code: 'controller',
    args: () => [],
  },
  token: {
    solidity: 'MillraceToken',
    abi: tokenAbi,
    bytecode: tokenBytecode,
    code: 'token',
    args: ({ options: { token } }) => [token.name, token.symbol, token.domainVersion],
  },
  minter: {
    solidity: 'Minter',
    abi: minterAbi,
    bytecode: minterBytecode,
    code: 'minter',
    args: ({ options: { parameters }, at }) => [
      at('controller'),
      parameters.inflationPpb,
      parameters.inflationChangePpb,
      parameters.targetBondingRatePpb,
    ],
  },
  multicall3: {
    solidity: 'Multicall3',
    abi: multicall3Abi,
    bytecode: multicall3Bytecode,
    code: 'multicall3',
    isCreated: ({ multicall3 }) => multicall3 === undefined,
    args: () => [],
  },
  roundsManager: {
    solidity: 'RoundsManager',
    abi: roundsManagerAbi,
    bytecode: roundsManagerBytecode,
    code: 'roundsManager',
    isProxied: true,
    args: ofController,
  },
  bondingManager: {
    solidity: 'BondingManager',
    abi: bondingManagerAbi,
    bytecode: bondingManagerBytecode,
    code: 'bondingManager',
    isProxied: true,
    args: ofController,
  },
  ticketBroker: {
    solidity: 'TicketBroker',
    abi: ticketBrokerAbi,
    bytecode: ticketBrokerBytecode,
    code: 'ticketBroker',
    isProxied: true,
    args: ofController,
  },
  bondingVotes: {
    solidity: 'BondingVotes',
    abi: bondingVotesAbi,
    bytecode: bondingVotesBytecode,
    code: 'bondingVotes',
    isProxied: true,
    args: ofController,
  },
  serviceRegistry: {
    solidity: 'ServiceRegistry',
    abi: serviceRegistryAbi,
    bytecode: serviceRegistryBytecode,
    code: 'serviceRegistry',
    isProxied: true,
    args: ofController,
  },
  aiServiceRegistry: {
    solidity: 'ServiceRegistry',
    abi: serviceRegistryAbi,
    bytecode: serviceRegistryBytecode,
    code: 'serviceRegistry',
    args: ofController,
  },
  treasury: {
    solidity: 'Treasury',
    abi: treasuryAbi,
    bytecode: treasuryBytecode,
    code: 'treasury',
    args: () => [],
  },
  treasuryGovernor: {
    solidity: 'TreasuryGovernor',
    abi: treasuryGovernorAbi,
    bytecode: treasuryGovernorBytecode,
    code: 'treasuryGovernor',
    isProxied: true,
    args: ofController,
  },
  pollCreator: {
    solidity: 'PollCreator',
    abi: pollCreatorAbi,
    bytecode: pollCreatorBytecode,
    code: 'pollCreator',
    args: ({ at }) => [at('bondingManager')],
  },
  merkleSnapshot: {
    solidity: 'MerkleSnapshot',
    abi: merkleSnapshotAbi,
    bytecode: merkleSnapshotBytecode,
    code: 'merkleSnapshot',
    args: ofController,
  },
  identityRegistry: {
    solidity: 'IdentityRegistry',
    abi: identityRegistryAbi,
    bytecode: identityRegistryBytecode,
    code: 'identityRegistry',
    args: () => [],
  },
  governor: {
    solidity: 'Governor',
    abi: governorAbi,
    bytecode: governorBytecode,
    code: 'governor',
    isCreated: ({ hasGovernor = false }) => hasGovernor,
    args: () => [],
  },
  tokenFaucet: {
    solidity: 'TokenFaucet',
    abi: tokenFaucetAbi,
    bytecode: tokenFaucetBytecode,
    code: 'tokenFaucet',
    isCreated: ({ faucet }) => faucet !== undefined,
    args: ({ options: { faucet }, at }) => [at('token'), faucet?.requestAmount, faucet?.requestWaitHours],
  },
}

export const protocolContracts = Object.keys(inventory) as readonly ProtocolContract[]

/** @returns the name under which the Controller knows a contract, undefined if it does not */
export function registryNameOf(name: ProtocolContract): string | undefined {
  return new Map<string, string>(Object.entries(registryNames)).get(name)
}

/** @returns the registry id of a contract's name */
export function registryId(name: string): Hex {
  return keccak256(stringToBytes(name))
}

/** @returns the address of a contract that must be known by now */
export function addressIn(book: AddressBook, name: CreatedContract): Address {
  const address = book[name]
  if (address === undefined) throw new Error(`the address of ${name} is not known yet`)
  return address
}
