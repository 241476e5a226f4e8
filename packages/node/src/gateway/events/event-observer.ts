import type { StatusEventsJson, StatusStream } from '@millrace/client'
import type { Address } from '@millrace/crypto'
import type { DispatchOutcome, PublishedRendition } from '../dispatch/types.ts'
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
  /** What still comes of a stream's segments after its end tells nothing new. */
  readonly #ended = new WeakSet<Stream>()
  /** Whom each stream works with. */
  readonly #chosen = new Map<string, Address>()
  /** Who is suspended, by service address. */
  readonly #suspended = new Set<string>()
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
      renditions: renditionsOf(outcome).map(({ name, bytes }) => ({ name, byteSize: bytes.length })),
      ...(outcome.kind === 'lost' && { reason: outcome.reason }),
      attempts: attempts.map(({ orchestrator, durationMs, error }) => ({
        orchestrator: this.#nameOf(orchestrator),
        latencyMs: durationMs,
        error,
      })),
    })
  }

  onStream(stream: Stream): void {
    const { facts } = stream
    const { state, reason } = streamStatus(facts)
    this.#onChosen(stream.id, facts)
    if (this.#states.get(stream.id) === state || this.#ended.has(stream)) return
    if (state === 'ended') {
      this.#ended.add(stream)
      this.#states.delete(stream.id)
    } else this.#states.set(stream.id, state)
    this.#deps.tell('stream_state', { streamId: stream.id, state, reason })
  }

  /** A suspension that grows is told once. */
  readonly onOrchestrator = (status: StatusEventsJson['orchestrator']): void => {
    const { address, serviceUri: transcoderUri, suspendedUntil: until, reason } = status
    if (until === undefined) this.#suspended.delete(transcoderUri)
    else {
      const isNews = !this.#suspended.has(transcoderUri)
      this.#suspended.add(transcoderUri)
      if (isNews)
        this.#deps.tell('orchestrator_suspended', { orchestrator: { address, transcoderUri }, reason, until })
    }
  }

  onSpendCap(streamId: string, detail: string): void {
    this.#deps.tell('spend_cap_reached', { streamId, detail })
  }

  #onChosen(streamId: string, { orchestrator, isEnded }: Stream['facts']): void {
    if (isEnded) this.#chosen.delete(streamId)
    else if (orchestrator && this.#chosen.get(streamId) !== orchestrator) {
      this.#chosen.set(streamId, orchestrator)
      this.#deps.tell('orchestrator_chosen', { streamId, orchestrator: this.#nameOf(orchestrator) })
    }
  }

  #nameOf(address: Address) {
    return { address, transcoderUri: this.#deps.serviceUriOf(address) ?? '' }
  }

  readonly onFunds = ({ state, reason, depositWei, reserveWei }: StatusEventsJson['funds']): void => {
    if (this.#funds === state) return
    this.#funds = state
    this.#deps.tell('funds_state', { state, reason, depositWei, reserveWei })
  }
}

function renditionsOf(outcome: DispatchOutcome): readonly PublishedRendition[] {
  if (outcome.kind === 'done') return outcome.result.renditions
  return outcome.kind === 'passed' ? outcome.renditions : []
}
