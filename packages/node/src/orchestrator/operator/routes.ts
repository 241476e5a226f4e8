import { combineRoutes, type OperatorRoutes } from '../../daemon/operator/route.ts'
import type { OrchestratorStatus } from './status.ts'
import { statusRoutes } from './status-route.ts'

export interface OrchestratorRouteDependencies {
  readonly status: () => OrchestratorStatus
}

/** What an orchestrator answers besides what all roles do. */
export const orchestratorRoutes: OperatorRoutes<OrchestratorRouteDependencies> = combineRoutes([statusRoutes])
