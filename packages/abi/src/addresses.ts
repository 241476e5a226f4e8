/** Where a deployment's contracts are. Proxied contracts are given by their proxies; not every deployment has all. */
export interface ProtocolAddresses {
  readonly controller: `0x${string}`
  readonly token: `0x${string}`
  readonly minter: `0x${string}`
  readonly roundsManager: `0x${string}`
  readonly bondingManager: `0x${string}`
  readonly ticketBroker: `0x${string}`
  readonly serviceRegistry: `0x${string}`
  readonly multicall3: `0x${string}`
  readonly bondingVotes?: `0x${string}`
  readonly treasury?: `0x${string}`
  readonly treasuryGovernor?: `0x${string}`
  readonly pollCreator?: `0x${string}`
  readonly merkleSnapshot?: `0x${string}`
  /** Where orchestrators announce what they offer beside transcoding. */
  readonly aiServiceRegistry?: `0x${string}`
  /** Where accounts say who they are; the live network has none. */
  readonly identityRegistry?: `0x${string}`
  /** Owner of the Controller that makes staged updates; not in the registry. */
  readonly governor?: `0x${string}`
  /** On test networks. */
  readonly tokenFaucet?: `0x${string}`
}

/** Public deployments by chain id. */
export const protocolAddresses = {
  /** Arbitrum One. */
  42161: {
    controller: '0xD8E8328501E9645d16Cf49539efC04f734606ee4',
    token: '0x289ba1701C2F088cf0faf8B3705246331cB8A839',
    minter: '0xc20DE37170B45774e6CD3d2304017fc962f27252',
    roundsManager: '0xdd6f56DcC28D3F5f27084381fE8Df634985cc39f',
    bondingManager: '0x35Bcf3c30594191d53231E4FF333E8A770453e40',
    ticketBroker: '0xa8bB618B1520E284046F3dFc448851A1Ff26e41B',
    serviceRegistry: '0xC92d3A360b8f9e083bA64DE15d95Cf8180897431',
    bondingVotes: '0x0B9C254837E72Ebe9Fe04960C43B69782E68169A',
    treasury: '0xf82C1FF415F1fCf582554fDba790E27019c8E8C4',
    treasuryGovernor: '0xcFE4E2879B786C3aa075813F0E364bb5acCb6aa0',
    pollCreator: '0x8bb50806D60c492c0004DAD5D9627DAA2d9732E6',
    merkleSnapshot: '0x10736ffaCe687658F88a46D042631d182C7757f7',
    governor: '0xD9dEd6f9959176F0A04dcf88a0d2306178A736a6',
    multicall3: '0xcA11bde05977b3631167028862bE2a173976CA11',
  },
} as const satisfies Readonly<Record<number, ProtocolAddresses>>
