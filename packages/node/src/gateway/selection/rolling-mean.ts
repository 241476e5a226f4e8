/** A mean in which the newest samples count most and all fade with time. */
export interface RollingMean {
  readonly mean: number
  /** How many samples the mean stands for. */
  readonly samples: number
  readonly atMs: number
}

export interface RollingMeanSettings {
  /** Least weight of a new sample; its inverse is how many samples a mean can stand for. */
  readonly newestWeight: number
  /** After so long without a sample a mean stands for half as many. */
  readonly halfLifeMs: number
}

/** The mean with one more sample. */
export function addSample(
  previous: RollingMean | undefined,
  sample: { readonly value: number; readonly nowMs: number },
  settings: RollingMeanSettings,
): RollingMean {
  const { value, nowMs } = sample
  const before = samplesAt(previous, nowMs, settings)
  const weight = Math.max(settings.newestWeight, 1 / (before + 1))
  const mean = previous === undefined ? value : previous.mean + weight * (value - previous.mean)
  return { mean, samples: 1 / weight, atMs: nowMs }
}

/** How many samples a mean stands for at `nowMs`. */
export function samplesAt(
  rolling: RollingMean | undefined,
  nowMs: number,
  { halfLifeMs }: Pick<RollingMeanSettings, 'halfLifeMs'>,
): number {
  if (rolling === undefined) return 0
  return rolling.samples * 2 ** (-Math.max(0, nowMs - rolling.atMs) / halfLifeMs)
}
