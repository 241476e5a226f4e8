/** A contract whose ABI, and bytecode where we deploy it, is generated. */
export interface GeneratedContract {
  /** Name of the generated file and prefix of its exports. */
  readonly name: string
  /** Name of the Solidity contract. */
  readonly artifact: string
  readonly deployable: boolean
}

export const generatedContracts: readonly GeneratedContract[] = [
  { name: 'controller', artifact: 'IController', deployable: false },
  { name: 'manager-proxy', artifact: 'IManagerProxy', deployable: false },
  { name: 'token', artifact: 'IMillraceToken', deployable: false },
  { name: 'rounds-manager', artifact: 'IRoundsManager', deployable: false },
  { name: 'minter', artifact: 'IMinter', deployable: false },
  { name: 'bonding-manager', artifact: 'IBondingManager', deployable: false },
  { name: 'ticket-broker', artifact: 'ITicketBroker', deployable: false },
  { name: 'service-registry', artifact: 'IServiceRegistry', deployable: false },
  { name: 'multicall3', artifact: 'IMulticall3', deployable: false },
]
