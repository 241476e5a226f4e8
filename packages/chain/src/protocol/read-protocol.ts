import type { ProtocolAddresses } from '@millrace/abi'
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  type Hex,
  keccak256,
  type PublicClient,
  zeroAddress,
} from 'viem'
import type { Chain } from '../client/connect.ts'
import { governorOf } from './authority.ts'
import { type CodeMatch, matchCode } from './code-match.ts'
import {
  inventory,
  type ProtocolContract,
  protocolContracts,
  registryId,
  registryNameOf,
} from './inventory.ts'
import { type ParameterName, parameter, parameterNames } from './parameters.ts'

/** Code at an address. */
export interface CodeReport {
  readonly address: Address
  /** keccak256 of the runtime code; undefined where there is none. */
  readonly codeHash: Hex | undefined
  readonly match: CodeMatch
}

export interface ContractReport extends CodeReport {
  readonly name: ProtocolContract
  /** Code behind the proxy, if it is one. */
  readonly target?: CodeReport
}

/** What stands on chain; undefined is what a deployment lacks. */
export interface ProtocolReport {
  readonly chainId: number
  readonly contracts: readonly ContractReport[]
  readonly control: {
    readonly owner: Address | undefined
    /** Whether the owner is a contract: a governor or a multisig. */
    readonly ownerIsContract: boolean
    /** Owner of the owner, if that is a Governor. */
    readonly governorOwner: Address | undefined
    readonly guardian: Address | undefined
    readonly paused: boolean | undefined
    readonly exitsPaused: boolean | undefined
  }
  readonly round: {
    readonly number: bigint | undefined
    readonly startBlock: bigint | undefined
    readonly lengthBlocks: bigint | undefined
    /** Block that the contracts count in; on Arbitrum the one of L1. */
    readonly block: bigint | undefined
    readonly isInitialized: boolean | undefined
    readonly isLocked: boolean | undefined
    readonly lastInitialized: bigint | undefined
  }
  /** Amounts in 1e-18 tokens. */
  readonly stake: {
    readonly tokenSymbol: string | undefined
    readonly supply: bigint | undefined
    readonly totalActive: bigint | undefined
    readonly totalActiveNextRound: bigint | undefined
    readonly poolSize: bigint | undefined
    readonly mintableThisRound: bigint | undefined
    readonly treasuryBalance: bigint | undefined
    readonly treasuryRewardCutRateInForce: bigint | undefined
  }
  readonly parameters: Readonly<Record<ParameterName, bigint | undefined>>
}

/** Reads everything about a deployment that one may want to know before changing it, ours or the live one. */
export async function readProtocol(chain: Chain): Promise<ProtocolReport> {
  const { chainId, client } = chain
  // The registry does not know the Governor.
  const governor = await governorOf(chain).catch(() => undefined)
  const addresses = { ...chain.addresses, ...(governor && { governor }) }
  const reader = readerOf(client, addresses)
  const [contracts, control, round, stake, parameters] = await Promise.all([
    Promise.all(
      protocolContracts.flatMap((name) => {
        const address = addresses[name]
        return address ? [readContract(client, addresses.controller, { name, address })] : []
      }),
    ),
    readControl(client, reader),
    readRound(reader),
    readStake(reader, addresses),
    readParameters(reader),
  ])
  return { chainId, contracts, control, round, stake, parameters }
}

/** Reads a value, or undefined where the deployment lacks the contract or the function. */
type Reader = <T>(
  name: ProtocolContract,
  functionName: string,
  args?: readonly unknown[],
) => Promise<T | undefined>

function readerOf(client: PublicClient, addresses: Partial<ProtocolAddresses>): Reader {
  return async <T>(name: ProtocolContract, functionName: string, args: readonly unknown[] = []) => {
    const address = addresses[name]
    const { abi } = inventory[name]
    if (address === undefined || !abi.some((item) => 'name' in item && item.name === functionName))
      return undefined
    try {
      return (await client.readContract({ address, abi, functionName, args })) as T
    } catch (error) {
      if (isNotThere(error)) return undefined
      throw error
    }
  }
}

/** A contract without a function reverts, or answers nothing. */
function isNotThere(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk(
      (cause) =>
        cause instanceof ContractFunctionRevertedError || cause instanceof ContractFunctionZeroDataError,
    ) !== null
  )
}

async function readContract(
  client: PublicClient,
  controller: Address,
  { name, address }: { name: ProtocolContract; address: Address },
): Promise<ContractReport> {
  const { isProxied, code } = inventory[name]
  if (!isProxied) return { name, ...(await readCode(client, address, code)) }
  const [proxy, target] = await Promise.all([
    readCode(client, address, 'managerProxy'),
    client.readContract({
      address: controller,
      abi: inventory.controller.abi,
      functionName: 'getContract',
      args: [registryId(`${registryNameOf(name)}Target`)],
    }) as Promise<Address>,
  ])
  if (target === zeroAddress) return { name, ...proxy }
  return { name, ...proxy, target: await readCode(client, target, code) }
}

async function readCode(
  client: PublicClient,
  address: Address,
  code: Parameters<typeof matchCode>[1],
): Promise<CodeReport> {
  const onChain = await client.getCode({ address })
  return { address, codeHash: onChain && keccak256(onChain), match: matchCode(onChain, code) }
}

async function readControl(client: PublicClient, read: Reader): Promise<ProtocolReport['control']> {
  const [owner, governorOwner, guardian, paused, exitsPaused] = await Promise.all([
    read<Address>('controller', 'owner'),
    read<Address>('governor', 'owner'),
    read<Address>('controller', 'guardian'),
    read<boolean>('controller', 'paused'),
    read<boolean>('controller', 'exitsPaused'),
  ])
  const ownerIsContract = owner !== undefined && (await client.getCode({ address: owner })) !== undefined
  return { owner, ownerIsContract, governorOwner, guardian, paused, exitsPaused }
}

async function readRound(read: Reader): Promise<ProtocolReport['round']> {
  const [number, startBlock, lengthBlocks, block, isInitialized, isLocked, lastInitialized] =
    await Promise.all([
      read<bigint>('roundsManager', 'currentRound'),
      read<bigint>('roundsManager', 'currentRoundStartBlock'),
      read<bigint>('roundsManager', 'roundLength'),
      read<bigint>('roundsManager', 'blockNum'),
      read<boolean>('roundsManager', 'currentRoundInitialized'),
      read<boolean>('roundsManager', 'currentRoundLocked'),
      read<bigint>('roundsManager', 'lastInitializedRound'),
    ])
  return { number, startBlock, lengthBlocks, block, isInitialized, isLocked, lastInitialized }
}

async function readStake(
  read: Reader,
  addresses: Partial<ProtocolAddresses>,
): Promise<ProtocolReport['stake']> {
  const { treasury } = addresses
  const [
    tokenSymbol,
    supply,
    totalActive,
    totalActiveNextRound,
    poolSize,
    mintableThisRound,
    treasuryBalance,
    treasuryRewardCutRateInForce,
  ] = await Promise.all([
    read<string>('token', 'symbol'),
    read<bigint>('token', 'totalSupply'),
    read<bigint>('bondingManager', 'currentRoundTotalActiveStake'),
    read<bigint>('bondingManager', 'nextRoundTotalActiveStake'),
    read<bigint>('bondingManager', 'getTranscoderPoolSize'),
    read<bigint>('minter', 'currentMintableTokens'),
    treasury && read<bigint>('token', 'balanceOf', [treasury]),
    read<bigint>('bondingManager', 'treasuryRewardCutRate'),
  ])
  return {
    tokenSymbol,
    supply,
    totalActive,
    totalActiveNextRound,
    poolSize,
    mintableThisRound,
    treasuryBalance,
    treasuryRewardCutRateInForce,
  }
}

async function readParameters(read: Reader): Promise<ProtocolReport['parameters']> {
  const entries = await Promise.all(
    parameterNames.map(async (name) => {
      const { contract, getter } = parameter(name)
      const value = await read<bigint | number>(contract, getter)
      return [name, value === undefined ? undefined : BigInt(value)] as const
    }),
  )
  return Object.fromEntries(entries) as ProtocolReport['parameters']
}
