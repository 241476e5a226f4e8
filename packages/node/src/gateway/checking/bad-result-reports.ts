import type { Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import type { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type { Tell } from '../events/gateway-events.ts'
import type { CheckMetrics } from './check-metrics.ts'
import type { FoundBad } from './consequences.ts'
import { evidenceOf, type Reporter } from './evidence-of.ts'
import type { EvidenceShelf } from './evidence-shelf.ts'

export interface BadResultReportsDependencies {
  readonly reporter: Reporter
  readonly shelf: EvidenceShelf
  readonly book: Pick<OrchestratorBook, 'get' | 'recordChecks'>
  readonly metrics: CheckMetrics
  readonly tell: Tell
  /** Where an orchestrator is reached. */
  readonly serviceUriOf: (address: Address) => string | undefined
  readonly log: Logger
}

/** Tells of bad results, once the evidence of each is kept, or cannot be. */
export class BadResultReports {
  readonly #deps: BadResultReportsDependencies
  readonly #underWay = new Set<Promise<void>>()

  constructor(deps: BadResultReportsDependencies) {
    this.#deps = deps
  }

  readonly report = (found: FoundBad): void => {
    const report = this.#report(found)
    this.#underWay.add(report)
    void report.then(() => this.#underWay.delete(report))
  }

  /** Resolves when everything is told. */
  async close(): Promise<void> {
    await Promise.all(this.#underWay)
    await this.#deps.shelf.close()
  }

  async #report(found: FoundBad): Promise<void> {
    const { serviceUriOf, tell, log } = this.#deps
    const { streamId, bad, wasPublished, received } = found
    const { orchestrator, result, segment } = received
    const { seqNo } = segment
    const { evidence, err } = await this.#keep(found)
    const { sessionId } = result.exchange.terms.authToken
    const reasons = bad.reasons.map(({ rendition, code, message }) => `${rendition}: ${code}, ${message}`)
    const facts = { streamId, seqNo, sessionId, orchestrator, reasons, wasPublished, evidence }
    log.warn({ ...facts, ...(err !== undefined && { err }) }, 'bad result: orchestrator suspended')
    tell('bad_result', {
      ...{ streamId, seqNo, reasons: bad.reasons, wasPublished, evidence },
      orchestrator: { address: orchestrator, transcoderUri: serviceUriOf(orchestrator) ?? '' },
    })
  }

  /** @returns the address of the evidence, or why there is none. */
  async #keep(found: FoundBad): Promise<{ readonly evidence?: string; readonly err?: unknown }> {
    const { shelf, reporter, metrics } = this.#deps
    const { orchestratorId, orchestrator } = found.received
    try {
      const evidence = await evidenceOf(found, reporter)
      const { wasPublished, bad } = found
      const isKept = await shelf.keep(evidence, { ...bad, orchestratorId, orchestrator, wasPublished })
      metrics.countEvidence(isKept ? 'kept' : 'no-room')
      if (!isKept) return {}
      this.#link(found, evidence.address)
      return { evidence: evidence.address }
    } catch (err) {
      metrics.countEvidence('failed')
      return { err }
    }
  }

  #link({ received: { orchestratorId: id }, bad }: FoundBad, evidence: string): void {
    const checks = this.#deps.book.get(id)?.checks
    // Another one may have been found meanwhile.
    if (checks?.lastBad === bad)
      this.#deps.book.recordChecks(id, { ...checks, lastBad: { ...bad, evidence } })
  }
}
