import { tokenAbi } from '@millrace/abi'
import { type Address, encodeFunctionData, type Hex, isAddressEqual, zeroHash } from 'viem'
import { addressIn, registryId } from '../protocol/inventory.ts'
import { finalOwner, type Step, type StepContext } from './step.ts'

/** A role of the token. */
interface Role {
  readonly id: Hex
  /** How steps call it. */
  readonly name: string
}

const minter: Role = { id: registryId('MINTER_ROLE'), name: 'minter' }
const burner: Role = { id: registryId('BURNER_ROLE'), name: 'burner' }
const admin: Role = { id: zeroHash, name: 'admin' }

/** Steps that give the token its minters, the deployer for the first tokens among them. */
export function tokenRoleSteps(context: StepContext): Step[] {
  const minterAddress = addressIn(context.addresses, 'minter')
  const deployer = context.clients.walletClient.account.address
  return [
    grantStep(context, minter, { name: 'the Minter', address: minterAddress }),
    // Slashing burns stake, which the Minter holds.
    grantStep(context, burner, { name: 'the Minter', address: minterAddress }),
    grantStep(context, admin, { name: 'the owner', address: finalOwner(context) }),
    {
      ...grantStep(context, minter, { name: 'the deployer', address: deployer }),
      isDone: async () => (await hasRole(context, minter, deployer)) || (await isAllMinted(context)),
    },
  ]
}

/** Until the protocol starts only these steps mint, so that the supply tells how many of them are done. */
export function mintSteps(context: StepContext): Step[] {
  let total = 0n
  return allGrants(context).map(({ to, amount }) => {
    total += amount
    const supplyAfter = total
    return {
      name: `mint for ${to}`,
      to: addressIn(context.addresses, 'token'),
      data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [to, amount] }),
      isDone: async () => (await totalSupply(context)) >= supplyAfter,
    }
  })
}

/** Step that ends the deployer's power to mint. */
export function renounceMinterStep(context: StepContext): Step {
  return renounceStep(context, minter)
}

/** Step that ends the deployer's power over roles, unless it owns the protocol. */
export function renounceAdminSteps(context: StepContext): Step[] {
  const isOwner = isAddressEqual(context.clients.walletClient.account.address, finalOwner(context))
  return isOwner ? [] : [renounceStep(context, admin)]
}

function allGrants({ options, addresses }: StepContext): { to: Address; amount: bigint }[] {
  const { grants, faucet } = options
  const toFaucet = faucet ? [{ to: addressIn(addresses, 'tokenFaucet'), amount: faucet.tokens }] : []
  return [...grants, ...toFaucet]
}

function grantStep(
  context: StepContext,
  { id, name }: Role,
  account: { readonly name: string; readonly address: Address },
): Step {
  return {
    name: `make ${account.name} ${name} of the token`,
    to: addressIn(context.addresses, 'token'),
    data: encodeFunctionData({ abi: tokenAbi, functionName: 'grantRole', args: [id, account.address] }),
    isDone: () => hasRole(context, { id, name }, account.address),
  }
}

function renounceStep(context: StepContext, role: Role): Step {
  const deployer = context.clients.walletClient.account.address
  return {
    name: `give up the deployer’s role as ${role.name} of the token`,
    to: addressIn(context.addresses, 'token'),
    data: encodeFunctionData({ abi: tokenAbi, functionName: 'renounceRole', args: [role.id, deployer] }),
    isDone: async () => !(await hasRole(context, role, deployer)),
  }
}

function hasRole({ addresses, clients }: StepContext, { id }: Role, account: Address): Promise<boolean> {
  const token = { address: addressIn(addresses, 'token'), abi: tokenAbi } as const
  return clients.publicClient.readContract({ ...token, functionName: 'hasRole', args: [id, account] })
}

async function isAllMinted(context: StepContext): Promise<boolean> {
  const wanted = allGrants(context).reduce((sum, { amount }) => sum + amount, 0n)
  return (await totalSupply(context)) >= wanted
}

function totalSupply({ addresses, clients }: StepContext): Promise<bigint> {
  const token = { address: addressIn(addresses, 'token'), abi: tokenAbi } as const
  return clients.publicClient.readContract({ ...token, functionName: 'totalSupply' })
}
