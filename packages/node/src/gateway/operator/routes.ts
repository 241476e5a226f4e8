import { combineRoutes, type OperatorRoutes } from '../../daemon/operator/route.ts'
import { type StatusSources, statusRoutes } from './status-route.ts'

export type GatewayRouteDependencies = StatusSources

/** What a gateway answers besides what all roles do. */
export const gatewayRoutes: OperatorRoutes<GatewayRouteDependencies> = combineRoutes([statusRoutes])
