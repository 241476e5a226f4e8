import { readCheckpoint } from '../store/ledger-store.ts'
import type { Sql } from '../store/table-sql.ts'
import { NotReadyError } from './errors.ts'

/** Where rows are read. */
export interface ReadDatabase extends Sql {
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
}

/** The block that an answer is true for; times in Unix milliseconds. */
export interface AnswerBlock {
  readonly number: number
  readonly protocolBlock: number
  readonly hash: string
  readonly time: number
}

const attempts = 3

/**
 * Reads with one statement or several, all of one block. Blocks come seldom and queries are short, so that looking
 * twice at where the database stands is enough nearly always; else a transaction holds it.
 * @throws {NotReadyError}
 */
export async function atOneBlock<T>(
  database: ReadDatabase,
  read: (sql: Sql) => Promise<T>,
): Promise<{ readonly value: T; readonly block: AnswerBlock }> {
  let block = await blockIn(database)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const value = await read(database)
    const after = await blockIn(database)
    if (after.hash === block.hash) return { value, block }
    block = after
  }
  return database.transaction(async (sql) => ({ block: await blockIn(sql), value: await read(sql) }))
}

/** What the database stands at. @throws {NotReadyError} */
export async function blockIn(sql: Sql): Promise<AnswerBlock> {
  const checkpoint = await readCheckpoint(sql)
  if (!checkpoint) throw new NotReadyError()
  const { blockNumber, protocolBlock, blockHash, blockTime } = checkpoint
  return { number: blockNumber, protocolBlock, hash: blockHash, time: blockTime * 1_000 }
}
