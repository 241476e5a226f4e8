import type { Logger } from '@millrace/common'
import type { Hex } from '@millrace/crypto'
import { BlockGoneError, ReorgTooDeepError } from '../errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { FeeBooking } from '../projection/payments.ts'
import { ledgerVersion, Projection } from '../projection/projection.ts'
import type { BlockRpc, BlockSource } from '../source/block-source.ts'
import { parametersOf, readParameter } from '../source/parameter-reader.ts'
import type { Header } from '../source/raw-block.ts'
import {
  type CheckpointRow,
  loadLedger,
  readCheckpoint,
  settle,
  takeChanges,
  undoAfter,
  writeChanges,
  writeCheckpoint,
} from '../store/ledger-store.ts'
import { confirm, nextSeq, retract, tell } from '../store/outbox-store.ts'
import type { Sql, WritingSql } from '../store/table-sql.ts'
import { applyPage } from './apply-page.ts'
import { type Page, PageReader, type Watched } from './page.ts'
import { PageSize } from './page-size.ts'

/** What following the chain needs of a database. */
export interface FollowerDatabase extends Sql {
  /** Runs `work` in one transaction: all of it is written, or nothing. */
  transaction<T>(work: (sql: WritingSql) => Promise<T>): Promise<T>
}

export interface FollowerOptions {
  readonly feeBooking: FeeBooking
  /** So many of the newest blocks can be taken back. */
  readonly undoBlocks: number
  /** A block counts as confirmed once so many are on top of it. */
  readonly confirmations: number
  readonly maxPageBlocks: number
}

export interface FollowerDependencies {
  readonly source: BlockSource
  readonly rpc: BlockRpc
  readonly database: FollowerDatabase
  readonly log: Logger
}

/** What the ledger stands at. */
export interface Position {
  readonly block: number
  readonly hash: Hex
  /** Unix time of the block in seconds. */
  readonly time: number
  /** The newest block that the chain told of. */
  readonly head: number
}

/** Where a new database begins. */
export interface Genesis {
  readonly chainId: number
  readonly controller: Hex
  readonly firstBlock: number
  /** Contracts that are watched from the first block on. */
  readonly contracts: readonly { readonly address: Hex; readonly name: string }[]
}

interface Memory {
  readonly ledger: Ledger
  readonly projection: Projection
  checkpoint: CheckpointRow
  seq: number
}

/**
 * Brings the database from block to block: reads a page, applies it to the ledger in memory, and writes what changed
 * together with the checkpoint in one transaction. After any failure memory is read from the database anew.
 */
export class Follower {
  readonly #options: FollowerOptions
  readonly #dependencies: FollowerDependencies
  readonly #reader: PageReader
  readonly #size: PageSize
  #memory: Memory | undefined
  #head: Header | undefined
  /** The next page, asked for while this one is written. */
  #ahead: { readonly key: string; readonly page: Promise<Page> } | undefined

  constructor(options: FollowerOptions, dependencies: FollowerDependencies) {
    this.#options = options
    this.#dependencies = dependencies
    this.#reader = new PageReader(dependencies)
    this.#size = new PageSize({ maxBlocks: options.maxPageBlocks })
  }

  /** Undefined until the first step. */
  get position(): Position | undefined {
    const checkpoint = this.#memory?.checkpoint
    if (!checkpoint || !this.#head) return undefined
    const { blockNumber, blockHash, blockTime } = checkpoint
    return { block: blockNumber, hash: blockHash, time: blockTime, head: this.#head.number }
  }

  /** Writes where a new database begins. */
  async begin({ contracts, ...facts }: Genesis): Promise<void> {
    const { source, database } = this.#dependencies
    const before = facts.firstBlock === 0 ? undefined : await source.header(facts.firstBlock - 1)
    if (facts.firstBlock > 0 && !before) throw new BlockGoneError({ blockNumber: facts.firstBlock - 1 })
    const ledger = await loadLedger(database)
    for (const contract of contracts)
      ledger.tables.contract.set({ ...contract, sinceBlock: facts.firstBlock })
    const changes = takeChanges(ledger)
    await database.transaction(async (sql) => {
      await writeChanges(sql, changes, [])
      await writeCheckpoint(sql, {
        id: 1,
        ...facts,
        blockNumber: facts.firstBlock - 1,
        blockHash: before?.hash ?? '0x',
        protocolBlock: before?.protocolBlock ?? 0,
        blockTime: before?.time ?? 0,
        confirmedBlock: facts.firstBlock - 1,
        ledgerVersion,
      })
    })
  }

  /**
   * Reads and writes the next page, or takes back blocks that the chain has replaced.
   * @returns whether the database stands at the head.
   */
  async step(): Promise<boolean> {
    try {
      this.#memory ??= await this.#load()
      const memory = this.#memory
      this.#head = await this.#dependencies.source.head()
      return await this.#advance(memory, this.#head)
    } catch (error) {
      this.#memory = undefined
      this.#ahead = undefined
      this.#size.shrink()
      throw error
    }
  }

  async #load(): Promise<Memory> {
    const { database } = this.#dependencies
    const checkpoint = await readCheckpoint(database)
    if (!checkpoint) throw new Error('The database has no checkpoint.')
    const ledger = await loadLedger(database)
    const projection = new Projection(this.#options, ledger)
    return { ledger, projection, checkpoint, seq: await nextSeq(database) }
  }

  async #advance(memory: Memory, head: Header): Promise<boolean> {
    const { blockNumber, blockHash } = memory.checkpoint
    if (head.number <= blockNumber) {
      const known = head.number === blockNumber ? head : await this.#dependencies.source.header(blockNumber)
      if (known?.hash !== blockHash) await this.#takeBack(memory)
      return head.number === blockNumber && head.hash === blockHash
    }
    const page = await this.#page(memory, head)
    const [first] = page.blocks
    const isNext = first?.header.number === blockNumber + 1
    if (isNext && blockHash !== '0x' && first.header.parentHash !== blockHash) {
      this.#ahead = undefined
      await this.#takeBack(memory)
      return false
    }
    this.#readAhead(page, head)
    await this.#write(memory, page, head)
    this.#size.note({ blocks: page.range.to - page.range.from + 1, events: page.events })
    return page.range.to === head.number
  }

  /** What no event tells is as the contracts have it, and read once the ledger stands at the head. */
  async #fillParameters({ ledger }: Memory, { number: blockNumber }: Header): Promise<void> {
    const { parameter, contract } = ledger.tables
    for (const [name, place] of parametersOf(contract.values())) {
      if (parameter.get(name)) continue
      const value = await readParameter({ ...place, blockNumber }, this.#dependencies.rpc)
      if (value !== undefined) parameter.set({ name, value, blockNumber: 0 })
    }
  }

  /** Blocks that can no longer be taken back come in large pages, the newest in linked ones. */
  #rangeAfter(block: number, head: Header): { from: number; to: number; isLinked: boolean } {
    const from = block + 1
    const lastFinal = head.number - this.#options.undoBlocks
    const isLinked = from > lastFinal
    return { from, to: Math.min(from + this.#size.blocks - 1, isLinked ? head.number : lastFinal), isLinked }
  }

  #page(memory: Memory, head: Header): Promise<Page> {
    const watched = watchedIn(memory.ledger)
    const range = this.#rangeAfter(memory.checkpoint.blockNumber, head)
    const ahead = this.#ahead
    this.#ahead = undefined
    if (ahead?.key === keyOf(range.from, watched)) return ahead.page
    return this.#reader.read({ from: range.from, to: range.to }, { watched, isLinked: range.isLinked })
  }

  /** Only blocks far behind the head: those near it may be others by the time they are needed. */
  #readAhead({ range, watched }: Page, head: Header): void {
    const next = this.#rangeAfter(range.to, head)
    if (next.isLinked || next.from > head.number) return
    const page = this.#reader.read({ from: next.from, to: next.to }, { watched, isLinked: false })
    page.catch(() => {})
    this.#ahead = { key: keyOf(next.from, watched), page }
  }

  async #write(memory: Memory, page: Page, head: Header): Promise<void> {
    const { undoBlocks, confirmations } = this.#options
    const { to } = page.range
    const last = page.blocks.at(-1)?.header
    if (last?.number !== to) throw new BlockGoneError({ blockNumber: to })
    const keepsImages = to > head.number - undoBlocks
    const { images, happenings } = applyPage(page, memory, { keepsImages })
    if (to === head.number) await this.#fillParameters(memory, head)
    const before = memory.checkpoint
    const confirmedBlock = Math.max(before.confirmedBlock, Math.min(to, head.number - confirmations))
    const checkpoint = {
      ...before,
      ...{ blockNumber: to, blockHash: last.hash, protocolBlock: last.protocolBlock },
      ...{ blockTime: last.time, confirmedBlock },
    }
    const changes = takeChanges(memory.ledger)
    memory.seq = await this.#dependencies.database.transaction(async (sql) => {
      await writeChanges(sql, changes, images)
      const confirmed = await confirm(sql, { seq: memory.seq, confirmedBlock })
      const seq = await tell(sql, happenings, { seq: confirmed, confirmedBlock })
      const settledTo = head.number - undoBlocks
      await settle(sql, { fromBlock: before.blockNumber - undoBlocks, toBlock: Math.min(settledTo, to) })
      await writeCheckpoint(sql, checkpoint)
      return seq
    })
    memory.checkpoint = checkpoint
  }

  async #takeBack(memory: Memory): Promise<void> {
    const { database, log } = this.#dependencies
    const { checkpoint, seq } = memory
    this.#memory = undefined
    const kept = await this.#lastCommonBlock(checkpoint)
    await database.transaction(async (sql) => {
      await undoAfter(sql, kept.number)
      await retract(sql, { seq, afterBlock: kept.number })
      await writeCheckpoint(sql, {
        ...checkpoint,
        ...{ blockNumber: kept.number, blockHash: kept.hash, blockTime: kept.time },
        protocolBlock: kept.protocolBlock,
        confirmedBlock: Math.min(checkpoint.confirmedBlock, kept.number),
      })
    })
    log.warn(
      { fromBlock: kept.number + 1, blocks: checkpoint.blockNumber - kept.number },
      'blocks taken back after a reorganisation',
    )
  }

  /** The newest block that database and chain agree on. */
  async #lastCommonBlock({
    blockNumber,
    firstBlock,
  }: CheckpointRow): Promise<Omit<Header, 'parentHash' | 'logsBloom'>> {
    const { database, source } = this.#dependencies
    const { undoBlocks } = this.#options
    const known = await database.query(
      `select number, hash, time from "indexer"."block" where number >= $1 and number <= $2 order by number desc`,
      [blockNumber - undoBlocks, blockNumber],
    )
    for (const row of known) {
      const number = Number(row['number'])
      const header = await source.header(number)
      if (header && header.hash === row['hash']) return header
    }
    if (blockNumber - undoBlocks < firstBlock && firstBlock === 0)
      return { number: -1, protocolBlock: 0, hash: '0x', time: 0 }
    throw new ReorgTooDeepError({ blockNumber, undoBlocks })
  }
}

function watchedIn({ tables }: Ledger): Watched {
  return new Map(
    Array.from(tables.contract.values(), ({ address, name, sinceBlock }) => [address, { name, sinceBlock }]),
  )
}

function keyOf(from: number, watched: Watched): string {
  return `${from}/${watched.size}`
}
