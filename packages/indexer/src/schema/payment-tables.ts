import { uint256 } from '@millrace/database'
import { integer, primaryKey } from 'drizzle-orm/pg-core'
import { address, count, table } from './columns.ts'

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

/** What one orchestrator took in on one day in UTC. */
export const orchestratorDay = table(
  'orchestrator_day',
  {
    orchestrator: address('orchestrator').notNull(),
    /** Days since 1970-01-01. */
    day: integer('day').notNull(),
    feesWei: uint256('fees_wei').notNull(),
    winningTickets: count('winning_tickets').notNull(),
    rewardsWei: uint256('rewards_wei').notNull(),
    /** Its fees before this day. */
    feesBeforeWei: uint256('fees_before_wei').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orchestrator, t.day] })],
)

/** What one gateway paid on one day in UTC. */
export const gatewayDay = table(
  'gateway_day',
  {
    gateway: address('gateway').notNull(),
    day: integer('day').notNull(),
    feesWei: uint256('fees_wei').notNull(),
    winningTickets: count('winning_tickets').notNull(),
    /** Its fees before this day. */
    feesBeforeWei: uint256('fees_before_wei').notNull(),
  },
  (t) => [primaryKey({ columns: [t.gateway, t.day] })],
)

export const tokenHolder = table('token_holder', {
  address: address('address').primaryKey(),
  balanceWei: uint256('balance_wei').notNull(),
})
