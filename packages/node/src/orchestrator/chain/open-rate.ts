import { type Chain, ethUsdFeedOf, readPriceFeed } from '@millrace/chain'
import type { Clock, Emitter, Lifecycle, Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { SettingsError } from '@millrace/daemon'
import type { OrchestratorConfig } from '../config.ts'
import type { OrchestratorEvents } from '../events.ts'
import type { PriceList } from '../payments/price-list.ts'
import { RateReader } from '../payments/rate-reader.ts'
import { UsdRate } from '../payments/usd-rate.ts'

export interface RateContext {
  readonly chain: Chain
  readonly prices: PriceList
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
  readonly life: Lifecycle
  readonly log: Logger
}

const firstRetryMs = 30_000

/**
 * Where a price is in dollars, reads the feed that converts it, and keeps reading.
 * @throws {SettingsError} when the chain has no feed of its own and none is set, and what the first reading throws.
 */
export async function openRate(
  { priceFeed, priceFeedIntervalMs, priceFeedMaxAgeMs }: OrchestratorConfig,
  { chain, prices, events, clock, life, log }: RateContext,
): Promise<void> {
  if (!prices.needsRate) return
  const address = (priceFeed as Address | undefined) ?? ethUsdFeedOf(chain.chainId)
  if (address === undefined) {
    const problem = `it must be set for prices in dollars, since none is known on chain ${chain.chainId}`
    throw new SettingsError({ setting: 'priceFeed', problem })
  }
  const rate = new UsdRate({ maxAgeMs: priceFeedMaxAgeMs })
  const reader = await RateReader.create(
    { intervalMs: priceFeedIntervalMs, firstRetryMs: Math.min(firstRetryMs, priceFeedIntervalMs) },
    {
      rate,
      read: () => readPriceFeed(chain.client, address),
      onReading: (result) => events.emit('priceFeedRead', { result }),
      clock,
      log,
    },
  )
  life.use('price feed', reader)
  prices.rate = rate
}
