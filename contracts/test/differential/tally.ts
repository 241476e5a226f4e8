import type { Step } from './sequence.ts'

/** How often each function was called, and how often each error came of it. */
export class Tally {
  calls = 0
  readonly #successes = new Map<string, number>()
  readonly #refusals = new Map<string, number>()

  add(steps: readonly Step[]): void {
    for (const { call, refusal } of steps) {
      this.calls++
      const name = `${call.contract}.${call.functionName}`
      if (refusal === undefined) increment(this.#successes, name)
      else increment(this.#refusals, refusal.message)
    }
  }

  /** Functions that succeeded at least once. */
  get succeeded(): readonly string[] {
    return [...this.#successes.keys()].sort()
  }

  /** Errors that came at least once. */
  get refused(): readonly string[] {
    return [...this.#refusals.keys()].sort()
  }

  toString(): string {
    const lines = (counts: Map<string, number>) =>
      [...counts].sort().map(([name, count]) => `${count}\t${name}`)
    return [`${this.calls} calls`, ...lines(this.#successes), ...lines(this.#refusals)].join('\n')
  }
}

function increment(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}
