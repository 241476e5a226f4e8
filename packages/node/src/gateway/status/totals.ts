import type { StatusEventsJson } from '@millrace/client'
import type { SegmentRecord } from '../streams/stream-status.ts'
import { RecentSamples } from './percentiles.ts'

/** What all streams have done together since the gateway started. */
export class Totals {
  readonly #latencies = new RecentSamples(1_000)
  #segmentsIn = 0
  #segmentsOut = 0
  #segmentsLost = 0
  #ticketsSent = 0
  #ticketValueWei = 0n
  #feesWei = 0n

  addTickets(tickets: number, valueWei: bigint): void {
    this.#ticketsSent += tickets
    this.#ticketValueWei += valueWei
  }

  addArrival(): void {
    this.#segmentsIn++
  }

  /** Called once for each segment that has its outcome. */
  addOutcome({ outcome, latencyMs }: SegmentRecord): void {
    if (outcome?.kind !== 'done' && outcome?.kind !== 'passed') {
      this.#segmentsLost++
      return
    }
    this.#segmentsOut++
    if (outcome.kind === 'done') this.#feesWei += outcome.result.feeWei
    if (latencyMs !== undefined) this.#latencies.add(latencyMs)
  }

  get status(): StatusEventsJson['totals'] {
    const medianLatencyMs = this.#latencies.at(0.5)
    const p95LatencyMs = this.#latencies.at(0.95)
    return {
      segmentsIn: this.#segmentsIn,
      segmentsOut: this.#segmentsOut,
      segmentsLost: this.#segmentsLost,
      ticketsSent: this.#ticketsSent,
      ticketValueWei: String(this.#ticketValueWei),
      feesWei: String(this.#feesWei),
      ...(medianLatencyMs !== undefined && { medianLatencyMs }),
      ...(p95LatencyMs !== undefined && { p95LatencyMs }),
    }
  }
}
