import type { StatusEventsJson, StatusStream } from '@millrace/client'
import type { Address } from '@millrace/crypto'
import type { StreamObserver } from '../status/stream-observer.ts'
import type { Stream } from '../streams/stream.ts'
import { type SegmentRecord, streamStatus } from '../streams/stream-status.ts'
import type { Tell } from './gateway-events.ts'

export interface EventObserverDependencies {
  readonly tell: Tell
  /** Where an orchestrator is reached. */
  readonly serviceUriOf: (address: Address) => string | undefined
}

/** Turns what happens in streams and to funds into events. */
export class EventObserver implements StreamObserver {
  readonly #deps: EventObserverDependencies
  readonly #states = new Map<string, StatusStream['state']>()
  #funds: string | undefined

  constructor(deps: EventObserverDependencies) {
    this.#deps = deps
  }

  onSegment({ segment, outcome, attempts }: SegmentRecord, { id, order }: Stream): void {
    if (!outcome) return
    this.#deps.tell('stream_health', {
      streamId: id,
      externalStreamId: order.externalStreamId,
      externalSessionId: order.externalSessionId,
      segment: {
        name: `${segment.seqNo}.ts`,
        seqNo: segment.seqNo,
        duration: segment.durationMs / 1000,
        byteSize: segment.bytes.length,
      },
      success: outcome.kind !== 'lost',
      ...(outcome.kind === 'lost' && { reason: outcome.reason }),
      attempts: attempts.map(({ orchestrator, durationMs, error }) => ({
        orchestrator: {
          address: orchestrator,
          transcoderUri: this.#deps.serviceUriOf(orchestrator) ?? '',
        },
        latencyMs: durationMs,
        error,
      })),
    })
  }

  onStream(stream: Stream): void {
    const { state, reason } = streamStatus(stream.facts)
    if (this.#states.get(stream.id) === state) return
    if (state === 'ended') this.#states.delete(stream.id)
    else this.#states.set(stream.id, state)
    this.#deps.tell('stream_state', { streamId: stream.id, state, reason })
  }

  onSpendCap(streamId: string, detail: string): void {
    this.#deps.tell('spend_cap_reached', { streamId, detail })
  }

  readonly onFunds = ({ state, reason, depositWei, reserveWei }: StatusEventsJson['funds']): void => {
    if (this.#funds === state) return
    this.#funds = state
    this.#deps.tell('funds_state', { state, reason, depositWei, reserveWei })
  }
}
