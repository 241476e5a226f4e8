import { delay, Lifecycle, type Logger } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'
import { type SenderChain, type SenderFunds, zeroHash } from '@millrace/payments'

/** What whoever pays by tickets reads from the chain. */
export interface SenderChainReads {
  /** Block number that rounds and expiry count in. */
  latestBlock(): Promise<bigint>
  round(): Promise<{ readonly number: bigint; readonly lastInitialized: bigint }>
  /** Round and block hash that tickets name; undefined before the first round. */
  ticketRound(): Promise<{ readonly round: bigint; readonly blockHash: Hex } | undefined>
  senderInfo(sender: Address): Promise<{
    readonly depositWei: bigint
    readonly withdrawRound: bigint
    readonly reserveWei: bigint
    readonly reserveClaimedInCurrentRoundWei: bigint
  }>
}

export interface SenderChainViewOptions {
  readonly sender: Address
  readonly blockPollMs: number
  readonly fundsPollMs: number
}

export interface SenderChainViewDependencies {
  readonly reads: SenderChainReads
  readonly log: Logger
  readonly onRound?: (round: bigint) => void
  readonly onFunds?: () => void
}

type Head = ReturnType<SenderChain['head']> & { readonly lastInitialized: bigint }

/**
 * Block, round, deposit and reserve as they were a moment ago, so that paying for a segment waits for no chain. While
 * the chain cannot be reached the last ones hold: what orchestrators accept decides.
 */
export class SenderChainView implements SenderChain {
  readonly #options: SenderChainViewOptions
  readonly #deps: SenderChainViewDependencies
  readonly #life = new Lifecycle()
  #head: Head
  #funds: SenderFunds
  #fundsBlock: bigint
  #isReachable = true

  private constructor(
    options: SenderChainViewOptions,
    deps: SenderChainViewDependencies,
    head: Head,
    funds: SenderFunds,
  ) {
    this.#options = options
    this.#deps = deps
    this.#head = head
    this.#funds = funds
    this.#fundsBlock = head.latestBlock
  }

  /** Reads everything once, then keeps it up to date. @throws when the chain cannot be read. */
  static async create(
    options: SenderChainViewOptions,
    deps: SenderChainViewDependencies,
  ): Promise<SenderChainView> {
    const head = await readHead(deps.reads)
    const funds = await readFunds(deps.reads, options.sender)
    const view = new SenderChainView(options, deps, head, funds)
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

  /** Deposit and reserve, with the block they were read at. */
  get lastFunds(): { readonly funds: SenderFunds; readonly block: bigint } {
    return { funds: this.#funds, block: this.#fundsBlock }
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
    const next = await readHead(this.#deps.reads, before)
    this.#head = next
    const isNewRound = next.currentRound !== before.currentRound
    if (isNewRound || next.lastInitialized !== before.lastInitialized) {
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
    this.#fundsBlock = this.#head.latestBlock
    if (!isSame) this.#deps.onFunds?.()
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

/** The round that tickets name is read anew only when another one was initialised. */
async function readHead(reads: SenderChainReads, before?: Head): Promise<Head> {
  const [latestBlock, round] = await Promise.all([reads.latestBlock(), reads.round()])
  const { number: currentRound, lastInitialized } = round
  const isKnown = before?.lastInitialized === lastInitialized
  const creationRound = isKnown ? before.creationRound : await readCreationRound(reads)
  return { latestBlock, currentRound, lastInitialized, creationRound }
}

async function readCreationRound(reads: SenderChainReads): Promise<Head['creationRound']> {
  const found = await reads.ticketRound()
  return { creationRound: found?.round ?? 0n, creationRoundBlockHash: found?.blockHash ?? zeroHash }
}

async function readFunds(reads: SenderChainReads, sender: Address): Promise<SenderFunds> {
  const info = await reads.senderInfo(sender)
  return {
    depositWei: info.depositWei,
    reserveRemainingWei: info.reserveWei,
    reserveClaimedInRoundWei: info.reserveClaimedInCurrentRoundWei,
    withdrawRound: info.withdrawRound,
  }
}
