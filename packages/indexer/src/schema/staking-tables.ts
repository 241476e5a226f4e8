import { uint256 } from '@millrace/database'
import { boolean, integer, primaryKey, text } from 'drizzle-orm/pg-core'
import { address, count, table } from './columns.ts'

/** Accounts to which stake was ever delegated; those bonded to themselves are orchestrators. */
export const orchestrator = table('orchestrator', {
  address: address('address').primaryKey(),
  /** Parts per million that it keeps of rewards. */
  rewardCut: integer('reward_cut').notNull(),
  /** Parts per million of fees that go to delegators. */
  feeShare: integer('fee_share').notNull(),
  /** All stake delegated to it, its own included. */
  delegatedStakeWei: uint256('delegated_stake_wei').notNull(),
  isInPool: boolean('is_in_pool').notNull(),
  activationRound: count('activation_round').notNull(),
  /** Null while it is in the pool. */
  deactivationRound: count('deactivation_round'),
  firstActivationRound: count('first_activation_round'),
  /** Unix time in seconds of the event that last put it into the pool. */
  activatedAt: count('activated_at'),
  /** Complete rounds in which it was active, ever. */
  activeRounds: integer('active_rounds').notNull(),
  lastCutChangeRound: count('last_cut_change_round'),
  lastCutChangeAt: count('last_cut_change_at'),
  lastRewardRound: count('last_reward_round').notNull(),
  lastFeeRound: count('last_fee_round').notNull(),
  lastActiveStakeUpdateRound: count('last_active_stake_update_round').notNull(),
  activeCumulativeRewardsWei: uint256('active_cumulative_rewards_wei').notNull(),
  cumulativeRewardsWei: uint256('cumulative_rewards_wei').notNull(),
  cumulativeFeesWei: uint256('cumulative_fees_wei').notNull(),
  /** Its reward factor since the last reward, in parts of 10²⁷; 0 stands for 10²⁷. */
  rewardFactor: uint256('reward_factor').notNull(),
  /** Its fee factor since the last fees. */
  feeFactor: uint256('fee_factor').notNull(),
  serviceUri: text('service_uri'),
  aiServiceUri: text('ai_service_uri'),
  /** May call reward for it (LIP-118). */
  rewardCaller: address('reward_caller'),
  delegators: integer('delegators').notNull(),
  feesWei: uint256('fees_wei').notNull(),
  rewardsWei: uint256('rewards_wei').notNull(),
  missedRewardCalls: integer('missed_reward_calls').notNull(),
})

/** What an orchestrator's stake was and earned in one round. */
export const pool = table(
  'pool',
  {
    orchestrator: address('orchestrator').notNull(),
    round: count('round').notNull(),
    /** As the contract keeps it: 0 until something in the round fixes it. */
    stakeWei: uint256('stake_wei').notNull(),
    rewardCut: integer('reward_cut').notNull(),
    feeShare: integer('fee_share').notNull(),
    /** Parts of 10²⁷ that a unit of stake has grown to; 0 stands for 10²⁷. */
    rewardFactor: uint256('reward_factor').notNull(),
    /** Parts of 10²⁷ wei that a unit of stake has earned. */
    feeFactor: uint256('fee_factor').notNull(),
    /** Stake that counted at the round's start; null for orchestrators outside the active set. */
    activeStakeWei: uint256('active_stake_wei'),
    /** Place among the active set by that stake, from 1 on; null outside. */
    rank: integer('rank'),
    /** Complete rounds in which it was active before this one, and how many reward calls were missed in them. */
    activeRoundsBefore: integer('active_rounds_before'),
    missedCallsBefore: integer('missed_calls_before'),
    /** Its fees before the first ones of this round; 0 in rounds without fees. */
    feesBeforeWei: uint256('fees_before_wei').notNull(),
    rewardsWei: uint256('rewards_wei').notNull(),
    /** The part of the rewards that is the orchestrator's own, not by its bonded stake. */
    ownRewardsWei: uint256('own_rewards_wei').notNull(),
    feesWei: uint256('fees_wei').notNull(),
    ownFeesWei: uint256('own_fees_wei').notNull(),
    /** Block of the reward call; null without one. */
    rewardBlock: count('reward_block'),
    /** What a reward call that never came would have minted; null while it may still come. */
    missedRewardsWei: uint256('missed_rewards_wei'),
  },
  (t) => [primaryKey({ columns: [t.orchestrator, t.round] })],
)

/** Accounts that are or were bonded. */
export const delegator = table('delegator', {
  address: address('address').primaryKey(),
  delegate: address('delegate'),
  /** Stake at `lastClaimRound`. */
  bondedWei: uint256('bonded_wei').notNull(),
  /** Fees at `lastClaimRound`. */
  feesWei: uint256('fees_wei').notNull(),
  startRound: count('start_round').notNull(),
  lastClaimRound: count('last_claim_round').notNull(),
  nextLockId: count('next_lock_id').notNull(),
  /** Tokens that it ever bonded from a wallet. */
  depositedStakeWei: uint256('deposited_stake_wei').notNull(),
  withdrawnStakeWei: uint256('withdrawn_stake_wei').notNull(),
  claimedRewardsWei: uint256('claimed_rewards_wei').notNull(),
  claimedFeesWei: uint256('claimed_fees_wei').notNull(),
  withdrawnFeesWei: uint256('withdrawn_fees_wei').notNull(),
  firstBondRound: count('first_bond_round'),
})

/** Stake on its way out, and what became of it. */
export const unbondingLock = table(
  'unbonding_lock',
  {
    delegator: address('delegator').notNull(),
    lockId: count('lock_id').notNull(),
    delegate: address('delegate').notNull(),
    amountWei: uint256('amount_wei').notNull(),
    withdrawRound: count('withdraw_round').notNull(),
    createdRound: count('created_round').notNull(),
    createdBlock: count('created_block').notNull(),
    state: text('state', { enum: ['open', 'withdrawn', 'rebonded', 'transferred'] }).notNull(),
    closedBlock: count('closed_block'),
  },
  (t) => [primaryKey({ columns: [t.delegator, t.lockId] })],
)

/** Each change of a delegator's stake, with where it stood after it. */
export const stakeChange = table(
  'stake_change',
  {
    blockNumber: count('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
    delegator: address('delegator').notNull(),
    round: count('round').notNull(),
    kind: text('kind', {
      enum: ['bond', 'move', 'unbond', 'rebond', 'transferOut', 'transferIn', 'claim', 'slash'],
    }).notNull(),
    /** What was added or taken; earnings for a claim, the whole stake for a move. */
    amountWei: uint256('amount_wei').notNull(),
    /** Fees that a claim added. */
    feesWei: uint256('fees_wei').notNull(),
    /** Null once nothing is bonded. */
    delegate: address('delegate'),
    previousDelegate: address('previous_delegate'),
    bondedWei: uint256('bonded_wei').notNull(),
    /** The round whose factors the stake grows from. */
    claimRound: count('claim_round').notNull(),
    /** Of an account bonded to itself: what it had kept of this round's rewards and fees by then. */
    roundOwnRewardsWei: uint256('round_own_rewards_wei').notNull(),
    roundOwnFeesWei: uint256('round_own_fees_wei').notNull(),
  },
  (t) => [primaryKey({ columns: [t.blockNumber, t.logIndex, t.delegator] })],
)

/** Each change of an orchestrator's cuts. */
export const cutChange = table(
  'cut_change',
  {
    blockNumber: count('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
    /** Unix time in seconds. */
    time: count('time').notNull(),
    orchestrator: address('orchestrator').notNull(),
    round: count('round').notNull(),
    rewardCut: integer('reward_cut').notNull(),
    feeShare: integer('fee_share').notNull(),
    previousRewardCut: integer('previous_reward_cut').notNull(),
    previousFeeShare: integer('previous_fee_share').notNull(),
  },
  (t) => [primaryKey({ columns: [t.blockNumber, t.logIndex] })],
)
