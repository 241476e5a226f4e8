import { asJson } from '../../daemon/operator/as-json.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { addressSchema } from '../../daemon/operator/schemas.ts'
import type { TranscoderStatus } from '../transcoders/types.ts'
import type { SessionStatus } from './status.ts'
import { sessionSchema, transcoderSchema } from './status-route.ts'

const sessionsRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/sessions',
  operationId: 'listSessions',
  summary: 'Sessions that run, the one opened last first.',
  request: {
    query: z.strictObject({ gateway: addressSchema.optional().describe('Only those of one gateway.') }),
  },
  responses: answers('The sessions.', z.object({ sessions: z.array(sessionSchema) })),
})

const transcodersRoute = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/transcoders',
  operationId: 'listTranscoders',
  summary: 'The processes of this machine and the transcoders of others.',
  responses: answers('The transcoders.', z.object({ transcoders: z.array(transcoderSchema) })),
})

export interface WorkSources {
  readonly listSessions: () => readonly SessionStatus[]
  readonly listTranscoders: () => readonly TranscoderStatus[]
}

/** For whom this node works, and what does the work. */
export const workRoutes: OperatorRoutes<WorkSources> = {
  definitions: [sessionsRoute, transcodersRoute],
  register(app, { listSessions, listTranscoders }) {
    app.openapi(sessionsRoute, (context) => {
      const gateway = context.req.valid('query').gateway?.toLowerCase()
      const sessions = listSessions()
        .filter((session) => gateway === undefined || session.gateway.toLowerCase() === gateway)
        .toSorted((a, b) => b.openedAtMs - a.openedAtMs)
      return context.json(asJson({ sessions }), 200)
    })
    app.openapi(transcodersRoute, (context) => context.json(asJson({ transcoders: listTranscoders() }), 200))
  },
}
