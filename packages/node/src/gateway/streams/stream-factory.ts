import type { Clock, Logger } from '@millrace/common'
import type { Profile } from '@millrace/media'
import { createPrice } from '@millrace/payments'
import type { DailySpending } from '../../ordering/daily-spending.ts'
import type { OpenChecks } from '../checking/open-checks.ts'
import type { GatewayConfig } from '../config.ts'
import type { Bottleneck } from '../dispatch/bottleneck.ts'
import { ladderForSource } from '../ladder.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { OrchestratorAccess } from '../orchestrator-access.ts'
import { StreamBudget } from '../payments/stream-budget.ts'
import type { StreamObserver } from '../status/stream-observer.ts'
import type { StoreShelf } from '../storage/store-shelf.ts'
import { lowestLimits } from './spending-limits.ts'
import { Stream } from './stream.ts'
import type { SpendingLimits } from './stream-order.ts'
import type { StreamBeginning } from './stream-registry.ts'

export interface StreamFactoryDependencies {
  readonly access: OrchestratorAccess
  /** What streams are transcoded to when nothing else is ordered. */
  readonly ladder: readonly Profile[]
  /** Undefined off chain, where nothing is spent. */
  readonly spending: DailySpending | undefined
  readonly stores: StoreShelf
  readonly bottleneck: Bottleneck
  /** Undefined: results are published as they come. */
  readonly checking: Pick<OpenChecks, 'watchFor'> | undefined
  readonly metrics: GatewayMetrics
  readonly observer: StreamObserver
  readonly clock: Clock
  readonly log: Logger
}

/** Makes streams as the settings and what is ordered for each want them. */
export class StreamFactory {
  readonly #config: GatewayConfig
  readonly #deps: StreamFactoryDependencies

  constructor(config: GatewayConfig, deps: StreamFactoryDependencies) {
    this.#config = config
    this.#deps = deps
  }

  readonly newStream = (id: string, { cursor, order: wanted }: StreamBeginning): Stream => {
    const { stores, access, ladder, metrics, observer, clock, log } = this.#deps
    const { bottleneck, checking } = this.#deps
    const limits = lowestLimits(limitsOf(this.#config, id), wanted.limits)
    const order = { ...wanted, limits }
    const store = stores.objectStore(order.objectStore)
    const budget = this.#budgetFor(id, limits)
    const segmentDeadlineMs = this.#config.segmentDeadlineMs * Math.max(1, order.timeoutMultiplier ?? 1)
    const stream = new Stream(
      { ...this.#config, segmentDeadlineMs, id, cursor, order },
      {
        clock,
        log: log.child({ module: 'gateway/stream' }),
        profilesFor: (segment) => order.profiles ?? ladderForSource(ladder, segment),
        openSessions: (profiles) => access.openSessions({ streamId: id, profiles, order, budget, store }),
        watchFor: (profiles) => checking?.watchFor({ streamId: id, profiles }),
        exhausted: () => budget?.exhausted,
        bottleneck,
        onHedgeRefused: (reason) => metrics.countHedgeRefused(reason),
        onForfeit: (valueWei, isHedged) => metrics.countForfeit(valueWei, isHedged),
        addressOf: (orchestratorId) => access.addressOf(orchestratorId),
        onSegment: (record) => observer.onSegment(record, stream),
        onChange: (changed) => observer.onStream(changed),
      },
    )
    return stream
  }

  #budgetFor(streamId: string, { dailyCapWei }: SpendingLimits): StreamBudget | undefined {
    const { spending, clock, log, observer } = this.#deps
    if (!spending) return undefined
    return new StreamBudget(
      { streamId, streamCapWei: dailyCapWei, gatewayCapWei: this.#config.dailySpendCapWei },
      {
        spending,
        nowMs: () => clock.nowMs(),
        onReached: (detail) => {
          log.warn({ streamId, detail }, 'spend cap reached')
          observer.onSpendCap(streamId, detail)
        },
      },
    )
  }
}

/** What the settings let a stream cost. */
function limitsOf(config: GatewayConfig, streamId: string): SpendingLimits {
  const own = Object.hasOwn(config.streamLimits, streamId) ? config.streamLimits[streamId] : undefined
  const price = own?.maxPricePerPixel
  return {
    maxPrice: price && createPrice(price.wei, price.pixels),
    dailyCapWei: own?.dailySpendCapWei ?? config.streamDailySpendCapWei,
  }
}
