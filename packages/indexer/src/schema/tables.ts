import { uint256 } from '@millrace/database'
import { boolean, integer, json, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core'
import { address, count, hash } from './columns.ts'

/** All tables live in a schema of their own, so that other services may share the database. */
export const indexerSchema = pgSchema('indexer')
const table = indexerSchema.table

/** How far the chain has been read: one row, written in the same transaction as what was read. */
export const checkpoint = table('checkpoint', {
  id: integer('id').primaryKey(),
  chainId: count('chain_id').notNull(),
  controller: address('controller').notNull(),
  firstBlock: count('first_block').notNull(),
  /** The last block that was read. */
  blockNumber: count('block_number').notNull(),
  blockHash: hash('block_hash').notNull(),
  /** Unix time in seconds. */
  blockTime: count('block_time').notNull(),
  /** Domain events up to this block are confirmed. */
  confirmedBlock: count('confirmed_block').notNull(),
})

/** Blocks that hold events, and those that a reorganisation may still take back. */
export const block = table('block', {
  number: count('number').primaryKey(),
  hash: hash('hash').notNull(),
  parentHash: hash('parent_hash').notNull(),
  /** Unix time in seconds. */
  time: count('time').notNull(),
})

/** Every event of every contract of the protocol. */
export const event = table(
  'event',
  {
    blockNumber: count('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
    txHash: hash('tx_hash').notNull(),
    /** Name of the contract in the address book, e.g. `bondingManager`. */
    contract: text('contract').notNull(),
    address: address('address').notNull(),
    name: text('name').notNull(),
    /** The last initialised round when it happened. */
    round: count('round').notNull(),
    /** Arguments by name; whole numbers as decimal strings. */
    args: json('args').notNull(),
  },
  (t) => [primaryKey({ columns: [t.blockNumber, t.logIndex] })],
)

/** The accounts that an event names. */
export const eventAccount = table(
  'event_account',
  {
    account: address('account').notNull(),
    blockNumber: count('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.blockNumber, t.logIndex] })],
)

/** Row images from before a block, for as long as the block may be taken back. */
export const undo = table(
  'undo',
  {
    blockNumber: count('block_number').notNull(),
    tableName: text('table_name').notNull(),
    key: text('key').notNull(),
    /** The row as it was, by column; null if there was none. */
    before: json('before'),
  },
  (t) => [primaryKey({ columns: [t.blockNumber, t.tableName, t.key] })],
)

/** Where the contracts are, and what else is watched because an event named it. */
export const contract = table('contract', {
  address: address('address').primaryKey(),
  name: text('name').notNull(),
  sinceBlock: count('since_block').notNull(),
})

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
  totalSupplyWei: uint256('total_supply_wei').notNull(),
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
  },
  (t) => [primaryKey({ columns: [t.blockNumber, t.logIndex, t.delegator] })],
)

/** Each change of an orchestrator's cuts. */
export const cutChange = table(
  'cut_change',
  {
    blockNumber: count('block_number').notNull(),
    logIndex: integer('log_index').notNull(),
    orchestrator: address('orchestrator').notNull(),
    round: count('round').notNull(),
    rewardCut: integer('reward_cut').notNull(),
    feeShare: integer('fee_share').notNull(),
    previousRewardCut: integer('previous_reward_cut').notNull(),
    previousFeeShare: integer('previous_fee_share').notNull(),
  },
  (t) => [primaryKey({ columns: [t.blockNumber, t.logIndex] })],
)

/** Initialised rounds with their sums. */
export const round = table('round', {
  round: count('round').primaryKey(),
  blockNumber: count('block_number').notNull(),
  txHash: hash('tx_hash').notNull(),
  /** Unix time in seconds of its initialisation. */
  time: count('time').notNull(),
  mintableWei: uint256('mintable_wei').notNull(),
  inflation: uint256('inflation').notNull(),
  totalActiveStakeWei: uint256('total_active_stake_wei').notNull(),
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

/** Accounts that pay for transcoding. */
export const gateway = table('gateway', {
  address: address('address').primaryKey(),
  depositWei: uint256('deposit_wei').notNull(),
  reserveWei: uint256('reserve_wei').notNull(),
  /** The round of the last claim against the reserve, and what was claimed in it. */
  reserveClaimRound: count('reserve_claim_round').notNull(),
  reserveClaimedWei: uint256('reserve_claimed_wei').notNull(),
  /** 0 unless an unlock is in progress. */
  withdrawRound: count('withdraw_round').notNull(),
  feesWei: uint256('fees_wei').notNull(),
  winningTickets: count('winning_tickets').notNull(),
  firstFundedBlock: count('first_funded_block').notNull(),
  lastFundedBlock: count('last_funded_block').notNull(),
})

/** What one gateway paid one orchestrator in one round. */
export const payment = table(
  'payment',
  {
    gateway: address('gateway').notNull(),
    orchestrator: address('orchestrator').notNull(),
    round: count('round').notNull(),
    feesWei: uint256('fees_wei').notNull(),
    winningTickets: count('winning_tickets').notNull(),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.orchestrator, t.round] })],
)

export const tokenHolder = table('token_holder', {
  address: address('address').primaryKey(),
  balanceWei: uint256('balance_wei').notNull(),
})

/** Proposals of the treasury's governor. */
export const proposal = table('proposal', {
  proposalId: uint256('proposal_id').primaryKey(),
  proposer: address('proposer').notNull(),
  /** Calls that it makes: target, value in wei, calldata. */
  calls: json('calls').notNull(),
  description: text('description').notNull(),
  voteStart: count('vote_start').notNull(),
  voteEnd: count('vote_end').notNull(),
  createdBlock: count('created_block').notNull(),
  /** The last step that an event told; what follows from time and votes is computed by who asks. */
  state: text('state', { enum: ['created', 'canceled', 'queued', 'executed'] }).notNull(),
  /** Unix time in seconds from which on it may be executed; null until it is queued. */
  eta: count('eta'),
})

/** Votes on proposals (0 against, 1 for, 2 abstain). */
export const proposalVote = table(
  'proposal_vote',
  {
    proposalId: uint256('proposal_id').notNull(),
    voter: address('voter').notNull(),
    support: integer('support').notNull(),
    weightWei: uint256('weight_wei').notNull(),
    reason: text('reason').notNull(),
    blockNumber: count('block_number').notNull(),
  },
  (t) => [primaryKey({ columns: [t.proposalId, t.voter] })],
)

export const poll = table('poll', {
  address: address('address').primaryKey(),
  /** The proposal's bytes in hex; by custom the IPFS name of its text. */
  proposal: text('proposal').notNull(),
  endBlock: count('end_block').notNull(),
  /** Parts per million. */
  quorum: integer('quorum').notNull(),
  quota: integer('quota').notNull(),
  createdBlock: count('created_block').notNull(),
})

/** The last choice of each voter (0 yes, 1 no). */
export const pollVote = table(
  'poll_vote',
  {
    poll: address('poll').notNull(),
    voter: address('voter').notNull(),
    choice: uint256('choice').notNull(),
    blockNumber: count('block_number').notNull(),
  },
  (t) => [primaryKey({ columns: [t.poll, t.voter] })],
)

/** Domain events for consumers that act on each exactly once; rows are only ever added. */
export const outbox = table('outbox', {
  seq: count('seq').primaryKey(),
  /** The same for the same happening, whatever block it ends up in. */
  id: text('id').notNull(),
  state: text('state', { enum: ['provisional', 'confirmed', 'retracted'] }).notNull(),
  kind: text('kind').notNull(),
  /** The account that it is about. */
  subject: address('subject'),
  round: count('round').notNull(),
  blockNumber: count('block_number').notNull(),
  blockHash: hash('block_hash').notNull(),
  txHash: hash('tx_hash').notNull(),
  time: count('time').notNull(),
  data: json('data').notNull(),
  /** A provisional row that a later one confirms or retracts is settled. */
  isSettled: boolean('is_settled').notNull(),
})
