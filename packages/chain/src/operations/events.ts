import * as abis from '@millrace/abi'
import type { Address, Hex } from '@millrace/crypto'
import { type Abi, type Log, parseEventLogs } from 'viem'
import type { Contracts } from '../client/contracts.ts'

/** Something that a contract of the protocol said while it made a call. */
export interface OperationEvent {
  readonly contract: string
  readonly event: string
  /** Amounts are bigints, in wei or the token's smallest unit. */
  readonly values: Readonly<Record<string, unknown>>
}

const eventsAbi: Abi = Object.values(abis).flatMap((abi) =>
  (Array.isArray(abi) ? (abi as Abi) : []).filter(({ type }) => type === 'event'),
)

/** The events of the deployment's own contracts; those of others are left out. */
export function readEvents(
  logs: readonly { address: Address; topics: readonly Hex[]; data: Hex }[],
  contracts: Contracts,
): OperationEvent[] {
  const names = new Map(Object.entries(contracts).map(([name, { address }]) => [address.toLowerCase(), name]))
  return parseEventLogs({ abi: eventsAbi, logs: logs as Log[] }).flatMap((log) => {
    const contract = names.get(log.address.toLowerCase())
    if (contract === undefined) return []
    const { eventName, args } = log as { eventName: string; args: unknown }
    const values = typeof args === 'object' && args !== null ? { ...args } : {}
    return [{ contract, event: eventName, values: values as Record<string, unknown> }]
  })
}
