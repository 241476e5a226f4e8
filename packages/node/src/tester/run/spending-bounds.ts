import { formatEther } from '@millrace/common'
import type { DailySpending } from '../../ordering/daily-spending.ts'
import type { Budget } from '../../ordering/payer.ts'
import { SpendBoundError } from '../errors.ts'

/** Under which what is spent in a day is kept. */
export const testsPurpose = 'tests'

export interface SpendingBoundsOptions {
  readonly runWei: bigint
  readonly dayWei: bigint
}

/** What the tests of one run may spend: a payment that would be beyond a bound is not made. */
export class SpendingBounds implements Budget {
  readonly #options: SpendingBoundsOptions
  readonly #spending: DailySpending
  readonly #nowMs: () => number
  #runWei = 0n

  constructor(
    options: SpendingBoundsOptions,
    { spending, nowMs }: { readonly spending: DailySpending; readonly nowMs: () => number },
  ) {
    this.#options = options
    this.#spending = spending
    this.#nowMs = nowMs
  }

  /** Spent in this run so far. */
  get spentWei(): bigint {
    return this.#runWei
  }

  /** @throws {SpendBoundError} */
  reserve(wei: bigint): void {
    const { runWei, dayWei } = this.#options
    const todayWei = this.#spending.spentWei(testsPurpose, this.#nowMs())
    if (this.#runWei + wei > runWei) throw beyond('in a run', this.#runWei, runWei)
    if (todayWei + wei > dayWei) throw beyond('today', todayWei, dayWei)
    this.#add(wei)
  }

  release(wei: bigint): void {
    this.#add(-wei)
  }

  #add(wei: bigint): void {
    this.#runWei += wei
    this.#spending.add(testsPurpose, wei, this.#nowMs())
  }
}

function beyond(when: string, spentWei: bigint, mostWei: bigint): SpendBoundError {
  const detail = `Tests have spent ${formatEther(spentWei)} of the ${formatEther(mostWei)} ether that they may spend ${when}.`
  return new SpendBoundError({ detail })
}
