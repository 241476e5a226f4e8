import type { Address } from '@millrace/crypto'
import type { BlockHeader, BlockNumberSource, RawHeader } from '../client/block-number-source.ts'
import type { ChainAddresses } from '../client/contracts.ts'
import type { HeaderReads } from '../client/headers.ts'
import type { LogReads } from './log-reads.ts'
import { decodeLog, type ProtocolEvent, watchedContracts } from './protocol-event.ts'

/** A block with the protocol's events in it. */
export interface FollowedBlock {
  readonly header: BlockHeader
  readonly events: readonly ProtocolEvent[]
}

/** What changed since the last step: first undo `removed` (newest first), then do the rest (oldest first). */
export interface ChainStep {
  readonly removed: readonly FollowedBlock[]
  /** Events of old blocks that were read in pages, without their headers. */
  readonly backfilled: readonly ProtocolEvent[]
  readonly added: readonly FollowedBlock[]
  /** A reorganisation went deeper than the headers kept: events before `removed` may have changed unseen. */
  readonly isBeyondHistory: boolean
  /** There is more to backfill: ask again at once. */
  readonly isPartial: boolean
}

export interface FollowerOptions {
  /** First block whose events are wanted; undefined: only what comes after the first look. */
  readonly fromBlock?: bigint | undefined
  /** How many headers are kept to notice reorganisations. */
  readonly keepBlocks: number
  /** Blocks asked for in one request of a backfill. */
  readonly pageBlocks: bigint
}

interface Reads {
  readonly headers: HeaderReads
  readonly logs: LogReads
  readonly blockNumbers: BlockNumberSource
  readonly addresses: ChainAddresses
}

/** A long backfill goes in steps of this many pages, so that a failure costs little. */
const pagesPerStep = 20n

/** Thrown inside a step when the chain changed while it was read; the next step sees it whole. */
class ChainMovedError extends Error {}

/**
 * Follows a chain step by step and knows its last blocks by hash, so that it can tell which of them a reorganisation
 * took away. Has no timer and emits nothing: its caller asks for steps. State only changes when a step succeeds.
 */
export class ChainFollower {
  readonly #options: FollowerOptions
  readonly #reads: Reads
  readonly #contracts: readonly Address[]
  #blocks: readonly FollowedBlock[] = []
  #next: bigint | undefined

  constructor(options: FollowerOptions, reads: Reads) {
    this.#options = options
    this.#reads = reads
    this.#next = options.fromBlock
    this.#contracts = watchedContracts.map((name) => reads.addresses[name])
  }

  /** The newest block known. */
  get head(): BlockHeader | undefined {
    return this.#blocks.at(-1)?.header
  }

  /** @returns undefined when nothing changed, or when the chain moved while it was read: ask again. */
  async step(): Promise<ChainStep | undefined> {
    const latest = await this.#reads.headers.latest()
    if (latest.hash === this.head?.hash) return undefined
    try {
      return await this.#advance(latest)
    } catch (error) {
      if (error instanceof ChainMovedError) return undefined
      throw error
    }
  }

  async #advance(latest: RawHeader): Promise<ChainStep> {
    const latestNumber = BigInt(latest.number)
    const kept = await this.#keptBlocks(latestNumber)
    const removed = this.#blocks.slice(kept.length).toReversed()
    const isBeyondHistory = this.#blocks.length > 0 && kept.length === 0
    const first = this.#firstToRead(kept, latestNumber)
    const pagesEnd = first + this.#options.pageBlocks * pagesPerStep
    if (pagesEnd <= latestNumber - BigInt(this.#options.keepBlocks)) {
      const backfilled = await this.#pages(first, pagesEnd - 1n)
      this.#blocks = []
      this.#next = pagesEnd
      return { removed, backfilled, added: [], isBeyondHistory, isPartial: true }
    }
    const firstWithHeader = max(first, latestNumber - BigInt(this.#options.keepBlocks) + 1n)
    const backfilled = await this.#pages(first, firstWithHeader - 1n)
    const added = await this.#readBlocks(firstWithHeader, latest, kept.at(-1)?.header)
    this.#blocks = [...kept, ...added].slice(-this.#options.keepBlocks)
    this.#next = latestNumber + 1n
    return { removed, backfilled, added, isBeyondHistory, isPartial: false }
  }

  #firstToRead(kept: readonly FollowedBlock[], latest: bigint): bigint {
    const last = kept.at(-1)
    if (last) return last.header.number + 1n
    const oldest = this.#blocks[0]
    return min(oldest?.header.number ?? this.#next ?? latest, latest)
  }

  /** The known blocks that are still on the chain: a block is, if the chain has its hash at its number. */
  async #keptBlocks(latest: bigint): Promise<readonly FollowedBlock[]> {
    for (let length = this.#blocks.length; length > 0; length--) {
      const block = this.#blocks[length - 1]
      if (!block || block.header.number > latest) continue
      if ((await this.#reads.headers.at(block.header.number))?.hash === block.header.hash)
        return this.#blocks.slice(0, length)
    }
    return []
  }

  async #pages(from: bigint, to: bigint): Promise<readonly ProtocolEvent[]> {
    const events: ProtocolEvent[] = []
    for (let start = from; start <= to; start += this.#options.pageBlocks) {
      const end = min(start + this.#options.pageBlocks - 1n, to)
      events.push(...(await this.#events(start, end)))
    }
    return events
  }

  async #readBlocks(
    from: bigint,
    latest: RawHeader,
    parent: BlockHeader | undefined,
  ): Promise<readonly FollowedBlock[]> {
    const latestNumber = BigInt(latest.number)
    const numbers = Array.from({ length: Number(latestNumber - from) }, (_, index) => from + BigInt(index))
    const [older, events] = await Promise.all([
      Promise.all(numbers.map((number) => this.#reads.headers.at(number))),
      this.#events(from, latestNumber),
    ])
    const headers = [...older.filter((header) => header !== undefined), latest].map((raw) => this.#parse(raw))
    requireChain(parent && headers[0]?.number === parent.number + 1n ? [parent, ...headers] : headers)
    const hashes = new Set(headers.map(({ hash }) => hash))
    if (events.some(({ blockHash }) => !hashes.has(blockHash))) throw new ChainMovedError()
    return headers.map((header) => ({
      header,
      events: events.filter(({ blockHash }) => blockHash === header.hash),
    }))
  }

  async #events(fromBlock: bigint, toBlock: bigint): Promise<readonly ProtocolEvent[]> {
    const logs = await this.#reads.logs.between({ fromBlock, toBlock }, this.#contracts)
    return logs.map((log) => decodeLog(log, this.#reads.addresses)).filter((event) => event !== undefined)
  }

  #parse(raw: RawHeader): BlockHeader {
    return {
      number: BigInt(raw.number),
      hash: raw.hash,
      parentHash: raw.parentHash,
      timestamp: BigInt(raw.timestamp),
      protocolNumber: this.#reads.blockNumbers.ofHeader(raw),
    }
  }
}

/** Neighbouring headers must be each other's parents, or they are of two versions of the chain. */
function requireChain(headers: readonly BlockHeader[]): void {
  for (const [index, header] of headers.entries()) {
    const parent = headers[index - 1]
    if (parent && parent.number + 1n === header.number && header.parentHash !== parent.hash)
      throw new ChainMovedError()
  }
}

function min(a: bigint, b: bigint): bigint {
  return a <= b ? a : b
}

function max(a: bigint, b: bigint): bigint {
  return a < b ? b : a
}
