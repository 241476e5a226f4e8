import { uint256 } from '@millrace/database'
import { integer, json, primaryKey, text } from 'drizzle-orm/pg-core'
import { address, count, table } from './columns.ts'

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
  /** From when to when it is open, as the contracts count: in blocks of L1 on Arbitrum. */
  startBlock: count('start_block').notNull(),
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
