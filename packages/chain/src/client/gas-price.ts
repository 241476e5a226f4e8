import { type Clock, systemClock } from '@millrace/common'
import type { PublicClient } from 'viem'

export interface GasPriceOptions {
  /** How long a sample counts as new. */
  readonly sampleIntervalMs?: number
  /** Samples in the average. */
  readonly samples?: number
}

/**
 * The gas price as an average over the last samples, so that a short spike moves neither prices nor face values much.
 * Samples are taken when the price is asked for and the last one is old; while the chain does not answer the average
 * stays.
 */
export class AveragedGasPrice {
  readonly #sampleIntervalMs: number
  readonly #size: number
  readonly #client: Pick<PublicClient, 'getGasPrice'>
  readonly #clock: Clock
  #samples: readonly bigint[] = []
  #sampledAtMs = Number.NEGATIVE_INFINITY
  #sampling: Promise<void> | undefined

  constructor(
    { sampleIntervalMs = 15_000, samples = 20 }: GasPriceOptions,
    { client, clock = systemClock }: { client: Pick<PublicClient, 'getGasPrice'>; clock?: Clock },
  ) {
    this.#sampleIntervalMs = sampleIntervalMs
    this.#size = samples
    this.#client = client
    this.#clock = clock
  }

  /** In wei per gas. @throws when no sample could ever be taken. */
  async wei(): Promise<bigint> {
    if (this.#clock.nowMs() - this.#sampledAtMs >= this.#sampleIntervalMs) {
      this.#sampling ??= this.#sample().finally(() => {
        this.#sampling = undefined
      })
      await this.#sampling.catch((error) => {
        if (this.#samples.length === 0) throw error
      })
    }
    return this.#samples.reduce((sum, sample) => sum + sample, 0n) / BigInt(this.#samples.length)
  }

  async #sample(): Promise<void> {
    const price = await this.#client.getGasPrice()
    this.#samples = [...this.#samples, price].slice(-this.#size)
    this.#sampledAtMs = this.#clock.nowMs()
  }
}
