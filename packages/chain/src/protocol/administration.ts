import { type Address, encodeDeployData, encodeFunctionData, type Hex } from 'viem'
import type { Chain } from '../client/connect.ts'
import type { ChainAddresses } from '../client/contracts.ts'
import { describeCall } from './describe-call.ts'
import {
  ChangeNotSupportedError,
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

/** Who may make a call. */
export type Authority = 'owner' | 'owner or guardian' | 'treasury' | 'owner of the governor' | 'anyone'

/** A call that changes a deployment, to be sent or shown. */
export interface AdminCall {
  /** What it does, in a few words that follow "may". */
  readonly change: string
  readonly to: Address
  readonly data: Hex
  /** What it calls, with decoded arguments. */
  readonly call: string
  readonly by: Authority
}

/** Switches of the Controller. */
const protocolSwitches = {
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
  return callOf(addresses, {
    change: `set ${name}`,
    contract,
    functionName: setter,
    args: [value],
    by: setBy,
  })
}

/** @throws {ChangeNotSupportedError} when the Controller has no such switch, as the live one has none for exits */
export async function switchCall(chain: Chain, name: ProtocolSwitch): Promise<AdminCall> {
  const { client, contracts, addresses } = chain
  const change = name.replace('-', ' ')
  if (name.endsWith('exits'))
    await client.readContract({ ...contracts.controller, functionName: 'exitsPaused' }).catch((cause) => {
      throw new ChangeNotSupportedError({ change, lacking: 'second pause flag', cause })
    })
  return callOf(addresses, {
    change,
    contract: 'controller',
    functionName: protocolSwitches[name],
    args: [],
    by: 'owner or guardian',
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
    by: 'owner',
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
    by: Authority
  },
): AdminCall {
  const { change, contract, functionName, args, by } = facts
  const to = addresses[contract]
  const { abi, solidity } = inventory[contract]
  if (to === undefined) throw new ChangeNotSupportedError({ change, lacking: solidity })
  const data = encodeFunctionData({ abi, functionName, args })
  return { change, to, data, call: describeCall({ to, data }, addresses), by }
}
