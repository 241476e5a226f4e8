import { type Clock, delay, type Lifecycle, type Logger } from '@millrace/common'
import { defaultPolicy } from '@millrace/verification/policy'
import type { GatewayConfig } from '../config.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { OrchestratorAccess } from '../orchestrator-access.ts'
import type { GatewayState } from '../store/gateway-state.ts'
import { Examiner } from './examiner.ts'
import { ResultChecks } from './result-checks.ts'

export interface CheckParts {
  readonly access: OrchestratorAccess
  readonly machine: { readonly isSaturated: boolean }
  readonly metrics: GatewayMetrics
  readonly state: GatewayState
  /** What is opened is closed by it. */
  readonly life: Lifecycle
  readonly clock: Clock
  readonly log: Logger
}

type Settings = Pick<GatewayConfig, 'resultChecks' | 'resultChecksTrial' | 'resultChecksShare'>

/** @returns what checks results; undefined when the settings want none of it. */
export function openChecks(
  { resultChecks, resultChecksTrial: trialChecks, resultChecksShare: baseRate }: Settings,
  { access, machine, metrics, state, life, clock, ...parts }: CheckParts,
): ResultChecks | undefined {
  if (resultChecks === 'off') return undefined
  const log = parts.log.child({ module: 'gateway/checking' })
  return new ResultChecks(
    {
      depth: resultChecks === 'facts' ? 'facts' : 'quick',
      policy: { ...defaultPolicy, trialChecks, baseRate },
      secret: state.settings.secret('result-checks'),
    },
    {
      book: access.book,
      examiner: life.use('looking at results', new Examiner({ log })),
      metrics: metrics.checks,
      onBad: ({ received, bad, wasPublished }) => {
        const { orchestrator, result, segment } = received
        const { sessionId } = result.exchange.terms.authToken
        const reasons = bad.reasons.map(({ rendition, code, message }) => `${rendition}: ${code}, ${message}`)
        log.warn(
          { streamId: bad.streamId, seqNo: segment.seqNo, sessionId, orchestrator, reasons, wasPublished },
          'bad result: orchestrator suspended',
        )
      },
      ...{ machine, clock, delay, log },
    },
  )
}
