import { managerProxyAbi } from '@millrace/abi'
import { managerProxyBytecode } from '@millrace/abi/bytecode'
import { type Address, encodeDeployData, getContractAddress, type Hex, keccak256 } from 'viem'
import {
  type AddressBook,
  addressIn,
  type CreatedContract,
  inventory,
  protocolContracts,
  registryId,
  registryNameOf,
} from '../protocol/inventory.ts'
import type { DeployOptions } from './options.ts'
import type { DeploymentRecord, DeploymentRecordStore } from './record.ts'
import {
  confirmSteps,
  type DeployClients,
  hasSucceeded,
  nextNonce,
  type SentTransaction,
  sendStep,
} from './sender.ts'

/**
 * Creates the contracts that the record does not know, all in as few blocks as the chain takes. No constructor calls
 * another contract, so that all can be sent before the first is mined.
 * @throws {DeploymentStepFailedError} when a transaction is refused or reverts
 */
export async function createContracts(
  options: DeployOptions,
  clients: DeployClients,
  { record, store }: { record: DeploymentRecord; store: DeploymentRecordStore },
): Promise<AddressBook> {
  const sent: SentTransaction[] = []
  const addresses: { [Name in CreatedContract]?: Address } = options.multicall3
    ? { multicall3: options.multicall3 }
    : {}
  let nonce = await nextNonce(clients)
  for (const name of createdContracts(options)) {
    const data = creationOf(name, { options, addresses })
    const step = `create ${name}`
    const known = record.contracts[name]
    const creationHash = keccak256(data)
    if (known?.creationHash === creationHash && (await hasSucceeded(clients, known.txHash))) {
      addresses[name] = known.address
      continue
    }
    const address = getContractAddress({ from: clients.walletClient.account.address, nonce: BigInt(nonce) })
    const transaction = await sendStep(clients, { step, data, nonce, creates: address })
    nonce++
    sent.push(transaction)
    addresses[name] = address
    record.contracts[name] = { address, txHash: transaction.txHash, creationHash }
    await store.save(record)
    clients.log.debug({ contract: name, address }, 'contract sent')
  }
  await confirmSteps(clients, sent)
  return addresses
}

/** @returns the names of what a deployment with these options creates, in order */
export function createdContracts(options: DeployOptions): CreatedContract[] {
  return protocolContracts.flatMap((name): CreatedContract[] => {
    const { isCreated = () => true, isProxied } = inventory[name]
    if (!isCreated(options)) return []
    return isProxied ? [`${name}Target`, name] : [name]
  })
}

/** @returns creation code and constructor arguments of a contract, whose arguments may be others' addresses */
export function creationOf(
  created: CreatedContract,
  { options, addresses }: { options: DeployOptions; addresses: AddressBook },
): Hex {
  const target = protocolContracts.find((name) => created === `${name}Target`)
  const name = target ?? protocolContracts.find((one) => created === one)
  if (name === undefined) throw new Error(`${created} is not in the inventory`)
  const { abi, bytecode, args, isProxied } = inventory[name]
  if (isProxied && target === undefined) {
    const proxyArgs = [
      addressIn(addresses, 'controller'),
      registryId(`${registryNameOf(name)}Target`),
    ] as const
    return encodeDeployData({ abi: managerProxyAbi, bytecode: managerProxyBytecode, args: proxyArgs })
  }
  return encodeDeployData({
    abi,
    bytecode,
    args: args({ options, at: (other) => addressIn(addresses, other) }),
  })
}
