import type { Profile } from '@millrace/media'
import { createCapabilities, jobCapabilities, protocolVersion } from '@millrace/wire'
import type { Budget } from '../../ordering/payer.ts'
import type { GatewayConfig } from '../config.ts'
import type { PriceCap } from '../selection/price-cap.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { lowestLimits } from '../streams/spending-limits.ts'
import type { StreamOrder } from '../streams/stream-order.ts'
import type { SessionOptions } from './terms.ts'

/** What sessions are for. */
export interface SessionsWanted {
  readonly streamId: string
  readonly profiles: readonly Profile[]
  readonly order: StreamOrder
  readonly budget: Budget | undefined
  /** Where results are put. */
  readonly store: ObjectStore | undefined
}

/** What a stream's sessions work by; its price cap is read anew each time, since operators may move it. */
export function sessionOptions(
  { infoTimeoutMs, attemptTimeoutMs }: Pick<GatewayConfig, 'infoTimeoutMs' | 'attemptTimeoutMs'>,
  priceCap: PriceCap,
  { streamId, profiles, order, budget, store }: SessionsWanted,
): SessionOptions {
  return {
    streamId,
    profiles,
    capabilities: (isSliced) =>
      createCapabilities({
        capabilities: jobCapabilities({
          sourceCodec: 'h264',
          profiles,
          isSliced,
          ...(store?.uploads && { storage: 's3' }),
        }),
        version: protocolVersion,
      }),
    infoTimeoutMs,
    attemptTimeoutMs,
    get maxPrice() {
      return lowestLimits(priceCap, order.limits).maxPrice
    },
    budget,
    store,
    timeoutMultiplier: Math.max(1, order.timeoutMultiplier ?? 1),
    mustReinitialise: order.mustReinitialise ?? false,
  }
}
