import type { Address, Hex } from '@millrace/crypto'
import {
  type Abi,
  type ContractEventArgsFromTopics,
  type ContractEventName,
  decodeEventLog,
  isAddressEqual,
} from 'viem'
import { type ChainAddresses, type ContractName, contractAbis } from '../client/contracts.ts'

/** Where in the chain an event is. */
export interface EventPlace {
  readonly blockNumber: bigint
  readonly blockHash: Hex
  readonly transactionHash: Hex
  readonly logIndex: number
}

type EventOf<Name extends ContractName> = {
  readonly [Event in ContractEventName<(typeof contractAbis)[Name]>]: EventPlace & {
    readonly contract: Name
    readonly address: Address
    readonly name: Event
    readonly args: ContractEventArgsFromTopics<(typeof contractAbis)[Name], Event>
  }
}[ContractEventName<(typeof contractAbis)[Name]>]

/** An event of one of the protocol's contracts, told apart by `contract` and `name`. */
export type ProtocolEvent = { readonly [Name in ContractName]: EventOf<Name> }[ContractName]

/** A log as JSON-RPC gives it, with numbers parsed. */
export interface RawLog extends EventPlace {
  readonly address: Address
  readonly topics: readonly Hex[]
  readonly data: Hex
}

/** Contracts whose events are watched; the token's transfers are many and belong to no role. */
export const watchedContracts = [
  'controller',
  'minter',
  'bondingManager',
  'ticketBroker',
  'roundsManager',
  'serviceRegistry',
] as const satisfies readonly ContractName[]

/** @returns undefined for logs of other contracts and for events that the ABIs do not know. */
export function decodeLog(log: RawLog, addresses: ChainAddresses): ProtocolEvent | undefined {
  const contract = watchedContracts.find((name) => isAddressEqual(addresses[name], log.address))
  if (contract === undefined) return undefined
  const abi: Abi = contractAbis[contract]
  try {
    const [signature, ...rest] = log.topics
    if (signature === undefined) return undefined
    const { eventName, args } = decodeEventLog({ abi, topics: [signature, ...rest], data: log.data })
    const { blockNumber, blockHash, transactionHash, logIndex, address } = log
    const event = {
      contract,
      name: eventName,
      args,
      address,
      blockNumber,
      blockHash,
      transactionHash,
      logIndex,
    }
    // The ABI of the contract that sent the log has just decoded it into these.
    return event as unknown as ProtocolEvent
  } catch {
    return undefined
  }
}
