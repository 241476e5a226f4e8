import {
  bondingManagerAbi,
  controllerAbi,
  managerProxyAbi,
  minterAbi,
  multicall3Abi,
  registryNames,
  roundsManagerAbi,
  serviceRegistryAbi,
  ticketBrokerAbi,
  tokenAbi,
} from '@millrace/abi'
import {
  bondingManagerBytecode,
  controllerBytecode,
  managerProxyBytecode,
  minterBytecode,
  multicall3Bytecode,
  roundsManagerBytecode,
  serviceRegistryBytecode,
  ticketBrokerBytecode,
  tokenBytecode,
} from '@millrace/abi/bytecode'
import {
  type Address,
  encodeDeployData,
  getContractAddress,
  type Hex,
  keccak256,
  stringToBytes,
  TransactionNotFoundError,
} from 'viem'
import type { DeployOptions } from './options.ts'
import type { DeploymentRecord, DeploymentRecordStore } from './record.ts'
import { confirmSteps, type DeployClients, nextNonce, type SentTransaction, sendStep } from './sender.ts'

/** Contracts whose storage is in a proxy and whose code is registered beside it. */
export const proxiedContracts = [
  'roundsManager',
  'bondingManager',
  'ticketBroker',
  'serviceRegistry',
] as const

type ProxiedContract = (typeof proxiedContracts)[number]

/** Every contract of a deployment; "…Target" is the code behind a proxy. */
type DeployedContract =
  | 'controller'
  | 'token'
  | 'minter'
  | 'multicall3'
  | ProxiedContract
  | `${ProxiedContract}Target`

export type DeployedAddresses = Readonly<Record<DeployedContract, Address>>

/** @returns the registry id of a contract's name */
export function registryId(name: string): Hex {
  return keccak256(stringToBytes(name))
}

/**
 * Creates the contracts that the record does not know, all in as few blocks as the chain takes. No constructor calls
 * another contract, so that all can be sent before the first is mined.
 * @throws {DeploymentStepFailedError} when a transaction is refused or reverts
 */
export async function createContracts(
  options: DeployOptions,
  clients: DeployClients,
  { record, store }: { record: DeploymentRecord; store: DeploymentRecordStore },
): Promise<DeployedAddresses> {
  const sent: SentTransaction[] = []
  let nonce = await nextNonce(clients)

  const create = async (name: DeployedContract, data: Hex): Promise<Address> => {
    const known = record.contracts[name]
    const creationHash = keccak256(data)
    if (known?.creationHash === creationHash && (await mayStillCreate(clients, known.txHash))) {
      sent.push({ step: `create ${name}`, txHash: known.txHash })
      return known.address
    }
    const address = getContractAddress({ from: clients.walletClient.account.address, nonce: BigInt(nonce) })
    const transaction = await sendStep(clients, { step: `create ${name}`, data, nonce })
    nonce++
    sent.push(transaction)
    record.contracts[name] = { address, txHash: transaction.txHash, creationHash }
    await store.save(record)
    clients.log.debug({ contract: name, address }, 'contract sent')
    return address
  }

  const controller = await create(
    'controller',
    encodeDeployData({ abi: controllerAbi, bytecode: controllerBytecode }),
  )
  const addresses: DeployedAddresses = {
    controller,
    token: await create('token', tokenCreation(options)),
    minter: await create('minter', minterCreation(options, controller)),
    multicall3:
      options.multicall3 ??
      (await create('multicall3', encodeDeployData({ abi: multicall3Abi, bytecode: multicall3Bytecode }))),
    ...(await createProxied(controller, create)),
  }
  await confirmSteps(clients, sent)
  return addresses
}

async function createProxied(
  controller: Address,
  create: (name: DeployedContract, data: Hex) => Promise<Address>,
): Promise<Readonly<Record<ProxiedContract | `${ProxiedContract}Target`, Address>>> {
  const args = [controller] as const
  const proxy = (name: ProxiedContract): Promise<Address> => {
    const targetId = registryId(`${registryNames[name]}Target`)
    const proxyArgs = [controller, targetId] as const
    return create(
      name,
      encodeDeployData({ abi: managerProxyAbi, bytecode: managerProxyBytecode, args: proxyArgs }),
    )
  }
  return {
    roundsManagerTarget: await create(
      'roundsManagerTarget',
      encodeDeployData({ abi: roundsManagerAbi, bytecode: roundsManagerBytecode, args }),
    ),
    bondingManagerTarget: await create(
      'bondingManagerTarget',
      encodeDeployData({ abi: bondingManagerAbi, bytecode: bondingManagerBytecode, args }),
    ),
    ticketBrokerTarget: await create(
      'ticketBrokerTarget',
      encodeDeployData({ abi: ticketBrokerAbi, bytecode: ticketBrokerBytecode, args }),
    ),
    serviceRegistryTarget: await create(
      'serviceRegistryTarget',
      encodeDeployData({ abi: serviceRegistryAbi, bytecode: serviceRegistryBytecode, args }),
    ),
    roundsManager: await proxy('roundsManager'),
    bondingManager: await proxy('bondingManager'),
    ticketBroker: await proxy('ticketBroker'),
    serviceRegistry: await proxy('serviceRegistry'),
  }
}

function tokenCreation({ token }: DeployOptions): Hex {
  const args = [token.name, token.symbol, token.domainVersion] as const
  return encodeDeployData({ abi: tokenAbi, bytecode: tokenBytecode, args })
}

function minterCreation({ parameters }: DeployOptions, controller: Address): Hex {
  const { inflationPpb, inflationChangePpb, targetBondingRatePpb } = parameters
  const args = [controller, inflationPpb, inflationChangePpb, targetBondingRatePpb] as const
  return encodeDeployData({ abi: minterAbi, bytecode: minterBytecode, args })
}

/** A transaction that the chain has lost, as after a reset, or that reverted, will never create its contract. */
async function mayStillCreate({ publicClient }: DeployClients, hash: Hex): Promise<boolean> {
  try {
    const { blockNumber } = await publicClient.getTransaction({ hash })
    return blockNumber === null || (await publicClient.getTransactionReceipt({ hash })).status === 'success'
  } catch (error) {
    if (error instanceof TransactionNotFoundError) return false
    throw error
  }
}
