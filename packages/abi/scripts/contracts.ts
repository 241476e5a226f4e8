/** A contract whose ABI and creation bytecode are generated. */
export interface GeneratedContract {
  /** Name of the generated file and prefix of its exports. */
  readonly name: string
  /** Name of the Solidity contract. */
  readonly artifact: string
}

export const generatedContracts: readonly GeneratedContract[] = [
  { name: 'controller', artifact: 'Controller' },
  { name: 'manager-proxy', artifact: 'ManagerProxy' },
  { name: 'token', artifact: 'MillraceToken' },
  { name: 'rounds-manager', artifact: 'RoundsManager' },
  { name: 'adjustable-rounds-manager', artifact: 'AdjustableRoundsManager' },
  { name: 'minter', artifact: 'Minter' },
  { name: 'bonding-manager', artifact: 'BondingManager' },
  { name: 'bonding-votes', artifact: 'BondingVotes' },
  { name: 'ticket-broker', artifact: 'TicketBroker' },
  { name: 'service-registry', artifact: 'ServiceRegistry' },
  { name: 'treasury', artifact: 'Treasury' },
  { name: 'treasury-governor', artifact: 'TreasuryGovernor' },
  { name: 'governor', artifact: 'Governor' },
  { name: 'poll-creator', artifact: 'PollCreator' },
  { name: 'poll', artifact: 'Poll' },
  { name: 'merkle-snapshot', artifact: 'MerkleSnapshot' },
  { name: 'token-faucet', artifact: 'TokenFaucet' },
  { name: 'identity-registry', artifact: 'IdentityRegistry' },
  { name: 'multicall3', artifact: 'Multicall3' },
]
