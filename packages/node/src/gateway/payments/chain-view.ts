import { delay, Lifecycle, type Logger } from '@millrace/common'
import type { SenderChain, SenderFunds } from '@millrace/payments'
import type { Address, Hex } from '../types.ts'

/** What the gateway reads from the chain. */
export interface GatewayChainReads {
  /** Block number that rounds and expiry count in. */
  latestBlock(): Promise<bigint>
  currentRound(): Promise<bigint>
  /** Round and block hash that tickets name; undefined before the first round. */
  ticketRound(): Promise<{ readonly round: bigint; readonly blockHash: Hex } | undefined>
  senderInfo(sender: Address): Promise<{
    readonly depositWei: bigint
    readonly withdrawRound: bigint
    readonly reserveWei: bigint
    readonly reserveClaimedInCurrentRoundWei: bigint
  }>
}

export interface ChainViewOptions {
  readonly sender: Address
  readonly blockPollMs: number
  readonly fundsPollMs: number
}

export interface ChainViewDependencies {
  readonly reads: GatewayChainReads
  readonly log: Logger
  readonly onRound?: (round: bigint) => void
  readonly onFunds?: (funds: SenderFunds, block: bigint) => void
}

type Head = ReturnType<SenderChain['head']>

/**
 * Block, round, deposit and reserve as they were a moment ago, so that paying for a segment waits for no chain. While
 * the chain cannot be reached the last ones hold: what orchestrators accept decides.
 */
export class ChainView implements SenderChain {
  readonly #options: ChainViewOptions
  readonly #deps: ChainViewDependencies
  readonly #life = new Lifecycle()
  #head: Head
  #funds: SenderFunds
  #isReachable = true

  private constructor(
    options: ChainViewOptions,
    deps: ChainViewDependencies,
    head: Head,
    funds: SenderFunds,
  ) {
    this.#options = options
    this.#deps = deps
    this.#head = head
    this.#funds = funds
  }

  /** Reads everything once, then keeps it up to date. @throws when the chain cannot be read. */
  static async create(options: ChainViewOptions, deps: ChainViewDependencies): Promise<ChainView> {
    const head = await readHead(deps.reads)
    const funds = await readFunds(deps.reads, options.sender)
    const view = new ChainView(options, deps, head, funds)
    deps.onFunds?.(funds, head.latestBlock)
    void view.#poll(options.blockPollMs, () => view.#updateHead())
    void view.#poll(options.fundsPollMs, () => view.#updateFunds())
    return view
  }

  get isReachable(): boolean {
    return this.#isReachable
  }

  head(): Head {
    return this.#head
  }

  async funds(): Promise<SenderFunds> {
    return this.#funds
  }

  close(): Promise<void> {
    return this.#life.close()
  }

  async #updateHead(): Promise<void> {
    const latestBlock = await this.#deps.reads.latestBlock()
    if (latestBlock === this.#head.latestBlock) return
    const before = this.#head
    const next = await readHead(this.#deps.reads, latestBlock)
    this.#head = next
    const isNewRound = next.currentRound !== before.currentRound
    const isInitialised = next.creationRound.creationRound !== before.creationRound.creationRound
    if (isNewRound || isInitialised) {
      this.#deps.onRound?.(next.currentRound)
      // The reserve's claims start anew with the round.
      await this.#updateFunds()
    }
  }

  async #updateFunds(): Promise<void> {
    const funds = await readFunds(this.#deps.reads, this.#options.sender)
    const before = this.#funds
    const isSame =
      funds.depositWei === before.depositWei &&
      funds.reserveRemainingWei === before.reserveRemainingWei &&
      funds.reserveClaimedInRoundWei === before.reserveClaimedInRoundWei &&
      funds.withdrawRound === before.withdrawRound
    this.#funds = funds
    if (!isSame) this.#deps.onFunds?.(funds, this.#head.latestBlock)
  }

  async #poll(intervalMs: number, update: () => Promise<void>): Promise<void> {
    const { signal } = this.#life
    while (!signal.aborted) {
      await delay(intervalMs, { signal, unref: true }).catch(() => {})
      if (signal.aborted) return
      try {
        await update()
        this.#isReachable = true
      } catch (err) {
        if (this.#isReachable) this.#deps.log.warn({ err }, 'chain cannot be read, the last state is kept')
        this.#isReachable = false
      }
    }
  }
}

async function readHead(reads: GatewayChainReads, known?: bigint): Promise<Head> {
  const [latestBlock, currentRound, ticketRound] = await Promise.all([
    known ?? reads.latestBlock(),
    reads.currentRound(),
    reads.ticketRound(),
  ])
  return {
    latestBlock,
    currentRound,
    creationRound: {
      creationRound: ticketRound?.round ?? 0n,
      creationRoundBlockHash: ticketRound?.blockHash ?? `0x${'00'.repeat(32)}`,
    },
  }
}

async function readFunds(reads: GatewayChainReads, sender: Address): Promise<SenderFunds> {
  const info = await reads.senderInfo(sender)
  return {
    depositWei: info.depositWei,
    reserveRemainingWei: info.reserveWei,
    reserveClaimedInRoundWei: info.reserveClaimedInCurrentRoundWei,
    withdrawRound: info.withdrawRound,
  }
}
