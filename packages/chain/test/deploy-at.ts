import type { ProtocolAddresses } from '@millrace/abi'
import { type Address, createTestClient, getAddress, http, keccak256, stringToBytes } from 'viem'
import { createdContracts, creationOf } from '../src/deploy/create-contracts.ts'
import type { DeployOptions } from '../src/deploy/options.ts'
import {
  confirmSteps,
  type DeployClients,
  nextNonce,
  type SentTransaction,
  sendStep,
} from '../src/deploy/sender.ts'
import type { Step } from '../src/deploy/step.ts'
import { handOverSteps, parameterSteps, registrationSteps } from '../src/deploy/steps.ts'
import { clientsOf } from '../src/deploy/test/fixtures.ts'
import { mintSteps, tokenRoleSteps } from '../src/deploy/token-steps.ts'
import type { AddressBook, CreatedContract } from '../src/protocol/inventory.ts'

export interface DeployAtOptions extends DeployOptions {
  /** Where the contracts shall be; others are not made. */
  readonly addresses: ProtocolAddresses
  /** Names of contracts that the Controller is not told of. */
  readonly unregistered: readonly string[]
}

/**
 * Deploys the protocol on an anvil at addresses that no key could choose: the code that creates a contract is put at
 * its address and called there, so that what the constructor writes and where it believes to be is right; what it
 * returns is then the contract's code.
 */
export async function deployAt(rpcUrl: string, options: DeployAtOptions): Promise<void> {
  const clients = clientsOf(rpcUrl)
  const names = createdContracts(options).filter((name) => addressOf(name, options.addresses) !== undefined)
  const addresses: AddressBook = Object.fromEntries(
    names.map((name) => [name, addressOf(name, options.addresses)]),
  )
  const place = async (name: CreatedContract): Promise<void> => {
    const to = addresses[name]
    if (to) await construct(rpcUrl, { to, data: creationOf(name, { options, addresses }), name })
  }
  const context = { options, clients, addresses }
  // What is put somewhere counts as of the block before.
  await createTestClient({ mode: 'anvil', transport: http(rpcUrl) }).mine({ blocks: 1 })
  // As where the token is older than the protocol.
  await place('token')
  await send(clients, tokenRoleSteps(context))
  await send(clients, mintSteps(context))
  for (const name of names) if (name !== 'token') await place(name)
  const isWanted = ({ name }: Step) => !options.unregistered.some((one) => name === `register ${one}`)
  for (const wave of [registrationSteps, parameterSteps, handOverSteps])
    await send(clients, wave(context).filter(isWanted))
}

/** The code behind a proxy may be anywhere. */
function addressOf(name: CreatedContract, addresses: ProtocolAddresses): Address | undefined {
  const known: AddressBook = addresses
  if (known[name]) return known[name]
  const proxied = name.endsWith('Target') ? (name.slice(0, -'Target'.length) as CreatedContract) : undefined
  if (!proxied || !known[proxied]) return undefined
  return getAddress(`0x${keccak256(stringToBytes(name)).slice(-40)}`)
}

async function construct(rpcUrl: string, { to, data: creation, name }: Step): Promise<void> {
  const anvil = createTestClient({ mode: 'anvil', transport: http(rpcUrl) })
  const clients = clientsOf(rpcUrl)
  await anvil.setCode({ address: to, bytecode: creation })
  const { data: code } = await clients.publicClient.call({ to, account: clients.walletClient.account })
  if (!code) throw new Error(`The constructor of ${name} returns no code.`)
  await send(clients, [{ name, to, data: '0x' }])
  await anvil.setCode({ address: to, bytecode: code })
}

async function send(clients: DeployClients, steps: readonly Step[]): Promise<void> {
  const done = await Promise.all(steps.map(({ isDone }) => isDone?.() ?? false))
  let nonce = await nextNonce(clients)
  const sent: SentTransaction[] = []
  for (const { name: step, to, data } of steps.filter((_, index) => !done[index]))
    sent.push(await sendStep(clients, { step, to, data, nonce: nonce++ }))
  await confirmSteps(clients, sent)
}
