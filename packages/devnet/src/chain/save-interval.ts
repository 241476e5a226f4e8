export interface SaveCost {
  /** Bytes that the last save wrote. */
  readonly bytes: number
  /** How long it took, most of it processor time. */
  readonly durationMs: number
}

const shortestMs = 5_000
/** Limit to what a slow machine may lose with its power. */
const longestMs = 60_000
/** Half of what may be written on average, so that anything else written counts too. */
const bytesPerSecond = 500_000
/** Saving takes at most a fiftieth of one core. */
const busyFactor = 50

/** How long to wait after a save so that saving stays cheap: the larger the chain, the rarer. */
export function saveIntervalMs({ bytes, durationMs }: SaveCost): number {
  const forProcessorMs = Math.min(longestMs, durationMs * busyFactor)
  return Math.ceil(Math.max(shortestMs, (bytes / bytesPerSecond) * 1_000, forProcessorMs))
}
