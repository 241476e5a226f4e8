import { type controllerAbi, registryNames, type serviceRegistryAbi } from '@millrace/abi'
import type { Hex } from '@millrace/crypto'
import { keccak256, toBytes } from 'viem'
import type { WatchedContract } from './event.ts'
import type { Handlers } from './handlers.ts'
import { printable } from './printable.ts'
import { changeOrchestrator } from './rows.ts'
import { changeProtocol, happen } from './scope.ts'

/** Registry entries whose events are read; the JobsManager is the TicketBroker once more. */
const watched = [
  'token',
  'minter',
  'roundsManager',
  'bondingManager',
  'ticketBroker',
  'serviceRegistry',
  'aiServiceRegistry',
  'bondingVotes',
  'treasury',
  'treasuryGovernor',
  'pollCreator',
  'merkleSnapshot',
  'tokenFaucet',
  'identityRegistry',
] as const satisfies readonly (WatchedContract & keyof typeof registryNames)[]

const contractOfId: ReadonlyMap<string, WatchedContract> = new Map(
  watched.map((name) => [keccak256(toBytes(registryNames[name])), name]),
)

/** The contract that a registry entry names; undefined for entries that nobody watches. */
export function watchedContractOf(id: Hex): WatchedContract | undefined {
  return contractOfId.get(id)
}

export const controllerHandlers: Handlers<typeof controllerAbi> = {
  SetContractInfo: ({ ledger, at }, { id, contractAddress }) => {
    const name = watchedContractOf(id)
    if (!name || ledger.tables.contract.get(contractAddress)) return
    ledger.tables.contract.set({ address: contractAddress, name, sinceBlock: at.blockNumber })
  },
  Pause: (scope) => {
    changeProtocol(scope.ledger, () => ({ isPaused: true }))
    happen(scope, 'protocol-paused', {})
  },
  Unpause: (scope) => {
    changeProtocol(scope.ledger, () => ({ isPaused: false }))
    happen(scope, 'protocol-unpaused', {})
  },
}

export const serviceRegistryHandlers: Handlers<typeof serviceRegistryAbi> = {
  ServiceURIUpdate: (scope, { addr, serviceURI }) => {
    const serviceUri = printable(serviceURI)
    changeOrchestrator(scope.ledger, addr, { serviceUri })
    happen(scope, 'service-uri-changed', { subject: addr, serviceUri })
  },
}

export const aiServiceRegistryHandlers: Handlers<typeof serviceRegistryAbi> = {
  ServiceURIUpdate: ({ ledger }, { addr, serviceURI }) => {
    changeOrchestrator(ledger, addr, { aiServiceUri: printable(serviceURI) })
  },
}
