import { type OperationsSource, operationsRoutes } from '../../daemon/operator/operations-route.ts'
import { combineRoutes, type OperatorRoutes } from '../../daemon/operator/route.ts'
import { type EndpointSources, endpointRoutes } from '../../redemption/operator/endpoint-routes.ts'
import { type TicketSources, ticketRoutes } from '../../redemption/operator/ticket-routes.ts'
import { type DrainSources, drainRoutes } from './drain-routes.ts'
import { type LimitSources, limitRoutes } from './limit-routes.ts'
import { type PriceSources, priceRoutes } from './price-routes.ts'
import { type StatusSources, statusRoutes } from './status-route.ts'
import { type WorkSources, workRoutes } from './work-routes.ts'

export type OrchestratorRouteDependencies = StatusSources &
  WorkSources &
  TicketSources &
  PriceSources &
  LimitSources &
  DrainSources &
  EndpointSources &
  OperationsSource

/** What an orchestrator answers besides what all roles do. */
export const orchestratorRoutes: OperatorRoutes<OrchestratorRouteDependencies> =
  combineRoutes<OrchestratorRouteDependencies>([
    statusRoutes,
    workRoutes,
    ticketRoutes,
    priceRoutes,
    limitRoutes,
    drainRoutes,
    endpointRoutes,
    operationsRoutes,
  ])
