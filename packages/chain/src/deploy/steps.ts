import { controllerAbi, registryNames, tokenAbi } from '@millrace/abi'
import { type Address, encodeFunctionData, type Hex, isAddressEqual, zeroHash } from 'viem'
import {
  type AddressBook,
  addressIn,
  inventory,
  protocolContracts,
  registryId,
  registryNameOf,
} from '../protocol/inventory.ts'
import { protocolParameterSteps } from './parameter-steps.ts'
import type { DeployClients } from './sender.ts'
import type { Step, StepContext } from './step.ts'

const minterRole = registryId('MINTER_ROLE')
const burnerRole = registryId('BURNER_ROLE')
const adminRole = zeroHash
const noCommit = `0x${'00'.repeat(20)}` as const

/** Steps that give contracts their names, and the token its minters. */
export function registrationSteps(context: StepContext): Step[] {
  const { addresses, options, clients } = context
  const minter = addressIn(addresses, 'minter')
  const deployer = clients.walletClient.account.address
  return [
    ...registryEntries(addresses).map(([name, address]) => registerStep(context, name, address)),
    grantStep(context, { role: minterRole, roleName: 'minter', account: minter }),
    // Slashing burns stake, which the Minter holds.
    grantStep(context, { role: burnerRole, roleName: 'burner', account: minter }),
    grantStep(context, { role: adminRole, roleName: 'admin', account: options.owner }),
    {
      ...grantStep(context, { role: minterRole, roleName: 'minter', account: deployer }),
      isDone: async () => (await hasRole(context, minterRole, deployer)) || (await isAllMinted(context)),
    },
  ]
}

/** Steps that set the parameters and mint the first tokens. */
export function parameterSteps(context: StepContext): Step[] {
  return [...protocolParameterSteps(context), ...mintSteps(context)]
}

/** Steps that start the protocol and hand it to its owner. */
export function handOverSteps(context: StepContext): Step[] {
  const { addresses, options, clients } = context
  const { publicClient } = clients
  const controller = { address: addressIn(addresses, 'controller'), abi: controllerAbi } as const
  const deployer = clients.walletClient.account.address
  const steps: Step[] = [
    renounceStep(context, { role: minterRole, roleName: 'minter' }),
    {
      name: 'unpause',
      to: controller.address,
      data: encodeFunctionData({ abi: controllerAbi, functionName: 'unpause' }),
      isDone: async () => !(await publicClient.readContract({ ...controller, functionName: 'paused' })),
    },
  ]
  if (isAddressEqual(deployer, options.owner)) return steps
  return [
    ...steps,
    {
      name: 'hand over the Controller',
      to: controller.address,
      data: encodeFunctionData({
        abi: controllerAbi,
        functionName: 'transferOwnership',
        args: [options.owner],
      }),
      isDone: async () =>
        isAddressEqual(
          await publicClient.readContract({ ...controller, functionName: 'owner' }),
          options.owner,
        ),
    },
    renounceStep(context, { role: adminRole, roleName: 'admin' }),
  ]
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

function grantStep(
  context: StepContext,
  { role, roleName, account }: { role: Hex; roleName: string; account: Address },
): Step {
  return {
    name: `make ${account} ${roleName} of the token`,
    to: addressIn(context.addresses, 'token'),
    data: encodeFunctionData({ abi: tokenAbi, functionName: 'grantRole', args: [role, account] }),
    isDone: () => hasRole(context, role, account),
  }
}

function renounceStep(context: StepContext, { role, roleName }: { role: Hex; roleName: string }): Step {
  const deployer = context.clients.walletClient.account.address
  return {
    name: `give up the deployer's role as ${roleName} of the token`,
    to: addressIn(context.addresses, 'token'),
    data: encodeFunctionData({ abi: tokenAbi, functionName: 'renounceRole', args: [role, deployer] }),
    isDone: async () => !(await hasRole(context, role, deployer)),
  }
}

function hasRole({ addresses, clients }: StepContext, role: Hex, account: Address): Promise<boolean> {
  const token = { address: addressIn(addresses, 'token'), abi: tokenAbi } as const
  return clients.publicClient.readContract({ ...token, functionName: 'hasRole', args: [role, account] })
}

/** Until the protocol starts only these steps mint, so that the supply tells how many of them are done. */
function mintSteps({ addresses, options, clients }: StepContext): Step[] {
  let total = 0n
  return options.grants.map(({ to, amount }) => {
    total += amount
    const supplyAfter = total
    return {
      name: `mint for ${to}`,
      to: addressIn(addresses, 'token'),
      data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [to, amount] }),
      isDone: async () => (await totalSupply(clients, addressIn(addresses, 'token'))) >= supplyAfter,
    }
  })
}

async function isAllMinted({ addresses, options, clients }: StepContext): Promise<boolean> {
  const wanted = options.grants.reduce((sum, { amount }) => sum + amount, 0n)
  return (await totalSupply(clients, addressIn(addresses, 'token'))) >= wanted
}

function totalSupply({ publicClient }: DeployClients, address: Address): Promise<bigint> {
  return publicClient.readContract({ address, abi: tokenAbi, functionName: 'totalSupply' })
}
