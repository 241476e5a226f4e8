import { samplesPerAacFrame } from '../flv/aac-config.ts'
import { ticksPerMs, ticksPerSecond } from '../mpegts/constants.ts'
import { Cadence } from './cadence.ts'

/** Where sound frames stand on the stream's timeline, one after another. */
export class AudioTimeline {
  readonly #startTicks: number
  readonly #cadence: Cadence
  #endTicks: number

  /** @param options.startTicks sound from before would overlap what an earlier segmenter wrote. */
  constructor({ startTicks }: { startTicks: number }) {
    this.#startTicks = startTicks
    this.#endTicks = startTicks
    this.#cadence = new Cadence({ notBeforeTicks: startTicks })
  }

  /** End of the last frame. */
  get endTicks(): number {
    return this.#endTicks
  }

  setSampleRate(sampleRateHz: number): void {
    this.#cadence.periodTicks = (samplesPerAacFrame * ticksPerSecond) / sampleRateHz
  }

  /** @returns the frame's presentation, or undefined when it must be left out. */
  place(ms: number): number | undefined {
    if (ms * ticksPerMs < this.#startTicks) return undefined
    const ticks = this.#cadence.snap(ms)
    this.#endTicks = Math.ceil(ticks + (this.#cadence.periodTicks ?? 0))
    return ticks
  }
}
