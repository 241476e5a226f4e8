import {
  ContractRevertError,
  GasPriceTooHighError,
  InsufficientBalanceError,
  SenderBusyError,
} from '@millrace/chain'
import type { Clock, Logger } from '@millrace/common'
import type { DailySpending } from '../../ordering/daily-spending.ts'
import { DataDirError } from '../../state/errors.ts'
import type { Tell } from '../events/gateway-events.ts'

export interface DepositKeeperOptions {
  /** A deposit below this is topped up. */
  readonly floorWei: bigint
  /** How much is added at once. */
  readonly amountWei: bigint
  /** Most that is added in a day (UTC). */
  readonly maxPerDayWei: bigint
}

export interface DepositKeeperDependencies {
  /** @returns the hash of the transaction, once it is mined. */
  readonly addToDeposit: (amountWei: bigint) => Promise<string>
  readonly spending: Pick<DailySpending, 'spentWei' | 'add'>
  /** Returns when what was counted would survive a power cut. */
  readonly save: () => Promise<void>
  readonly tell: Tell
  readonly clock: Clock
  readonly log: Logger
}

export interface DepositFacts {
  readonly depositWei: bigint
  /** The operator is taking deposit and reserve back: adding to them would cancel that. */
  readonly isUnlocking: boolean
}

const purpose = 'top-up'
/** After a failure, and until the chain has been read anew after a success. */
const pauseMs = 60_000

/**
 * Adds to a deposit that is below its floor, never more than so much a day: what is about to be sent is counted on disk
 * first, so that neither a crash nor a chain that answers late makes it be sent twice.
 */
export class DepositKeeper {
  readonly #options: DepositKeeperOptions
  readonly #deps: DepositKeeperDependencies
  #isBusy = false
  #notBeforeMs = 0
  #isCapTold = false

  constructor(options: DepositKeeperOptions, deps: DepositKeeperDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** To be called with what the chain says, whenever it is read. Resolves when nothing more is to be done for now. */
  async look({ depositWei, isUnlocking }: DepositFacts): Promise<void> {
    const { floorWei, amountWei, maxPerDayWei } = this.#options
    const { clock, spending, log } = this.#deps
    const nowMs = clock.nowMs()
    if (this.#isBusy || isUnlocking || depositWei >= floorWei || nowMs < this.#notBeforeMs) return
    if (spending.spentWei(purpose, nowMs) + amountWei > maxPerDayWei) {
      if (!this.#isCapTold)
        log.warn({ maxPerDayWei: String(maxPerDayWei) }, 'no more is added to the deposit today')
      this.#isCapTold = true
      return
    }
    this.#isCapTold = false
    this.#isBusy = true
    this.#notBeforeMs = nowMs + pauseMs
    try {
      await this.#add(amountWei, nowMs)
    } finally {
      this.#isBusy = false
    }
  }

  async #add(amountWei: bigint, nowMs: number): Promise<void> {
    const { addToDeposit, spending, save, tell, log } = this.#deps
    const facts = { amountWei: String(amountWei) }
    try {
      spending.add(purpose, amountWei, nowMs)
      await save()
      const transaction = await addToDeposit(amountWei)
      log.info({ ...facts, transaction }, 'deposit topped up')
      tell('deposit_top_up', { ...facts, success: true, transaction })
    } catch (err) {
      if (isUnsent(err)) spending.add(purpose, -amountWei, nowMs)
      log.error({ err, ...facts }, 'deposit was not topped up')
      const error = err instanceof Error ? err.message : String(err)
      tell('deposit_top_up', { ...facts, success: false, error })
    }
  }
}

/** Whether it is certain that no money left the account; otherwise it counts as added. */
function isUnsent(error: unknown): boolean {
  return [
    ContractRevertError,
    DataDirError,
    GasPriceTooHighError,
    InsufficientBalanceError,
    SenderBusyError,
  ].some((one) => error instanceof one)
}
