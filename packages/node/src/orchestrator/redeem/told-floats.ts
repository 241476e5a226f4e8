import type { Clock, Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import type { RedeemerClient } from '@millrace/wire'

export interface ToldFloatsDependencies {
  readonly client: Pick<RedeemerClient, 'maxFloatWei' | 'monitorMaxFloat'>
  readonly clock: Clock
  readonly log: Logger
}

interface Known {
  readonly floatWei: bigint
  readonly atMs: number
}

/** As long as the network's own orchestrators trust what a redeemer said. */
const cacheMs = 300_000
/** A gateway waits for its terms meanwhile. */
const firstAnswerMs = 300
/** After a failure nobody waits for the redeemer for so long. */
const silenceMs = 5_000
const maxSenders = 1_000

/** What a redeemer for several orchestrators says of how much senders are good for. */
export class ToldFloats {
  readonly #deps: ToldFloatsDependencies
  readonly #known = new Map<string, Known>()
  readonly #monitored = new Set<string>()
  readonly #abort = new AbortController()
  #silentUntilMs = 0

  constructor(deps: ToldFloatsDependencies) {
    this.#deps = deps
  }

  /** Undefined when the redeemer does not answer: then this node's own knowledge has to do. Never throws. */
  async of(sender: Address): Promise<bigint | undefined> {
    const { client, clock, log } = this.#deps
    const key = sender.toLowerCase()
    const known = this.#known.get(key)
    const nowMs = clock.nowMs()
    if (known && nowMs - known.atMs < cacheMs) return known.floatWei
    if (nowMs < this.#silentUntilMs) return undefined
    try {
      const floatWei = await client.maxFloatWei(sender, { timeoutMs: firstAnswerMs })
      this.#note(key, floatWei)
      this.#monitor(sender)
      return floatWei
    } catch (err) {
      this.#silentUntilMs = clock.nowMs() + silenceMs
      log.debug({ err, gateway: sender }, 'redeemer does not tell the max float')
      return undefined
    }
  }

  close(): void {
    this.#abort.abort()
  }

  #note(key: string, floatWei: bigint): void {
    if (!this.#known.has(key) && this.#known.size >= maxSenders) this.#known.clear()
    this.#known.set(key, { floatWei, atMs: this.#deps.clock.nowMs() })
  }

  /** Until the redeemer ends it; what it told then holds no longer. */
  async #monitor(sender: Address): Promise<void> {
    const key = sender.toLowerCase()
    if (this.#monitored.has(key) || this.#monitored.size >= maxSenders) return
    this.#monitored.add(key)
    try {
      for await (const floatWei of this.#deps.client.monitorMaxFloat(sender, this.#abort.signal))
        this.#note(key, floatWei)
    } catch (err) {
      this.#deps.log.debug({ err, gateway: sender }, 'redeemer tells no changes of the max float')
    } finally {
      this.#monitored.delete(key)
      this.#known.delete(key)
    }
  }
}
