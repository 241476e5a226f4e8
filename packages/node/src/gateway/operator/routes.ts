import { type OperationsSource, operationsRoutes } from '../../daemon/operator/operations-route.ts'
import { combineRoutes, type OperatorRoutes } from '../../daemon/operator/route.ts'
import { type EvidenceSources, evidenceRoutes } from './evidence-routes.ts'
import { type MoneySources, moneyRoutes } from './money-routes.ts'
import { type OrchestratorSources, orchestratorRoutes } from './orchestrator-routes.ts'
import { type StatusSources, statusRoutes } from './status-route.ts'
import { type StreamKeySources, streamKeyRoutes } from './stream-key-routes.ts'
import { type StreamSources, streamRoutes } from './stream-routes.ts'

export type GatewayRouteDependencies = StatusSources &
  StreamSources &
  StreamKeySources &
  OrchestratorSources &
  MoneySources &
  EvidenceSources &
  OperationsSource

/** What a gateway answers besides what all roles do. */
export const gatewayRoutes: OperatorRoutes<GatewayRouteDependencies> =
  combineRoutes<GatewayRouteDependencies>([
    statusRoutes,
    streamRoutes,
    streamKeyRoutes,
    orchestratorRoutes,
    moneyRoutes,
    evidenceRoutes,
    operationsRoutes,
  ])
