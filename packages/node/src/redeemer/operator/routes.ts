import { type OperationsSource, operationsRoutes } from '../../daemon/operator/operations-route.ts'
import { combineRoutes, type OperatorRoutes } from '../../daemon/operator/route.ts'
import { type EndpointSources, endpointRoutes } from '../../redemption/operator/endpoint-routes.ts'
import { type TicketSources, ticketRoutes } from '../../redemption/operator/ticket-routes.ts'
import { type StatusSources, statusRoutes } from './status-route.ts'

export type RedeemerRouteDependencies = StatusSources & TicketSources & EndpointSources & OperationsSource

/** What a redeemer answers besides what all roles do. */
export const redeemerRoutes: OperatorRoutes<RedeemerRouteDependencies> =
  combineRoutes<RedeemerRouteDependencies>([statusRoutes, ticketRoutes, endpointRoutes, operationsRoutes])
