import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  zeroAddress,
} from 'viem'
import type { Chain } from '../client/connect.ts'
import type { ChainAddresses } from '../client/contracts.ts'
import { describeCall } from './describe-call.ts'
import {
  ChangeNotSupportedError,
  NotAllowedError,
  NotUpgradableError,
  ParameterFixedError,
  ParameterRangeError,
} from './errors.ts'
import {
  inventory,
  type ProtocolContract,
  protocolContracts,
  registryId,
  registryNameOf,
} from './inventory.ts'
import { type ParameterName, parameter } from './parameters.ts'

/** A call that changes a deployment, to be sent or shown. */
export interface AdminCall {
  /** What it does, in a few words that follow "may". */
  readonly change: string
  readonly to: Address
  readonly data: Hex
  /** What it calls, with decoded arguments. */
  readonly call: string
  readonly setBy: 'owner' | 'owner or guardian' | 'treasury'
}

/** Switches of the Controller. */
export const protocolSwitches = {
  pause: 'pause',
  unpause: 'unpause',
  'pause-exits': 'pauseExits',
  'unpause-exits': 'unpauseExits',
} as const

export type ProtocolSwitch = keyof typeof protocolSwitches

/** @throws {ParameterRangeError | ParameterFixedError | ChangeNotSupportedError} */
export function parameterCall(addresses: ChainAddresses, name: ParameterName, value: bigint): AdminCall {
  const { contract, setter, setBy, min, max, unit } = parameter(name)
  if (setter === undefined || setBy === 'nobody') throw new ParameterFixedError({ parameter: name })
  if (value < min || value > max) throw new ParameterRangeError({ parameter: name, value, min, max, unit })
  return callOf(addresses, { change: `set ${name}`, contract, functionName: setter, args: [value], setBy })
}

/** @throws {ChangeNotSupportedError} when the Controller has no such switch */
export function switchCall(addresses: ChainAddresses, name: ProtocolSwitch): AdminCall {
  return callOf(addresses, {
    change: name.replace('-', ' '),
    contract: 'controller',
    functionName: protocolSwitches[name],
    args: [],
    setBy: 'owner or guardian',
  })
}

/** Gives a proxy other code. */
export function targetCall(
  addresses: ChainAddresses,
  { contract, target, gitCommit }: { contract: ProtocolContract; target: Address; gitCommit: Hex },
): AdminCall {
  requireUpgradable(contract)
  return callOf(addresses, {
    change: `upgrade ${contract}`,
    contract: 'controller',
    functionName: 'setContractInfo',
    args: [registryId(`${registryNameOf(contract)}Target`), target, gitCommit],
    setBy: 'owner',
  })
}

/** @returns creation code of this build's code for a proxy, arguments included */
export function targetCreation({ controller }: ChainAddresses, contract: ProtocolContract): Hex {
  requireUpgradable(contract)
  const { abi, bytecode } = inventory[contract]
  return encodeDeployData({ abi, bytecode, args: [controller] })
}

export const upgradableContracts = protocolContracts.filter((name) => inventory[name].isProxied)

function requireUpgradable(contract: ProtocolContract): void {
  if (!inventory[contract].isProxied)
    throw new NotUpgradableError({ contract, upgradable: upgradableContracts })
}

function callOf(
  addresses: ChainAddresses,
  facts: {
    change: string
    contract: ProtocolContract
    functionName: string
    args: readonly unknown[]
    setBy: AdminCall['setBy']
  },
): AdminCall {
  const { change, contract, functionName, args, setBy } = facts
  const to = addresses[contract]
  const { abi, solidity } = inventory[contract]
  if (to === undefined) throw new ChangeNotSupportedError({ change, lacking: solidity })
  const data = encodeFunctionData({ abi, functionName, args })
  return { change, to, data, call: describeCall({ to, data }, addresses), setBy }
}

/**
 * Asks the chain whether an account may make a call.
 * @throws {NotAllowedError} when it may not
 */
export async function requireAllowed(
  chain: Chain,
  { change, setBy }: AdminCall,
  account: Address,
): Promise<void> {
  const { client, contracts, addresses } = chain
  const owner =
    setBy === 'treasury'
      ? (addresses.treasury ?? zeroAddress)
      : await client.readContract({ ...contracts.controller, functionName: 'owner' })
  if (isAddressEqual(owner, account)) return
  if (setBy === 'owner or guardian' && (await isGuardian(chain, account))) return
  const isContract = (await client.getCode({ address: owner })) !== undefined
  const role = setBy === 'treasury' ? 'the treasury' : 'the Controller’s owner'
  throw new NotAllowedError({ change, account, allowed: owner, role, isContract })
}

/** A Controller without a guardian refuses the question. */
async function isGuardian({ client, contracts }: Chain, account: Address): Promise<boolean> {
  const guardian = await client
    .readContract({ ...contracts.controller, functionName: 'guardian' })
    .catch(() => zeroAddress)
  return isAddressEqual(guardian, account)
}
