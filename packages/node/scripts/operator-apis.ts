import { commonRoutes } from '../src/daemon/operator/common-routes.ts'
import { describeRoutes, type OpenApiDocument } from '../src/daemon/operator/describe.ts'
import { gatewayRoutes } from '../src/gateway/operator/routes.ts'
import { orchestratorRoutes } from '../src/orchestrator/operator/routes.ts'
import { redeemerRoutes } from '../src/redeemer/operator/routes.ts'
import { testerRoutes } from '../src/tester/operator/routes.ts'
import { transcoderRoutes } from '../src/transcoder/operator/routes.ts'

const routesOfRoles = {
  gateway: gatewayRoutes,
  orchestrator: orchestratorRoutes,
  transcoder: transcoderRoutes,
  redeemer: redeemerRoutes,
  tester: testerRoutes,
}

/** The description that each role serves, by role. */
export function operatorApis(): ReadonlyMap<string, OpenApiDocument> {
  return new Map(
    Object.entries(routesOfRoles).map(([role, { definitions }]) => [
      role,
      describeRoutes([...commonRoutes.definitions, ...definitions], role),
    ]),
  )
}
