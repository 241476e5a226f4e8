import { formatEther } from '@millrace/common'
import { type DailySpending, dayOf } from '../../ordering/daily-spending.ts'
import { SpendCapError } from '../errors.ts'

export interface StreamBudgetOptions {
  readonly streamId: string
  /** Most that tickets for the stream may be worth in a day; undefined: any. */
  readonly streamCapWei: bigint | undefined
  /** The same for all streams together. */
  readonly gatewayCapWei: bigint | undefined
}

export interface StreamBudgetDependencies {
  readonly spending: Pick<DailySpending, 'spentWei' | 'add'>
  readonly nowMs: () => number
  /** Told once a day that a cap is reached. */
  readonly onReached: (detail: string) => void
}

/** What all streams have spent together is kept under this. */
export const allStreams = 'streams'

/**
 * What one stream may spend in a day. A cap is never exceeded: the payment that would exceed it is not made, and then
 * none is made until the day is over, so that a stream does not change between transcoded and not with every segment.
 */
export class StreamBudget {
  readonly #options: StreamBudgetOptions
  readonly #deps: StreamBudgetDependencies
  #reached: { readonly day: number; readonly detail: string } | undefined

  constructor(options: StreamBudgetOptions, deps: StreamBudgetDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** Why nothing more may be spent today, for people; undefined as long as something may. */
  get exhausted(): string | undefined {
    return this.#reached?.day === dayOf(this.#deps.nowMs()) ? this.#reached.detail : undefined
  }

  /**
   * Counts a payment that is about to be made.
   * @throws {SpendCapError} when it would exceed a cap.
   */
  reserve(wei: bigint): void {
    const { streamCapWei, gatewayCapWei } = this.#options
    if (wei <= 0n) return
    this.#check(this.#purpose, { wei, capWei: streamCapWei, who: 'The stream' })
    this.#check(allStreams, { wei, capWei: gatewayCapWei, who: 'This gateway' })
    for (const purpose of [this.#purpose, allStreams])
      this.#deps.spending.add(purpose, wei, this.#deps.nowMs())
  }

  /** A payment was not made after all. */
  release(wei: bigint): void {
    for (const purpose of [this.#purpose, allStreams])
      this.#deps.spending.add(purpose, -wei, this.#deps.nowMs())
  }

  get #purpose(): string {
    return `stream/${this.#options.streamId}`
  }

  #check(
    purpose: string,
    { wei, capWei, who }: { readonly wei: bigint; readonly capWei: bigint | undefined; readonly who: string },
  ): void {
    const nowMs = this.#deps.nowMs()
    const spentWei = this.#deps.spending.spentWei(purpose, nowMs)
    if (capWei === undefined || spentWei + wei <= capWei) return
    const detail = `${who} has spent ${formatEther(spentWei)} of the ${formatEther(capWei)} ether that it may spend today.`
    const isNews = this.exhausted === undefined
    this.#reached = { day: dayOf(nowMs), detail }
    if (isNews) this.#deps.onReached(detail)
    throw new SpendCapError({ detail })
  }
}
