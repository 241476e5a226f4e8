import type { StatusEventName, StatusEventsJson, StatusJson } from '@millrace/client'
import type { Clock } from '@millrace/common'

export interface StatusBoardOptions {
  readonly maxSegments: number
  /** Events kept for subscribers who come back. */
  readonly maxEvents: number
}

/** One event as it goes out. */
export interface PublishedEvent {
  readonly id: number
  readonly name: StatusEventName
  /** JSON. */
  readonly data: string
}

export interface StatusBoardDependencies {
  readonly clock: Clock
  readonly gateway: StatusJson['gateway']
}

const maxEndedStreams = 20

/** What the gateway tells in public: the present, the last segments, and each change as a numbered event. */
export class StatusBoard {
  readonly #options: StatusBoardOptions
  readonly #deps: StatusBoardDependencies
  readonly #streams = new Map<string, StatusEventsJson['stream']>()
  readonly #orchestrators = new Map<string, StatusEventsJson['orchestrator']>()
  readonly #segments = new Map<string, StatusEventsJson['segment']>()
  readonly #events: PublishedEvent[] = []
  readonly #subscribers = new Set<(event: PublishedEvent) => void>()
  #gateway: StatusJson['gateway']
  #funds: StatusEventsJson['funds'] = { state: 'unknown', depositWei: '0', reserveWei: '0' }
  #totals: StatusEventsJson['totals'] = {
    segmentsIn: 0,
    segmentsOut: 0,
    segmentsLost: 0,
    ticketsSent: 0,
    ticketValueWei: '0',
    feesWei: '0',
  }
  #lastEventId = 0

  constructor(options: StatusBoardOptions, deps: StatusBoardDependencies) {
    this.#options = options
    this.#deps = deps
    this.#gateway = deps.gateway
  }

  /** Open subscriptions. */
  get subscribers(): number {
    return this.#subscribers.size
  }

  /** URLs are known only once the ports are. */
  setGateway(gateway: Partial<StatusJson['gateway']>): void {
    this.#gateway = { ...this.#gateway, ...gateway }
  }

  setStream(stream: StatusEventsJson['stream']): void {
    if (JSON.stringify(this.#streams.get(stream.id)) === JSON.stringify(stream)) return
    this.#streams.delete(stream.id)
    this.#streams.set(stream.id, stream)
    const ended = [...this.#streams.values()].filter(({ state }) => state === 'ended')
    for (const { id } of ended.slice(0, Math.max(0, ended.length - maxEndedStreams))) this.#streams.delete(id)
    this.#publish('stream', stream)
  }

  setSegment(segment: StatusEventsJson['segment']): void {
    this.#segments.set(`${segment.streamId}/${segment.seqNo}`, segment)
    for (const oldest of this.#segments.keys()) {
      if (this.#segments.size <= this.#options.maxSegments) break
      this.#segments.delete(oldest)
    }
    this.#publish('segment', segment)
  }

  setOrchestrator(orchestrator: StatusEventsJson['orchestrator']): void {
    const before = this.#orchestrators.get(orchestrator.address.toLowerCase())
    if (JSON.stringify(before) === JSON.stringify(orchestrator)) return
    this.#orchestrators.set(orchestrator.address.toLowerCase(), orchestrator)
    this.#publish('orchestrator', orchestrator)
  }

  get funds(): StatusEventsJson['funds'] {
    return this.#funds
  }

  setFunds(funds: StatusEventsJson['funds']): void {
    const isSame = JSON.stringify({ ...this.#funds, block: 0 }) === JSON.stringify({ ...funds, block: 0 })
    this.#funds = funds
    // A newer block that changed nothing is no news.
    if (!isSame) this.#publish('funds', funds)
  }

  setTotals(totals: StatusEventsJson['totals']): void {
    this.#totals = totals
    this.#publish('totals', totals)
  }

  status(): StatusJson {
    return {
      apiVersion: 1,
      now: this.#deps.clock.nowMs(),
      lastEventId: this.#lastEventId,
      gateway: this.#gateway,
      funds: this.#funds,
      totals: this.#totals,
      streams: [...this.#streams.values()],
      orchestrators: [...this.#orchestrators.values()],
      segments: [...this.#segments.values()],
    }
  }

  /**
   * @param afterId what the subscriber has seen; what it missed comes first. When that is not kept any more it gets the
   * whole present as events: each replaces what it knew.
   * @returns a function that ends the subscription.
   */
  subscribe(listener: (event: PublishedEvent) => void, afterId?: number): () => void {
    if (afterId !== undefined) for (const event of this.#missed(afterId)) listener(event)
    this.#subscribers.add(listener)
    return () => this.#subscribers.delete(listener)
  }

  #missed(afterId: number): readonly PublishedEvent[] {
    const oldest = this.#events[0]?.id ?? this.#lastEventId + 1
    const isKnown = afterId >= oldest - 1 && afterId <= this.#lastEventId
    if (isKnown) return this.#events.filter(({ id }) => id > afterId)
    const present = (name: StatusEventName, data: unknown): PublishedEvent => ({
      id: this.#lastEventId,
      name,
      data: JSON.stringify(data),
    })
    return [
      present('funds', this.#funds),
      present('totals', this.#totals),
      ...[...this.#orchestrators.values()].map((data) => present('orchestrator', data)),
      ...[...this.#streams.values()].map((data) => present('stream', data)),
      ...[...this.#segments.values()].map((data) => present('segment', data)),
    ]
  }

  #publish<Name extends StatusEventName>(name: Name, data: StatusEventsJson[Name]): void {
    const event = { id: ++this.#lastEventId, name, data: JSON.stringify(data) }
    this.#events.push(event)
    if (this.#events.length > this.#options.maxEvents) this.#events.shift()
    for (const subscriber of this.#subscribers) subscriber(event)
  }
}
