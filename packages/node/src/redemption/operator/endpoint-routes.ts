import type { EndpointHealth } from '@millrace/chain'
import { asJson } from '../../daemon/operator/as-json.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { endpointSchema } from '../../daemon/operator/schemas.ts'

const endpointsRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/endpoints',
  operationId: 'listEndpoints',
  summary: 'The chain’s RPC endpoints, and whether they answer.',
  responses: answers('The endpoints; none off chain.', z.object({ endpoints: z.array(endpointSchema) })),
})

export interface EndpointSources {
  readonly endpoints: () => readonly EndpointHealth[]
}

/** How the chain is reached. */
export const endpointRoutes: OperatorRoutes<EndpointSources> = {
  definitions: [endpointsRoute],
  register(app, { endpoints }) {
    app.openapi(endpointsRoute, (context) => context.json(asJson({ endpoints: endpoints() }), 200))
  },
}
