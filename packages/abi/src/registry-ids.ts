/** Names under which the Controller knows contracts; a registry id is the keccak256 of the name. */
export const registryNames = {
  token: 'LivepeerToken',
  minter: 'Minter',
  roundsManager: 'RoundsManager',
  bondingManager: 'BondingManager',
  bondingVotes: 'BondingVotes',
  ticketBroker: 'TicketBroker',
  /** The name by which the Minter knows the TicketBroker. */
  jobsManager: 'JobsManager',
  serviceRegistry: 'ServiceRegistry',
  aiServiceRegistry: 'AIServiceRegistry',
  treasury: 'Treasury',
  treasuryGovernor: 'LivepeerGovernor',
  pollCreator: 'PollCreator',
  merkleSnapshot: 'MerkleSnapshot',
  identityRegistry: 'IdentityRegistry',
  tokenFaucet: 'LivepeerTokenFaucet',
} as const
