import { resolve } from 'node:path'
import { type Clock, delay, type Lifecycle, type Logger } from '@millrace/common'
import { checkRate, defaultPolicy, type PolicyOptions } from '@millrace/verification/policy'
import type { GatewayChain } from '../chain-connection.ts'
import type { GatewayConfig } from '../config.ts'
import type { OrchestratorEntry } from '../discovery/orchestrator-entry.ts'
import type { Tell } from '../events/gateway-events.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { ResultChecksStatus } from '../operator/status-route.ts'
import type { OrchestratorAccess } from '../orchestrator-access.ts'
import type { StoreShelf } from '../storage/store-shelf.ts'
import type { GatewayState } from '../store/gateway-state.ts'
import { BadResultReports } from './bad-result-reports.ts'
import { standingOf } from './check-record.ts'
import { EvidenceShelf } from './evidence-shelf.ts'
import { Examiner } from './examiner.ts'
import { type CheckCounts, ResultChecks } from './result-checks.ts'

export interface CheckParts {
  readonly access: OrchestratorAccess
  /** Undefined off chain. */
  readonly chain: GatewayChain | undefined
  readonly machine: { readonly isSaturated: boolean }
  readonly metrics: GatewayMetrics
  readonly state: GatewayState
  readonly stores: StoreShelf
  readonly tell: Tell
  /** What is opened is closed by it. */
  readonly life: Lifecycle
  readonly clock: Clock
  readonly log: Logger
}

/** What checks results, and what is kept of bad ones. */
export interface OpenChecks {
  readonly checks: ResultChecks
  readonly evidence: EvidenceShelf
}

/** @returns undefined when the settings want no checks. */
export function openChecks(config: GatewayConfig, parts: CheckParts): OpenChecks | undefined {
  const { resultChecks, resultChecksTrial: trialChecks, resultChecksShare: baseRate } = config
  if (resultChecks === 'off') return undefined
  const { access, machine, metrics, state, life, clock } = parts
  const log = parts.log.child({ module: 'gateway/checking' })
  const evidence = openShelf(config, parts)
  const reports = new BadResultReports({
    ...{ reporter: parts.chain, shelf: evidence, book: access.book, metrics: metrics.checks },
    ...{ tell: parts.tell, serviceUriOf: (address) => access.serviceUriOf(address), log },
  })
  life.use('reports of bad results', reports)
  const checks = new ResultChecks(
    {
      by: resultChecks,
      policy: { ...defaultPolicy, trialChecks, baseRate },
      secret: state.settings.secret('result-checks'),
    },
    {
      book: access.book,
      examiner: life.use('looking at results', new Examiner()),
      metrics: metrics.checks,
      onBad: reports.report,
      ...{ machine, clock, delay, log },
    },
  )
  return { checks, evidence }
}

function openShelf(
  { dataDir, evidenceQuotaBytes: quotaBytes }: GatewayConfig,
  { stores, state, clock }: CheckParts,
): EvidenceShelf {
  const store = stores.evidenceStore(resolve(dataDir))
  return new EvidenceShelf({ quotaBytes }, { store, index: state.evidence, nowMs: () => clock.nowMs() })
}

/** Part of an orchestrator's results that is checked now. */
export function shareOf({ checks }: OrchestratorEntry, policy: PolicyOptions): number {
  return checkRate(standingOf(checks, policy), policy)
}

/** @param counts - undefined: nothing is checked. */
export function statusOf(
  { resultChecks: depth }: Pick<GatewayConfig, 'resultChecks'>,
  counts: CheckCounts | undefined,
): ResultChecksStatus {
  return {
    depth,
    good: counts?.good ?? 0,
    dispelled: counts?.dispelled ?? 0,
    bad: counts?.bad ?? 0,
    late: counts?.late ?? 0,
    unverifiable: counts?.source ?? 0,
    failed: counts?.failed ?? 0,
    skipped: counts ? counts['no-room'] + counts.busy + counts.unsupported : 0,
  }
}
