import { resolve } from 'node:path'
import { type Clock, delay, type Lifecycle, type Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { checkRate, defaultPolicy, type PolicyOptions } from '@millrace/verification/policy'
import type { GatewayChain } from '../chain-connection.ts'
import type { GatewayConfig } from '../config.ts'
import type { OrchestratorEntry } from '../discovery/orchestrator-entry.ts'
import type { ResultWatch } from '../dispatch/types.ts'
import type { Tell } from '../events/gateway-events.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { ResultChecksStatus } from '../operator/status-route.ts'
import type { OrchestratorAccess } from '../orchestrator-access.ts'
import type { StoreShelf } from '../storage/store-shelf.ts'
import type { GatewayState } from '../store/gateway-state.ts'
import { BadResultReports } from './bad-result-reports.ts'
import { standingOf } from './check-record.ts'
import { Consequences, type OrderedBy } from './consequences.ts'
import { EvidenceShelf } from './evidence-shelf.ts'
import { Examiner } from './examiner.ts'
import { type RedundantOutcome, RedundantSampling } from './redundant-sampling.ts'
import { ResultChecks } from './result-checks.ts'
import { ResultLook } from './result-look.ts'

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
  readonly policy: PolicyOptions
  /** Undefined: what is drawn is made by a second orchestrator, and nothing is checked before. */
  readonly checks: ResultChecks | undefined
  readonly redundancy: RedundantSampling
  readonly evidence: EvidenceShelf
  watchFor(stream: OrderedBy): ResultWatch
}

/** @returns undefined when the settings want no checks. */
export function openChecks(config: GatewayConfig, parts: CheckParts): OpenChecks | undefined {
  const { resultChecks: by, resultChecksTrial: trialChecks, resultChecksShare: baseRate } = config
  if (by === 'off' && config.redundancyShare === 0) return undefined
  const { state, clock } = parts
  const log = parts.log.child({ module: 'gateway/checking' })
  const { access, machine, life } = parts
  const { book } = access
  const { checks: metrics } = parts.metrics
  const evidence = openShelf(config, parts)
  const reports = openReports(evidence, parts, log)
  const policy: PolicyOptions = { ...defaultPolicy, trialChecks, baseRate }
  const consequences = new Consequences(policy, { book, metrics, onBad: reports.report, clock })
  const examiner = life.use('looking at results', new Examiner())
  const look = new ResultLook({ examiner, machine, metrics, clock, log })
  const shared = { book, look, consequences, metrics }
  const checks =
    by === 'off'
      ? undefined
      : new ResultChecks(
          { by, policy, secret: state.settings.secret('result-checks') },
          { ...shared, clock, delay },
        )
  const redundancy = new RedundantSampling(
    {
      share: config.redundancyShare,
      secret: state.settings.secret('redundant-sampling'),
      deadlineMs: config.segmentDeadlineMs,
    },
    { ...shared, log },
  )
  return {
    ...{ policy, checks, redundancy, evidence },
    watchFor: (stream) => ({
      check: checks?.forStream(stream),
      onRefused: (refusal) => consequences.drawRefused(refusal, stream),
      onTaken: (taken, way) => void redundancy.compare(taken, stream, way),
    }),
  }
}

function openReports(
  shelf: EvidenceShelf,
  { access, chain: reporter, metrics, tell, life }: CheckParts,
  log: Logger,
): BadResultReports {
  const serviceUriOf = (address: Address) => access.serviceUriOf(address)
  return life.use(
    'reports of bad results',
    new BadResultReports({
      ...{ reporter, shelf, book: access.book, metrics: metrics.checks, tell, serviceUriOf, log },
    }),
  )
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

/** @param checking - undefined: nothing is checked. */
export function statusOf(
  { resultChecks: depth, redundancyShare }: Pick<GatewayConfig, 'resultChecks' | 'redundancyShare'>,
  checking: Pick<OpenChecks, 'checks' | 'redundancy'> | undefined,
): ResultChecksStatus {
  const counts = checking?.checks?.counts
  const compared = (outcome: RedundantOutcome) => checking?.redundancy.countOf(outcome) ?? 0
  return {
    depth,
    good: counts?.good ?? 0,
    dispelled: counts?.dispelled ?? 0,
    bad: counts?.bad ?? 0,
    late: counts?.late ?? 0,
    unverifiable: counts?.source ?? 0,
    failed: counts?.failed ?? 0,
    skipped: counts ? counts['no-room'] + counts.busy + counts.unsupported : 0,
    redundant: {
      share: redundancyShare,
      agreed: compared('agreed'),
      dispelled: compared('dispelled'),
      bad: compared('bad'),
    },
  }
}
