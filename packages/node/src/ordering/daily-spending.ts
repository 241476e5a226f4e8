const dayMs = 86_400_000

/** What was spent on one thing on one day. */
export interface DaySpent {
  /** E.g. `stream/live`. */
  readonly purpose: string
  /** Days since the Unix epoch, UTC. */
  readonly day: number
  readonly wei: bigint
}

/** The day that a moment is in, UTC. */
export function dayOf(nowMs: number): number {
  return Math.floor(nowMs / dayMs)
}

/** What was spent today, by purpose. Only the newest day of each is known. */
export class DailySpending {
  readonly #spent = new Map<string, DaySpent>()
  readonly #changed = new Map<string, DaySpent>()

  spentWei(purpose: string, nowMs: number): bigint {
    const spent = this.#spent.get(purpose)
    return spent?.day === dayOf(nowMs) ? spent.wei : 0n
  }

  /** @param wei below zero when something was not spent after all. */
  add(purpose: string, wei: bigint, nowMs: number): void {
    const sum = this.spentWei(purpose, nowMs) + wei
    const spent = { purpose, day: dayOf(nowMs), wei: sum > 0n ? sum : 0n }
    this.#spent.set(purpose, spent)
    this.#changed.set(purpose, spent)
  }

  /** Forgets what is of earlier days. */
  expire(nowMs: number): void {
    const today = dayOf(nowMs)
    for (const [purpose, { day }] of this.#spent) if (day < today) this.#spent.delete(purpose)
  }

  restore(rows: Iterable<DaySpent>): void {
    for (const row of rows) this.#spent.set(row.purpose, row)
  }

  /** What is to be written. */
  takeChanges(): readonly DaySpent[] {
    const changes = [...this.#changed.values()]
    this.#changed.clear()
    return changes
  }

  /** Changes that could not be written; newer ones go before them. */
  giveBack(changes: readonly DaySpent[]): void {
    for (const change of changes) {
      if (!this.#changed.has(change.purpose)) this.#changed.set(change.purpose, change)
    }
  }
}
