import { uint256 } from '@millrace/database'
import { boolean, doublePrecision, integer, text } from 'drizzle-orm/pg-core'
import { count, hash, table } from './columns.ts'

/** What the protocol as a whole stands at: one row. */
export const protocol = table('protocol', {
  id: integer('id').primaryKey(),
  /** The last initialised round. */
  currentRound: count('current_round').notNull(),
  isPaused: boolean('is_paused').notNull(),
  totalActiveStakeWei: uint256('total_active_stake_wei').notNull(),
  nextTotalActiveStakeWei: uint256('next_total_active_stake_wei').notNull(),
  mintableWei: uint256('mintable_wei').notNull(),
  /** Parts per billion a round. */
  inflation: uint256('inflation').notNull(),
  /** Tokens of this chain. */
  totalSupplyWei: uint256('total_supply_wei').notNull(),
  /** Tokens of other chains that inflation counts too, as of the round's start. */
  supplyElsewhereWei: uint256('supply_elsewhere_wei').notNull(),
  delegators: integer('delegators').notNull(),
  feesWei: uint256('fees_wei').notNull(),
  rewardsWei: uint256('rewards_wei').notNull(),
  winningTickets: count('winning_tickets').notNull(),
})

/** A protocol parameter as last set. */
export const parameter = table('parameter', {
  /** Contract and name, e.g. `bondingManager.unbondingPeriod`. */
  name: text('name').primaryKey(),
  value: uint256('value').notNull(),
  blockNumber: count('block_number').notNull(),
})

/** Initialised rounds with their sums. */
export const round = table('round', {
  round: count('round').primaryKey(),
  blockNumber: count('block_number').notNull(),
  /** Of its initialisation, as the contracts count: L1's block on Arbitrum. */
  protocolBlock: count('protocol_block').notNull(),
  txHash: hash('tx_hash').notNull(),
  /** Unix time in seconds of its initialisation. */
  time: count('time').notNull(),
  mintableWei: uint256('mintable_wei').notNull(),
  inflation: uint256('inflation').notNull(),
  totalActiveStakeWei: uint256('total_active_stake_wei').notNull(),
  /** All tokens, those of other chains included. */
  totalSupplyWei: uint256('total_supply_wei').notNull(),
  treasuryCutRate: uint256('treasury_cut_rate').notNull(),
  activeOrchestrators: integer('active_orchestrators').notNull(),
  delegators: integer('delegators').notNull(),
  rewardsWei: uint256('rewards_wei').notNull(),
  treasuryRewardsWei: uint256('treasury_rewards_wei').notNull(),
  rewardCalls: integer('reward_calls').notNull(),
  missedRewardsWei: uint256('missed_rewards_wei').notNull(),
  feesWei: uint256('fees_wei').notNull(),
  winningTickets: count('winning_tickets').notNull(),
  /** Tokens bonded from wallets. */
  newStakeWei: uint256('new_stake_wei').notNull(),
  movedStakeWei: uint256('moved_stake_wei').notNull(),
  unbondedStakeWei: uint256('unbonded_stake_wei').notNull(),
  /** Orchestrators that are active and were not in the round before, and the other way round. */
  enteredOrchestrators: integer('entered_orchestrators').notNull(),
  leftOrchestrators: integer('left_orchestrators').notNull(),
  /** Fewest orchestrators with more than a third, and half, of the active stake. */
  nakamotoThird: integer('nakamoto_third').notNull(),
  nakamotoHalf: integer('nakamoto_half').notNull(),
  /** Of the active orchestrators' stakes; null without any. */
  gini: doublePrecision('gini'),
  hhi: doublePrecision('hhi'),
  /** Spearman's correlation of the ranks in this round and 30 rounds before; null without two that were in both. */
  rankPersistence: doublePrecision('rank_persistence'),
})

/** Days in UTC with their sums, and what stood at their last event. */
export const day = table('day', {
  /** Days since 1970-01-01. */
  day: integer('day').primaryKey(),
  feesWei: uint256('fees_wei').notNull(),
  winningTickets: count('winning_tickets').notNull(),
  rewardsWei: uint256('rewards_wei').notNull(),
  newStakeWei: uint256('new_stake_wei').notNull(),
  movedStakeWei: uint256('moved_stake_wei').notNull(),
  unbondedStakeWei: uint256('unbonded_stake_wei').notNull(),
  totalActiveStakeWei: uint256('total_active_stake_wei').notNull(),
  totalSupplyWei: uint256('total_supply_wei').notNull(),
  inflation: uint256('inflation').notNull(),
  delegators: integer('delegators').notNull(),
  activeOrchestrators: integer('active_orchestrators').notNull(),
})
