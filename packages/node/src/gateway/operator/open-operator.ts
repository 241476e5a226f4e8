import type { StatusJson } from '@millrace/client'
import type { Clock, Logger } from '@millrace/common'
import type { NodeOperations } from '../../daemon/node-operations.ts'
import { OperatorApi } from '../../daemon/operator/operator-api.ts'
import { type OpenChecks, shareOf, statusOf } from '../checking/open-checks.ts'
import type { GatewayConfig } from '../config.ts'
import type { OrchestratorEntry } from '../discovery/orchestrator-entry.ts'
import type { GatewayMetrics } from '../metrics.ts'
import type { OrchestratorAccess } from '../orchestrator-access.ts'
import type { GatewayState } from '../store/gateway-state.ts'
import type { StreamKeys } from '../streams/stream-keys.ts'
import { gatewayRoutes } from './routes.ts'

export interface OperatorParts {
  readonly board: { status(): StatusJson }
  readonly metrics: GatewayMetrics
  readonly access: OrchestratorAccess
  readonly keys: StreamKeys
  /** Undefined: no result is checked. */
  readonly checking: OpenChecks | undefined
  readonly state: GatewayState
  /** Undefined off chain. */
  readonly operations: NodeOperations | undefined
  readonly clock: Clock
  readonly log: Logger
}

/** Opens the operator API over the parts of a gateway. @throws {ListenError | DataDirError} */
export function openOperator(
  config: GatewayConfig,
  { board, metrics, access, keys, checking, state, operations, clock, log }: OperatorParts,
): Promise<OperatorApi> {
  const sources = {
    board,
    problems: () => access.problems,
    streamKeys: keys,
    orchestrators: access,
    priceCap: access.priceCap,
    resultChecks: () => statusOf(config, checking),
    checkShareOf: (entry: OrchestratorEntry) => checking?.checks && shareOf(entry, checking.policy),
    evidence: checking?.evidence,
    openSessions: () => state.ledger.sessions.list(),
    nowMs: () => clock.nowMs(),
    operations,
  }
  return OperatorApi.create(
    { role: 'gateway', settings: config },
    {
      metrics: metrics.registry,
      notReady: () => access.notReady,
      register: (app) => gatewayRoutes.register(app, sources),
      clock,
      log,
    },
  )
}
