/** How large a seeded network is, and how much happened in it. */
export interface SeedProfile {
  readonly name: string
  /** Decides everything that looks like chance. */
  readonly seed: string
  /** Rounds of history, the running one included. */
  readonly rounds: number
  /** Length of a round of the history; the round that runs at its end gets the length of the deployment again. */
  readonly roundBlocks: number
  /** Size of the active set. Some seeded orchestrators leave it again, so that places are free for running ones. */
  readonly activeSetSize: number
  readonly freePlaces: number
  readonly delegators: number
  readonly gateways: number
  /** Winning tickets a round, on average. */
  readonly ticketsPerRound: number
  /** Chance that a delegator does something in a round. */
  readonly activity: number
  /** Tokens that the owner of the protocol must hold; they are handed out to the actors. */
  readonly supplyTokens: bigint
  /** What a treasury proposal asks for. */
  readonly grantTokens: bigint
}

/** Networks that can be seeded, by name. */
export const seedProfiles = {
  /** The size of the live network: 100 active orchestrators, three of which are to be running ones. */
  community: {
    name: 'community',
    seed: 'community',
    rounds: 60,
    roundBlocks: 12,
    activeSetSize: 100,
    freePlaces: 3,
    delegators: 1_600,
    gateways: 20,
    ticketsPerRound: 40,
    activity: 0.02,
    supplyTokens: 20_000_000n,
    grantTokens: 2_000n,
  },
  /** The same stories in a few seconds, for tests. */
  small: {
    name: 'small',
    seed: 'small',
    rounds: 16,
    roundBlocks: 12,
    activeSetSize: 11,
    freePlaces: 3,
    delegators: 40,
    gateways: 4,
    ticketsPerRound: 5,
    activity: 0.2,
    supplyTokens: 1_000_000n,
    grantTokens: 100n,
  },
} as const satisfies Readonly<Record<string, SeedProfile>>

export type SeedName = keyof typeof seedProfiles
