import { controllerAbi, registryNames } from '@millrace/abi'
import { type Address, encodeFunctionData, isAddressEqual } from 'viem'
import {
  type AddressBook,
  addressIn,
  inventory,
  protocolContracts,
  registryId,
  registryNameOf,
} from '../protocol/inventory.ts'
import {
  controllerOwnerSteps,
  faucetSteps,
  governorOwnerSteps,
  guardianSteps,
  treasuryGovernorSteps,
  treasurySteps,
} from './governance-steps.ts'
import { protocolParameterSteps } from './parameter-steps.ts'
import type { Step, StepContext } from './step.ts'
import { mintSteps, renounceAdminSteps, renounceMinterStep, tokenRoleSteps } from './token-steps.ts'

const noCommit = `0x${'00'.repeat(20)}` as const

/** Steps that give contracts their names, the token its minters and the treasury its governor. */
export function registrationSteps(context: StepContext): Step[] {
  return [
    ...registryEntries(context.addresses).map(([name, address]) => registerStep(context, name, address)),
    ...tokenRoleSteps(context),
    ...treasurySteps(context),
  ]
}

/** Steps that set the parameters and mint the first tokens. */
export function parameterSteps(context: StepContext): Step[] {
  return [
    ...protocolParameterSteps(context),
    ...mintSteps(context),
    ...guardianSteps(context),
    ...faucetSteps(context),
    ...governorOwnerSteps(context).stage,
  ]
}

/** Steps that start the protocol and hand it to its owner. */
export function handOverSteps(context: StepContext): Step[] {
  return [
    ...treasuryGovernorSteps(context),
    renounceMinterStep(context),
    unpauseStep(context),
    ...governorOwnerSteps(context).execute,
    ...controllerOwnerSteps(context),
    ...renounceAdminSteps(context),
  ]
}

function unpauseStep({ addresses, clients }: StepContext): Step {
  const controller = { address: addressIn(addresses, 'controller'), abi: controllerAbi } as const
  return {
    name: 'unpause',
    to: controller.address,
    data: encodeFunctionData({ abi: controllerAbi, functionName: 'unpause' }),
    isDone: async () => !(await clients.publicClient.readContract({ ...controller, functionName: 'paused' })),
  }
}

/** What the Controller gets to know, by name. */
function registryEntries(addresses: AddressBook): (readonly [string, Address])[] {
  const entries: [string, Address][] = [[registryNames.jobsManager, addressIn(addresses, 'ticketBroker')]]
  for (const contract of protocolContracts) {
    const name = registryNameOf(contract)
    const address = addresses[contract]
    if (name === undefined || address === undefined) continue
    entries.push([name, address])
    if (inventory[contract].isProxied)
      entries.push([`${name}Target`, addressIn(addresses, `${contract}Target`)])
  }
  return entries
}

function registerStep({ addresses, options, clients }: StepContext, name: string, address: Address): Step {
  const controller = { address: addressIn(addresses, 'controller'), abi: controllerAbi } as const
  const id = registryId(name)
  const args = [id, address, options.gitCommit ?? noCommit] as const
  return {
    name: `register ${name}`,
    to: controller.address,
    data: encodeFunctionData({ abi: controllerAbi, functionName: 'setContractInfo', args }),
    isDone: async () =>
      isAddressEqual(
        await clients.publicClient.readContract({ ...controller, functionName: 'getContract', args: [id] }),
        address,
      ),
  }
}
