import type { FeedReading } from '@millrace/chain'
import { type Clock, delay, type Logger, retry } from '@millrace/common'
import type { UsdRate } from './usd-rate.ts'

export interface RateReaderOptions {
  readonly intervalMs: number
  /** Before the second attempt, and before a jump is read again. */
  readonly firstRetryMs: number
}

export interface RateReaderDependencies {
  readonly rate: UsdRate
  readonly read: () => Promise<FeedReading>
  readonly onReading: (result: 'taken' | 'doubtful' | 'failed') => void
  readonly clock: Clock
  readonly log: Logger
}

const attempts = 5

/** Keeps a rate fresh: reads the feed every so often, again and again when it does not answer. */
export class RateReader {
  readonly #options: RateReaderOptions
  readonly #deps: RateReaderDependencies
  readonly #abort = new AbortController()
  #running: Promise<void> | undefined

  private constructor(options: RateReaderOptions, deps: RateReaderDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /**
   * Returns when there is a first rate: without one nothing could be priced.
   * @throws {FeedRefusedError | NoContractError} and what the chain throws.
   */
  static async create(options: RateReaderOptions, deps: RateReaderDependencies): Promise<RateReader> {
    const reader = new RateReader(options, deps)
    await reader.#read()
    reader.#running = reader.#run()
    return reader
  }

  async close(): Promise<void> {
    this.#abort.abort()
    await this.#running
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort
    const { intervalMs, firstRetryMs } = this.#options
    let waitMs = intervalMs
    while (!signal.aborted) {
      await delay(waitMs, { signal }).catch(() => {})
      if (signal.aborted) return
      waitMs = intervalMs
      try {
        const isDoubtful = (await this.#readAgainAndAgain(signal)) === 'doubtful'
        if (isDoubtful) waitMs = Math.min(firstRetryMs, intervalMs)
      } catch (err) {
        if (!signal.aborted) this.#deps.log.warn({ err }, 'price feed not read')
      }
    }
  }

  #readAgainAndAgain(signal: AbortSignal): Promise<'taken' | 'doubtful'> {
    const firstDelayMs = this.#options.firstRetryMs
    const maxDelayMs = 16 * firstDelayMs
    return retry(() => this.#read(), { attempts, firstDelayMs, maxDelayMs, signal, isRetryable: () => true })
  }

  async #read(): Promise<'taken' | 'doubtful'> {
    const { rate, read, onReading, clock, log } = this.#deps
    try {
      const reading = await read()
      const result = rate.take(reading, clock.nowMs())
      onReading(result)
      const { answer, decimals } = reading
      if (result === 'doubtful') log.warn({ answer, decimals }, 'price feed jumped, read once more')
      else log.info({ answer, decimals, updatedAtMs: reading.updatedAtMs }, 'price feed read')
      return result
    } catch (error) {
      onReading('failed')
      throw error
    }
  }
}
