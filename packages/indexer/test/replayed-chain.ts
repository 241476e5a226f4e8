import { bytesToHex, type Hex, hexToBytes, keccak256 } from '@millrace/crypto'
import type { Random } from '../../../contracts/test/differential/random.ts'
import type { BlockRpc } from '../src/source/block-source.ts'
import { LogsBloom } from '../src/source/logs-bloom.ts'
import { parseLogs, type RawLog } from '../src/source/raw-block.ts'

interface ReplayedBlock {
  readonly header: Readonly<Record<string, string>> & { readonly hash: Hex }
  readonly logs: readonly Readonly<Record<string, unknown>>[]
  /** Transactions in this block and all before. */
  readonly transactions: number
}

const quantity = (number: number): Hex => `0x${number.toString(16)}`

/**
 * The transactions of a real chain, in their order, in blocks of its own that are replaced as one likes: a reorganisation
 * takes no longer than its blocks, and days pass between them.
 */
export class ReplayedChain implements BlockRpc {
  readonly #rpc: BlockRpc
  readonly #random: Random
  readonly #transactions: readonly (readonly RawLog[])[]
  readonly #bloom = new LogsBloom()
  readonly #blocks: ReplayedBlock[] = []
  #made = 0

  private constructor(rpc: BlockRpc, random: Random, transactions: readonly (readonly RawLog[])[]) {
    this.#rpc = rpc
    this.#random = random
    this.#transactions = transactions
  }

  /** What contracts hold is still asked of the real one. */
  static async of(rpc: BlockRpc, random: Random): Promise<ReplayedChain> {
    const filter = { fromBlock: '0x0', toBlock: 'latest' }
    const logs = parseLogs(await rpc.request({ method: 'eth_getLogs', params: [filter] }))
    const transactions = Map.groupBy(logs, ({ txHash }) => txHash)
    return new ReplayedChain(rpc, random, [...transactions.values()])
  }

  get head(): number {
    return this.#blocks.length - 1
  }

  /** Whether every transaction is in a block. */
  get isAtEnd(): boolean {
    return (this.#blocks.at(-1)?.transactions ?? 0) === this.#transactions.length
  }

  /** Adds a block of the next transactions, as many as are drawn unless told. */
  mine(count = this.#random.chance(0.3) ? 0 : 1 + this.#random.below(4)): void {
    const number = this.#blocks.length
    const parent = this.#blocks.at(-1)
    const first = parent?.transactions ?? 0
    const hash = bytesToHex(keccak256(hexToBytes(`0x${(this.#made++).toString(16).padStart(64, '0')}`)))
    const logs = this.#transactions.slice(first, first + count).flat()
    const time = Number(parent?.header['timestamp'] ?? 1_700_000_000) + 1 + this.#random.below(20_000)
    this.#blocks.push({
      header: {
        ...{ number: quantity(number), hash, timestamp: quantity(time) },
        parentHash: parent?.header.hash ?? `0x${'0'.repeat(64)}`,
        logsBloom: bytesToHex(this.#bloom.of(logs)),
      },
      logs: logs.map(({ address, topics, data, txHash }, logIndex) => ({
        ...{ address, topics, data, blockHash: hash, blockNumber: quantity(number) },
        ...{ transactionHash: txHash, logIndex: quantity(logIndex) },
      })),
      transactions: Math.min(first + count, this.#transactions.length),
    })
  }

  /** Takes the newest blocks away. */
  rollback(blocks: number): void {
    this.#blocks.splice(Math.max(1, this.#blocks.length - blocks))
  }

  async request(args: { readonly method: string; readonly params: readonly unknown[] }): Promise<unknown> {
    const [first] = args.params
    if (args.method === 'eth_getBlockByNumber')
      return this.#blocks[first === 'latest' ? this.head : Number(first)]?.header ?? null
    if (args.method === 'eth_getLogs') return this.#logs(first as Readonly<Record<string, unknown>>)
    const [call] = args.params
    return this.#rpc.request({ ...args, params: [call, 'latest'] })
  }

  #logs({ blockHash, fromBlock, toBlock, address }: Readonly<Record<string, unknown>>): unknown {
    if (blockHash !== undefined) {
      const block = this.#blocks.find(({ header }) => header.hash === blockHash)
      if (!block) throw new Error('The block is not known.')
      return block.logs
    }
    const addresses = new Set(address as readonly string[])
    return this.#blocks
      .slice(Number(fromBlock), Number(toBlock) + 1)
      .flatMap(({ logs }) => logs.filter((log) => addresses.has(String(log['address']))))
  }
}
