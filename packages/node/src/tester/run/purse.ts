import type { Logger } from '@millrace/common'
import { Balances, SenderNonces, SpendingLedger, TicketSender, ticketBrokerScheme } from '@millrace/payments'
import type { DailySpending } from '../../ordering/daily-spending.ts'
import { Payer } from '../../ordering/payer.ts'
import { SenderChainView } from '../../ordering/sender-chain-view.ts'
import type { TesterConfig } from '../config.ts'
import type { ResultStore } from '../store/result-store.ts'
import type { TesterChain } from '../tester-chain.ts'
import { testsPurpose } from './spending-bounds.ts'

export interface PurseDependencies {
  readonly chain: TesterChain
  readonly store: ResultStore
  /** What was spent today, of earlier runs too. */
  readonly spending: DailySpending
  readonly log: Logger
}

/** Pays for tests by tickets. Each run has a payer of its own: its sessions are new, and so are nonces and credit. */
export class Purse {
  readonly #config: TesterConfig
  readonly #deps: PurseDependencies
  readonly #view: SenderChainView

  private constructor(config: TesterConfig, deps: PurseDependencies, view: SenderChainView) {
    this.#config = config
    this.#deps = deps
    this.#view = view
  }

  /** @throws when the chain cannot be read. */
  static async create(config: TesterConfig, deps: PurseDependencies): Promise<Purse> {
    const { chain, log } = deps
    const { blockPollMs, fundsPollMs } = config
    const options = { sender: chain.signer.address, blockPollMs, fundsPollMs }
    const view = await SenderChainView.create(options, {
      reads: chain.reads,
      log: log.child({ module: 'tester/chain' }),
    })
    return new Purse(config, deps, view)
  }

  /** Why nothing can be paid now. */
  get problem(): string | undefined {
    if (!this.#view.isReachable) return 'the chain cannot be read'
    const { depositWei, reserveRemainingWei } = this.#view.lastFunds.funds
    if (depositWei === 0n) return 'the deposit is empty'
    return reserveRemainingWei === 0n ? 'the reserve is empty' : undefined
  }

  get funds(): { readonly depositWei: bigint; readonly reserveWei: bigint } {
    const { depositWei, reserveRemainingWei } = this.#view.lastFunds.funds
    return { depositWei, reserveWei: reserveRemainingWei }
  }

  openPayer(): Payer {
    const { chain } = this.#deps
    const { maxTicketEvWei, maxTotalEvWei } = this.#config
    const scheme = ticketBrokerScheme({ contract: chain.ticketBroker, chainId: BigInt(chain.chainId) })
    const settings = { maxTicketEvWei, maxTotalEvWei, depositMultiplier: 1 }
    const sender = new TicketSender(
      { scheme, settings },
      { signer: chain.signer, chain: this.#view, nonces: new SenderNonces() },
    )
    return new Payer({
      sender,
      ledger: new SpendingLedger(new Balances()),
      save: () => this.#saveSpent(),
    })
  }

  close(): Promise<void> {
    return this.#view.close()
  }

  /** Before anything is sent: a restart does not make the day's bound begin anew. */
  async #saveSpent(): Promise<void> {
    const { spending, store, chain } = this.#deps
    const changes = spending.takeChanges()
    try {
      for (const change of changes)
        if (change.purpose === testsPurpose) await store.saveSpent(chain.signer.address.toLowerCase(), change)
    } catch (error) {
      spending.giveBack(changes)
      throw error
    }
  }
}
