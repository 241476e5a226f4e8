import type { ProtocolAddresses } from '@millrace/abi'
import type { Logger } from '@millrace/common'
import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  type PublicClient,
} from 'viem'
import { evmChain } from '../client/evm-chain.ts'
import { describeCall } from '../protocol/describe-call.ts'
import type { AddressBook } from '../protocol/inventory.ts'
import { deployProtocol } from './deploy-protocol.ts'
import type { DeployOptions } from './options.ts'
import { type DeploymentRecord, memoryDeploymentRecord } from './record.ts'
import type { MinedTransaction } from './sender.ts'

/** A transaction that a deployment would send. */
export interface PlannedTransaction extends Omit<MinedTransaction, 'txHash'> {
  /** What it calls, with decoded arguments. */
  readonly call: string
}

export interface Rehearsal {
  readonly chainId: number
  readonly from: Address
  readonly transactions: readonly PlannedTransaction[]
  /** Where the contracts will be, if the account sends nothing else before. */
  readonly addresses: ProtocolAddresses
}

export interface RehearsalOptions {
  /** Account that would send. */
  readonly from: Address
  /** Chain that would be deployed to. */
  readonly client: PublicClient
  /** An anvil of its own with the same chain id: empty, or forked off that chain when `record` is given. */
  readonly scratchUrl: string
  /** What an earlier run has done. */
  readonly record?: DeploymentRecord | undefined
  readonly log: Logger
}

const plentyOfEther = 10n ** 24n

/**
 * Runs a deployment on a chain of its own, as the account that would send it, so that every transaction, its gas and
 * the addresses are the real ones while nothing is sent to the chain itself. A new deployment depends on nothing but the
 * chain's number and the account's nonce.
 * @throws what {@link deployProtocol} throws
 */
export async function rehearseDeployment(
  options: DeployOptions,
  { from, client, scratchUrl, record, log }: RehearsalOptions,
): Promise<Rehearsal> {
  const chainId = await client.getChainId()
  const chain = evmChain(chainId, { rpcUrl: scratchUrl })
  const transport = http(scratchUrl)
  const scratch = createTestClient({ chain, mode: 'anvil', transport })
  await scratch.impersonateAccount({ address: from })
  await scratch.setBalance({ address: from, value: plentyOfEther })
  await scratch.setNonce({ address: from, nonce: await client.getTransactionCount({ address: from }) })

  const mined: MinedTransaction[] = []
  const store = memoryDeploymentRecord()
  if (record) await store.save(record)
  const addresses = await deployProtocol(
    options,
    {
      publicClient: createPublicClient({ chain, transport, cacheTime: 0 }),
      walletClient: createWalletClient({ account: from, chain, transport }),
      log,
      onTransaction: (transaction) => mined.push(transaction),
    },
    store,
  )
  const book = await bookOf(addresses, store.load())
  return {
    chainId,
    from,
    addresses,
    transactions: mined.map(({ txHash: _, ...transaction }) => ({
      ...transaction,
      call: describeCall(transaction, book),
    })),
  }
}

/** The targets have names as well. */
async function bookOf(
  addresses: ProtocolAddresses,
  record: Promise<DeploymentRecord | undefined>,
): Promise<AddressBook> {
  const created = Object.entries((await record)?.contracts ?? {}).map(([name, { address }]) => [
    name,
    address,
  ])
  return { ...addresses, ...Object.fromEntries(created) }
}
