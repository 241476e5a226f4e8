import { revertError } from '@millrace/chain'
import type { Address, Hex } from '@millrace/crypto'
import { isHex, numberToHex } from 'viem'
import { z } from 'zod'
import { SeedActionError, SeedChainError } from '../errors.ts'
import type { AnvilRpc } from './anvil-rpc.ts'
import type { SeedTransaction } from './seed-transaction.ts'

const receiptSchema = z.object({
  status: z.enum(['0x0', '0x1']),
  transactionHash: z.string(),
  logs: z.array(z.object({ address: z.string(), topics: z.array(z.string()), data: z.string() })),
})
export type SeedReceipt = z.output<typeof receiptSchema>

/** Calls of a block, so that a history looks like one and no request is large. */
const largestBlock = 50
/** More than any call of the protocol takes. */
const gas = numberToHex(8_000_000)
const maxFeePerGas = numberToHex(100_000_000_000)
/** For gas; what accounts deposit comes out of it too. */
const balance = numberToHex(10_000n * 10n ** 18n)

/**
 * Sends calls of any account without its key, which anvil allows, and mines them block by block. A call that the
 * contracts refuse ends it: what was planned must be true.
 */
export class SeedSender {
  readonly #rpc: AnvilRpc
  readonly #nonces = new Map<Address, number>()
  transactions = 0

  constructor(rpc: AnvilRpc) {
    this.#rpc = rpc
  }

  async begin(): Promise<void> {
    await this.#rpc.call('anvil_autoImpersonateAccount', [true])
  }

  async end(): Promise<void> {
    await this.#rpc.call('anvil_autoImpersonateAccount', [false])
  }

  /**
   * Sends them in their order and mines them in at most `blocks` blocks.
   * @returns their receipts and how many blocks were used
   * @throws {SeedActionError}
   */
  async send(
    transactions: readonly SeedTransaction[],
    { round, blocks }: { round: number; blocks: number },
  ): Promise<{ receipts: SeedReceipt[]; blocksUsed: number }> {
    const size = Math.max(largestBlock, Math.ceil(transactions.length / blocks))
    const receipts: SeedReceipt[] = []
    let blocksUsed = 0
    await this.#prepareSenders(transactions)
    for (let from = 0; from < transactions.length; from += size) {
      receipts.push(...(await this.#mine(transactions.slice(from, from + size), round)))
      blocksUsed++
    }
    this.transactions += transactions.length
    return { receipts, blocksUsed }
  }

  async #mine(transactions: readonly SeedTransaction[], round: number): Promise<SeedReceipt[]> {
    await this.#rpc.batch(
      transactions.map((transaction) => ({
        method: 'eth_sendTransaction',
        params: [this.#request(transaction)],
      })),
    )
    await this.#rpc.call('evm_mine')
    const receipts = z
      .array(receiptSchema)
      .length(transactions.length)
      .parse(await this.#rpc.call('eth_getBlockReceipts', ['latest']))
    const failed = receipts.findIndex(({ status }) => status === '0x0')
    if (failed >= 0) await this.#explain(transactions[failed], round)
    return receipts
  }

  #request({ from, to, data, valueWei = 0n }: SeedTransaction): Record<string, Hex | undefined> {
    const nonce = this.#nonces.get(from) ?? 0
    this.#nonces.set(from, nonce + 1)
    const fees = { maxFeePerGas, maxPriorityFeePerGas: '0x0' } as const
    return { from, to, data, value: numberToHex(valueWei), gas, nonce: numberToHex(nonce), ...fees }
  }

  /** Gives accounts that send for the first time what they pay gas with, and learns their nonces. */
  async #prepareSenders(transactions: readonly SeedTransaction[]): Promise<void> {
    const fresh = [...new Set(transactions.map(({ from }) => from))].filter((from) => !this.#nonces.has(from))
    const nonces = await this.#rpc.batch(
      fresh.map((from) => ({ method: 'eth_getTransactionCount', params: [from, 'latest'] })),
    )
    for (const [index, from] of fresh.entries()) this.#nonces.set(from, Number(nonces[index]))
    await this.#rpc.batch(fresh.map((from) => ({ method: 'anvil_setBalance', params: [from, balance] })))
  }

  /** Calls it again, after the others, for the reason: the receipt has none. */
  async #explain(transaction: SeedTransaction | undefined, round: number): Promise<never> {
    const { from, to, data, valueWei = 0n, label } = transaction ?? {}
    const request = { from, to, data, value: numberToHex(valueWei), gas }
    const reason = await this.#rpc.call('eth_call', [request, 'latest']).catch((error: unknown) => error)
    const cause =
      reason instanceof SeedChainError && isHex(reason.data)
        ? revertError(reason.data, { label: `${label}` })
        : reason
    throw new SeedActionError({ round, action: `${label} by ${from}`, cause })
  }
}
