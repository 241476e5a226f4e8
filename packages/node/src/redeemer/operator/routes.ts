import { combineRoutes, type OperatorRoutes } from '../../daemon/operator/route.ts'
import type { RedeemerStatus } from '../status.ts'
import { statusRoutes } from './status-route.ts'

export interface RedeemerRouteDependencies {
  readonly status: () => RedeemerStatus
}

/** What a redeemer answers besides what all roles do. */
export const redeemerRoutes: OperatorRoutes<RedeemerRouteDependencies> = combineRoutes([statusRoutes])
