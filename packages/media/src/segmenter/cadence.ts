import { ticksPerMs } from '../mpegts/constants.ts'

/** FLV rounds or truncates to milliseconds, at both ends of a step. */
const toleranceTicks = 1.5 * ticksPerMs

/**
 * Gives timestamps the precision back that milliseconds took from them: as long as they keep to a frame
 * period within rounding, exact multiples of it come out; else they come out as they are. Never twice the
 * same, never backwards.
 */
export class Cadence {
  periodTicks: number | undefined
  #gridTicks: number | undefined
  #lastTicks = Number.NEGATIVE_INFINITY

  /** First timestamp that may come out. */
  constructor({ notBeforeTicks }: { notBeforeTicks: number }) {
    this.#lastTicks = notBeforeTicks - 1
  }

  get lastTicks(): number {
    return this.#lastTicks
  }

  snap(ms: number): number {
    const plain = ms * ticksPerMs
    this.#gridTicks = this.#onGrid(plain) ?? plain
    this.#lastTicks = Math.max(Math.round(this.#gridTicks), this.#lastTicks + 1)
    return this.#lastTicks
  }

  /** A span in whole periods, if it is one within rounding. */
  snapSpan(ms: number): number {
    const plain = ms * ticksPerMs
    const period = this.periodTicks
    if (period === undefined) return plain
    const snapped = Math.round(plain / period) * period
    return Math.abs(snapped - plain) <= toleranceTicks ? snapped : plain
  }

  #onGrid(plain: number): number | undefined {
    const period = this.periodTicks
    if (period === undefined || this.#gridTicks === undefined) return undefined
    const candidate = this.#gridTicks + Math.round((plain - this.#gridTicks) / period) * period
    return Math.abs(candidate - plain) <= toleranceTicks ? candidate : undefined
  }
}
