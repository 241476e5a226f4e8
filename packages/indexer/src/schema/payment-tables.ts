import { uint256 } from '@millrace/database'
import { primaryKey } from 'drizzle-orm/pg-core'
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

export const tokenHolder = table('token_holder', {
  address: address('address').primaryKey(),
  balanceWei: uint256('balance_wei').notNull(),
})
