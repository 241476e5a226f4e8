import type { BlockNumberKind } from '@millrace/chain'
import type { Hex } from '@millrace/crypto'
import { BlockGoneError, ChainAnswerError } from '../errors.ts'
import { LogsBloom } from './logs-bloom.ts'
import { type Header, parseHeader, parseLogs, type RawLog } from './raw-block.ts'

/** What reading blocks needs of a connection to the chain. */
export interface BlockRpc {
  request(args: { readonly method: string; readonly params: readonly unknown[] }): Promise<unknown>
}

export interface BlockRange {
  readonly from: number
  /** The last block of the range. */
  readonly to: number
}

/** A block with the logs of the watched contracts in it. */
export interface BlockWithLogs {
  readonly header: Header
  readonly logs: readonly RawLog[]
}

export interface BlockSourceOptions {
  /**
   * Whether every block's header is read: then no endpoint can hide a block's logs. Chains with hundreds of millions of
   * blocks leave it for blocks far behind the head.
   */
  readonly readsAllHeaders: boolean
  /** Which of a header's numbers the contracts count in. */
  readonly counting: BlockNumberKind
}

const quantity = (number: number): Hex => `0x${number.toString(16)}`

/** Blocks with their logs, as one endpoint or several as one tell them, and only what cannot be a half of the truth. */
export class BlockSource {
  readonly #options: BlockSourceOptions
  readonly #rpc: BlockRpc
  readonly #bloom = new LogsBloom()

  constructor(options: BlockSourceOptions, rpc: BlockRpc) {
    this.#options = options
    this.#rpc = rpc
  }

  /** The newest block. */
  async head(): Promise<Header> {
    return parseHeader(await this.#ask('eth_getBlockByNumber', ['latest', false]), this.#options.counting)
  }

  /** Undefined when the chain does not reach so far. */
  async header(number: number): Promise<Header | undefined> {
    const answer = await this.#ask('eth_getBlockByNumber', [quantity(number), false])
    if (answer === null || answer === undefined) return undefined
    const header = parseHeader(answer, this.#options.counting)
    if (header.number !== number)
      throw new ChainAnswerError({ fact: 'it is another block', blockNumber: number })
    return header
  }

  /**
   * The blocks of a range, in order. All of them when `isLinked`, or where all headers are read; else those with logs
   * and the last.
   * @throws {ChainAnswerError | BlockGoneError} when the answers do not fit together; another try may.
   */
  async read(
    range: BlockRange,
    { addresses, isLinked }: { readonly addresses: ReadonlySet<Hex>; readonly isLinked: boolean },
  ): Promise<readonly BlockWithLogs[]> {
    const readsAll = isLinked || this.#options.readsAllHeaders
    const asked = this.#logs(range, addresses)
    const early = readsAll ? this.#headers(numbersOf(range)) : undefined
    // Not waited for yet; a failure is told by the await below.
    early?.catch(() => {})
    const logs = byBlock(await asked, range, addresses)
    const headers = await (early ??
      this.#headers([...new Set([...logs.keys(), range.to])].toSorted((a, b) => a - b)))
    if (readsAll) assertLinked(headers)
    return Promise.all(
      headers.map((header) => this.#complete(header, logs.get(header.number) ?? [], addresses)),
    )
  }

  /** Asks for all logs of a block where the filter of its header leaves a doubt about those that came. */
  async #complete(
    header: Header,
    logs: readonly RawLog[],
    addresses: ReadonlySet<Hex>,
  ): Promise<BlockWithLogs> {
    const isCertain = logs.length === 0 ? !this.#mayHoldAny(header, addresses) : this.#areAll(header, logs)
    if (isCertain) return { header, logs }
    const all = parseLogs(await this.#ask('eth_getLogs', [{ blockHash: header.hash }]))
    if (!this.#areAll(header, all))
      throw new ChainAnswerError({ fact: 'logs are missing', blockNumber: header.number })
    return { header, logs: all.filter(({ address }) => addresses.has(address)) }
  }

  #mayHoldAny({ logsBloom }: Header, addresses: ReadonlySet<Hex>): boolean {
    return [...addresses].some((address) => this.#bloom.mayContain(logsBloom, address))
  }

  #areAll({ hash, number, logsBloom }: Header, logs: readonly RawLog[]): boolean {
    if (logs.some(({ blockHash }) => blockHash !== hash)) throw new BlockGoneError({ blockNumber: number })
    const areGapless = logs.every(({ logIndex }, index) => logIndex === index)
    return areGapless && isSame(this.#bloom.of(logs), logsBloom)
  }

  async #logs({ from, to }: BlockRange, addresses: ReadonlySet<Hex>): Promise<readonly RawLog[]> {
    const filter = { fromBlock: quantity(from), toBlock: quantity(to), address: [...addresses] }
    return parseLogs(await this.#ask('eth_getLogs', [filter]))
  }

  #headers(numbers: readonly number[]): Promise<readonly Header[]> {
    return Promise.all(
      numbers.map(async (number) => {
        const header = await this.header(number)
        if (!header) throw new BlockGoneError({ blockNumber: number })
        return header
      }),
    )
  }

  #ask(method: string, params: readonly unknown[]): Promise<unknown> {
    return this.#rpc.request({ method, params })
  }
}

function numbersOf({ from, to }: BlockRange): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

function byBlock(
  logs: readonly RawLog[],
  { from, to }: BlockRange,
  addresses: ReadonlySet<Hex>,
): ReadonlyMap<number, readonly RawLog[]> {
  const blocks = new Map<number, RawLog[]>()
  for (const log of logs) {
    const { blockNumber, address } = log
    if (blockNumber < from || blockNumber > to || !addresses.has(address))
      throw new ChainAnswerError({ fact: 'a log was not asked for', blockNumber })
    const block = blocks.get(blockNumber)
    if (block) block.push(log)
    else blocks.set(blockNumber, [log])
  }
  for (const block of blocks.values()) block.sort((a, b) => a.logIndex - b.logIndex)
  return blocks
}

function assertLinked(headers: readonly Header[]): void {
  for (const [index, header] of headers.entries()) {
    const parent = headers[index - 1]
    if (parent && header.parentHash !== parent.hash) throw new BlockGoneError({ blockNumber: parent.number })
  }
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.every((byte, index) => byte === b[index])
}
