import type { Address, Hex } from 'viem'

/** Parameters of the protocol that its owner can change later, but for the first inflation. */
export interface ProtocolParameters {
  /** Blocks a round; on Arbitrum L1 blocks. */
  readonly roundLengthBlocks: bigint
  /** Locked end of a round, in parts per million of it. */
  readonly roundLockPpm: bigint
  /** Rounds until unbonded stake can be withdrawn. */
  readonly unbondingPeriodRounds: bigint
  /** Size of the active set. */
  readonly numActiveOrchestrators: bigint
  /** The treasury's share of rewards; 10^27 = all. Without effect while no treasury is registered. */
  readonly treasuryRewardCutRate: bigint
  /** Treasury balance, in 1e-18 tokens, from which on it gets no more; 0 = no ceiling. */
  readonly treasuryBalanceCeiling: bigint
  /** Rounds until an unlocked deposit can be withdrawn. */
  readonly unlockPeriodRounds: bigint
  /** Rounds in which a ticket can be redeemed, that of its creation included. */
  readonly ticketValidityPeriodRounds: bigint
  /** Inflation of the first round, in parts per billion of the supply. */
  readonly inflationPpb: bigint
  /** How far inflation moves a round, in parts per billion. */
  readonly inflationChangePpb: bigint
  /** Bonding rate that inflation steers to, in parts per billion. */
  readonly targetBondingRatePpb: bigint
}

/** Parameters of the live network. */
export const liveParameters: ProtocolParameters = {
  roundLengthBlocks: 6377n,
  roundLockPpm: 100_000n,
  unbondingPeriodRounds: 7n,
  numActiveOrchestrators: 100n,
  treasuryRewardCutRate: 10n ** 26n,
  treasuryBalanceCeiling: 750_000n * 10n ** 18n,
  unlockPeriodRounds: 2n,
  ticketValidityPeriodRounds: 2n,
  inflationPpb: 220_500n,
  inflationChangePpb: 500n,
  targetBondingRatePpb: 500_000_000n,
}

export interface DeployOptions {
  /** Who owns the Controller and administers the token's roles in the end. */
  readonly owner: Address
  readonly token: {
    readonly name: string
    readonly symbol: string
    /** Version of the EIP-712 domain that permits are signed for. */
    readonly domainVersion: string
  }
  readonly parameters: ProtocolParameters
  /** Tokens (1e-18) minted before the protocol starts. */
  readonly grants: readonly { readonly to: Address; readonly amount: bigint }[]
  /** A Multicall3 that the chain already has; without it ours is deployed. */
  readonly multicall3?: Address
  /** Commit that the contracts were built from, 20 bytes; recorded in the Controller. */
  readonly gitCommit?: Hex
}
