import type { ProtocolAddresses } from '@millrace/abi'

export type ParameterUnit =
  | 'blocks'
  | 'rounds'
  | 'orchestrators'
  | 'ppm'
  | 'ppb'
  | 'parts of 10^27'
  | '1e-18 tokens'
  | 'seconds'

/** A number that a deployment has been given, and that may be changed later. */
export interface ProtocolParameter {
  readonly contract: keyof ProtocolAddresses
  readonly getter: string
  /** Left out when it stays as it was deployed, or moves by itself. */
  readonly setter?: string
  /** Who may call the setter. */
  readonly setBy: 'owner' | 'treasury' | 'nobody'
  readonly unit: ParameterUnit
  readonly min: bigint
  readonly max: bigint
  /** Value on the live network. */
  readonly live: bigint
  readonly about: string
}

const ppm = 10n ** 6n
const ppb = 10n ** 9n
const precise = 10n ** 27n
const uint32Max = 2n ** 32n - 1n
const uint64Max = 2n ** 64n - 1n
const tokensMax = 2n ** 128n - 1n

/** Every parameter of the protocol: what deployment sets, `protocol show` reads and `protocol set` changes. */
const protocolParameters = {
  roundLengthBlocks: {
    contract: 'roundsManager',
    getter: 'roundLength',
    setter: 'setRoundLength',
    setBy: 'owner',
    unit: 'blocks',
    min: 1n,
    max: uint64Max,
    live: 6377n,
    about: 'Blocks a round; on Arbitrum L1 blocks, elsewhere the chain’s own.',
  },
  roundLockPpm: {
    contract: 'roundsManager',
    getter: 'roundLockAmount',
    setter: 'setRoundLockAmount',
    setBy: 'owner',
    unit: 'ppm',
    min: 0n,
    max: ppm,
    live: 100_000n,
    about: 'Locked end of a round, in which cuts cannot change.',
  },
  unbondingPeriodRounds: {
    contract: 'bondingManager',
    getter: 'unbondingPeriod',
    setter: 'setUnbondingPeriod',
    setBy: 'owner',
    unit: 'rounds',
    min: 0n,
    max: uint64Max,
    live: 7n,
    about: 'Rounds until unbonded stake can be withdrawn.',
  },
  numActiveOrchestrators: {
    contract: 'bondingManager',
    getter: 'getTranscoderPoolMaxSize',
    setter: 'setNumActiveTranscoders',
    setBy: 'owner',
    unit: 'orchestrators',
    min: 1n,
    max: 10_000n,
    live: 100n,
    about: 'Size of the active set; it can only grow.',
  },
  treasuryRewardCutRate: {
    contract: 'bondingManager',
    // The rate in force follows with the next round.
    getter: 'nextRoundTreasuryRewardCutRate',
    setter: 'setTreasuryRewardCutRate',
    setBy: 'owner',
    unit: 'parts of 10^27',
    min: 0n,
    max: precise,
    live: 10n ** 26n,
    about: 'The treasury’s share of rewards, from the next round on.',
  },
  treasuryBalanceCeiling: {
    contract: 'bondingManager',
    getter: 'treasuryBalanceCeiling',
    setter: 'setTreasuryBalanceCeiling',
    setBy: 'owner',
    unit: '1e-18 tokens',
    min: 0n,
    max: tokensMax,
    live: 750_000n * 10n ** 18n,
    about: 'Treasury balance from which on it gets no more; 0 = no ceiling.',
  },
  unlockPeriodRounds: {
    contract: 'ticketBroker',
    getter: 'unlockPeriod',
    setter: 'setUnlockPeriod',
    setBy: 'owner',
    unit: 'rounds',
    min: 0n,
    max: uint64Max,
    live: 2n,
    about: 'Rounds until an unlocked deposit can be withdrawn.',
  },
  ticketValidityPeriodRounds: {
    contract: 'ticketBroker',
    getter: 'ticketValidityPeriod',
    setter: 'setTicketValidityPeriod',
    setBy: 'owner',
    unit: 'rounds',
    min: 1n,
    max: uint64Max,
    live: 2n,
    about: 'Rounds in which a ticket can be redeemed, that of its creation included.',
  },
  inflationPpb: {
    contract: 'minter',
    getter: 'inflation',
    setBy: 'nobody',
    unit: 'ppb',
    min: 0n,
    max: ppb,
    live: 220_500n,
    about: 'Inflation a round, of the supply; given for the first round, then it moves by itself.',
  },
  inflationChangePpb: {
    contract: 'minter',
    getter: 'inflationChange',
    setter: 'setInflationChange',
    setBy: 'owner',
    unit: 'ppb',
    min: 0n,
    max: ppb,
    live: 500n,
    about: 'How far inflation moves a round.',
  },
  targetBondingRatePpb: {
    contract: 'minter',
    getter: 'targetBondingRate',
    setter: 'setTargetBondingRate',
    setBy: 'owner',
    unit: 'ppb',
    min: 0n,
    max: ppb,
    live: 500_000_000n,
    about: 'Bonding rate that inflation steers to.',
  },
  votingDelayRounds: {
    contract: 'treasuryGovernor',
    getter: 'votingDelay',
    setter: 'setVotingDelay',
    setBy: 'treasury',
    unit: 'rounds',
    min: 0n,
    max: uint32Max,
    live: 1n,
    about: 'Rounds between a treasury proposal and the snapshot of its votes.',
  },
  votingPeriodRounds: {
    contract: 'treasuryGovernor',
    getter: 'votingPeriod',
    setter: 'setVotingPeriod',
    setBy: 'treasury',
    unit: 'rounds',
    min: 1n,
    max: uint32Max,
    live: 10n,
    about: 'Rounds that a vote on the treasury is open.',
  },
  proposalThreshold: {
    contract: 'treasuryGovernor',
    getter: 'proposalThreshold',
    setter: 'setProposalThreshold',
    setBy: 'treasury',
    unit: '1e-18 tokens',
    min: 0n,
    max: tokensMax,
    live: 100n * 10n ** 18n,
    about: 'Votes that a treasury proposal’s author needs.',
  },
  quorumPpm: {
    contract: 'treasuryGovernor',
    getter: 'quorumNumerator',
    setter: 'updateQuorumNumerator',
    setBy: 'treasury',
    unit: 'ppm',
    min: 0n,
    max: ppm,
    live: 333_300n,
    about: 'Share of all votes that must take part in a vote on the treasury.',
  },
  quotaPpm: {
    contract: 'treasuryGovernor',
    getter: 'quota',
    setBy: 'nobody',
    unit: 'ppm',
    min: 0n,
    max: ppm,
    live: 500_000n,
    about: 'Share of the votes for and against that must be for a treasury proposal.',
  },
  treasuryMinDelaySeconds: {
    contract: 'treasury',
    getter: 'getMinDelay',
    setter: 'updateDelay',
    setBy: 'treasury',
    unit: 'seconds',
    min: 0n,
    max: uint32Max,
    live: 0n,
    about: 'Least time between an accepted treasury proposal and its execution.',
  },
} as const satisfies Readonly<Record<string, ProtocolParameter>>

export type ParameterName = keyof typeof protocolParameters

/** A value for each parameter, in its unit. */
export type ProtocolParameters = Readonly<Record<ParameterName, bigint>>

export const parameterNames = Object.keys(protocolParameters) as readonly ParameterName[]

/** @returns the parameter, with the fields that only some have */
export function parameter(name: ParameterName): ProtocolParameter {
  return protocolParameters[name]
}

/** Parameters of the live network. */
export const liveParameters = Object.fromEntries(
  parameterNames.map((name) => [name, protocolParameters[name].live]),
) as ProtocolParameters
