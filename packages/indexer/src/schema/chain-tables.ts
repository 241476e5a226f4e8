import { boolean, integer, json, primaryKey, text } from 'drizzle-orm/pg-core'
import { address, count, hash, table } from './columns.ts'

/** How far the chain has been read: one row, written in the same transaction as what was read. */
export const checkpoint = table('checkpoint', {
  id: integer('id').primaryKey(),
  chainId: count('chain_id').notNull(),
  controller: address('controller').notNull(),
  firstBlock: count('first_block').notNull(),
  /** The last block that was read. */
  blockNumber: count('block_number').notNull(),
  blockHash: hash('block_hash').notNull(),
  /** The same block as the contracts count: L1's on Arbitrum. */
  protocolBlock: count('protocol_block').notNull(),
  /** Unix time in seconds. */
  blockTime: count('block_time').notNull(),
  /** Domain events up to this block are confirmed. */
  confirmedBlock: count('confirmed_block').notNull(),
  /** Which version of the projection made all of the rows. */
  ledgerVersion: integer('ledger_version').notNull(),
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
