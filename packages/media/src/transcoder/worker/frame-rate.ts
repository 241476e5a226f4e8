export interface FrameRate {
  readonly num: number
  readonly den: number
}

const usual: readonly FrameRate[] = [
  { num: 10, den: 1 },
  { num: 12, den: 1 },
  { num: 15, den: 1 },
  { num: 20, den: 1 },
  { num: 24_000, den: 1001 },
  { num: 24, den: 1 },
  { num: 25, den: 1 },
  { num: 30_000, den: 1001 },
  { num: 30, den: 1 },
  { num: 48, den: 1 },
  { num: 50, den: 1 },
  { num: 60_000, den: 1001 },
  { num: 60, den: 1 },
  { num: 120, den: 1 },
]

const fallback: FrameRate = { num: 30, den: 1 }

/**
 * The rate of a run of frames from their presentation times. Live encoders round times to milliseconds, so a rate
 * within 1 % of a usual one is taken for it.
 * @param timesTicks in any order, duplicates allowed.
 */
export function frameRateOf(timesTicks: readonly bigint[], ticksPerSecond: number): FrameRate {
  const times = [...new Set(timesTicks)].sort((a, b) => (a < b ? -1 : 1))
  const first = times[0]
  const last = times.at(-1)
  if (first === undefined || last === undefined || last <= first) return fallback
  const rate = ((times.length - 1) * ticksPerSecond) / Number(last - first)
  const distance = ({ num, den }: FrameRate) => Math.abs(num / den - rate)
  const nearest = usual.reduce((best, next) => (distance(next) < distance(best) ? next : best))
  if (distance(nearest) <= rate * 0.01) return nearest
  return { num: Math.max(1, Math.round(rate * 1000)), den: 1000 }
}

/** Whether converting from one rate to the other would only repeat or drop a frame now and then. */
export function isSameRate(a: FrameRate, b: FrameRate): boolean {
  const first = a.num / a.den
  return Math.abs(first - b.num / b.den) <= first * 0.02
}
