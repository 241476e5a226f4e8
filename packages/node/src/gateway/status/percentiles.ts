/** Value below which `share` (0 to 1) of the samples lie, by nearest rank; undefined without samples. */
export function percentile(samples: readonly number[], share: number): number | undefined {
  if (samples.length === 0) return undefined
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
}

/** The last samples of a running measurement. */
export class RecentSamples {
  readonly #size: number
  readonly #samples: number[] = []

  constructor(size: number) {
    this.#size = size
  }

  add(sample: number): void {
    this.#samples.push(sample)
    if (this.#samples.length > this.#size) this.#samples.shift()
  }

  /** @returns e.g. `{ latencyMs: 12 }`, or nothing: JSON has no undefined. */
  at(share: number): number | undefined {
    return percentile(this.#samples, share)
  }
}
