import type { Clock, Emitter } from '@millrace/common'
import { type Address, zeroAddress } from '@millrace/crypto'
import type { Price } from '@millrace/payments'
import { protocolVersion } from '@millrace/wire'
import type { WinnerStore } from '../../redemption/winner-store.ts'
import type { RewardState } from '../chain/reward-call.ts'
import type { OrchestratorEvents } from '../events.ts'
import type { UsdRate } from '../payments/usd-rate.ts'
import type { Admission } from '../sessions/admission.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import type { TranscoderFleet } from '../transcoders/fleet.ts'
import type { OrchestratorStatus, UsdRateStatus } from './status.ts'

export interface StatusBookDependencies {
  readonly config: { readonly region: string }
  readonly chain: ChainFacts | undefined
  readonly prices: { readonly base: Price; readonly rate?: UsdRate | undefined }
  readonly service: { readonly uri: string; readonly fingerprint: string | undefined }
  readonly admission: Admission
  readonly sessions: SessionRegistry
  readonly fleet: Pick<TranscoderFleet, 'status'>
  readonly winners: WinnerStore
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
}

/** What the status tells of the chain. */
interface ChainFacts {
  readonly chainId: number
  readonly signer: { readonly address: Address }
  readonly recipient: Address
  readonly view: { readonly round: { readonly number: bigint }; readonly isActive: boolean }
  rewardState(): RewardState | undefined
}

/** Counts what the role tells and puts it together with its present state. */
export class StatusBook {
  readonly #deps: StatusBookDependencies
  readonly #startedAtMs: number
  #segmentsDone = 0
  #segmentsFailed = 0
  #ticketsReceived = 0
  #ticketValueWei = 0n

  constructor(deps: StatusBookDependencies) {
    this.#deps = deps
    this.#startedAtMs = deps.clock.nowMs()
    deps.events.on('segmentDone', () => this.#segmentsDone++)
    deps.events.on('segmentFailed', () => this.#segmentsFailed++)
    deps.events.on('ticketsReceived', ({ count, valueWei }) => {
      this.#ticketsReceived += count
      this.#ticketValueWei += valueWei
    })
  }

  status(): OrchestratorStatus {
    const { config, chain, prices, service, admission, sessions, winners } = this.#deps
    const { weiPerUnit: wei, pixelsPerUnit: pixels } = prices.base
    return {
      address: chain?.signer.address ?? zeroAddress,
      recipient: chain?.recipient ?? zeroAddress,
      serviceUri: service.uri,
      certificateFingerprint: service.fingerprint,
      region: config.region,
      version: protocolVersion,
      startedAtMs: this.#startedAtMs,
      chainId: chain?.chainId,
      round: chain?.view.round.number,
      isActive: chain?.view.isActive,
      reward: chain?.rewardState(),
      price: { wei, pixels },
      usdRate: this.#usdRate(),
      capacityPixelsPerSecond: admission.capacityPixelsPerSecond,
      usedPixelsPerSecond: admission.usedPixelsPerSecond,
      segmentsDone: this.#segmentsDone,
      segmentsFailed: this.#segmentsFailed,
      sessions: sessions.list().map((session) => ({
        sessionId: session.id,
        gateway: session.gateway,
        manifestId: session.manifestId,
        segments: session.segments,
        openedAtMs: session.openedAtMs,
        lastSegmentAtMs: session.lastSegmentAtMs,
      })),
      transcoders: this.#deps.fleet.status(),
      earnings: {
        ticketsReceived: this.#ticketsReceived,
        ticketValueWei: this.#ticketValueWei,
        ...winners.totals(),
      },
    }
  }

  #usdRate(): UsdRateStatus | undefined {
    const { prices, clock } = this.#deps
    const rate = prices.rate?.rate
    if (prices.rate === undefined || rate === undefined) return undefined
    const { updatedAtMs, usdPerEther } = rate
    return {
      usdPerEther: usdPerEther.toNumber(),
      updatedAtMs,
      isCurrent: prices.rate.isCurrent(clock.nowMs()),
    }
  }
}
