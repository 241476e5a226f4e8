import type { StatusEventsJson } from '@millrace/client'
import type { Clock } from '@millrace/common'
import type { OrchestratorEntry } from '../discovery/orchestrator-entry.ts'
import type { GatewayMetrics } from '../metrics.ts'
import { type FundsFacts, fundsStatus } from '../payments/funds-status.ts'
import type { Stream } from '../streams/stream.ts'
import { type SegmentRecord, segmentStatus, streamStatus } from '../streams/stream-status.ts'
import { orchestratorStatus } from './orchestrator-status.ts'
import type { StatusBoard } from './status-board.ts'
import type { StreamObserver } from './stream-observer.ts'
import { Totals } from './totals.ts'

export interface GatewayObserverDependencies {
  readonly board: StatusBoard
  readonly metrics: GatewayMetrics
  readonly clock: Clock
  readonly floors?: FundsFacts['floors']
  /** Told how an orchestrator is, each time it is looked at. */
  readonly onOrchestrator?: (status: StatusEventsJson['orchestrator']) => void
  /** Told what the funds are called, each time they are looked at. */
  readonly onFunds?: (status: StatusEventsJson['funds'], facts: FundsFacts) => void
}

/** Turns what happens in the gateway into public status, totals and metrics. */
export class GatewayObserver implements StreamObserver {
  readonly #deps: GatewayObserverDependencies
  readonly #totals = new Totals()

  constructor(deps: GatewayObserverDependencies) {
    this.#deps = deps
  }

  readonly onSegment = (record: SegmentRecord): void => {
    const { board, metrics } = this.#deps
    const isNew = record.attempts.length === 0 && !record.outcome
    if (isNew) this.#totals.addArrival()
    if (record.outcome) {
      this.#totals.addOutcome(record)
      metrics.countSegment(record)
    }
    board.setSegment(segmentStatus(record))
    if (isNew || record.outcome) board.setTotals(this.#totals.status)
  }

  readonly onSpendCap = (): void => this.#deps.metrics.countSpendCap()

  readonly onStream = (stream: Stream): void => this.#deps.board.setStream(streamStatus(stream.facts))

  readonly onOrchestrator = (entry: OrchestratorEntry): void => {
    const status = orchestratorStatus(entry, this.#deps.clock.nowMs())
    this.#deps.board.setOrchestrator(status)
    this.#deps.onOrchestrator?.(status)
  }

  readonly onTickets = (tickets: number, valueWei: bigint): void => {
    this.#totals.addTickets(tickets, valueWei)
    this.#deps.metrics.countTickets(tickets, valueWei)
  }

  readonly onPaymentError = (code: string): void => this.#deps.metrics.countPaymentError(code)

  readonly onFunds = (seen: Omit<FundsFacts, 'floors'>): void => {
    const { board, floors, onFunds } = this.#deps
    const facts = { ...seen, ...(floors && { floors }) }
    const status = fundsStatus(facts)
    board.setFunds(status)
    onFunds?.(status, facts)
  }
}
