import { NotOfferedError } from '../../daemon/operator/errors.ts'
import { answers, type OperatorRoutes, operatorRoute, z } from '../../daemon/operator/route.ts'
import { countSchema } from '../../daemon/operator/schemas.ts'

/** Taking no new work while what runs comes to its end. */
interface Draining {
  readonly isDraining: boolean
  /** Takes no new sessions from now on. Idempotent. */
  begin(): void
  /** Takes work again. Idempotent. */
  end(): void
}

const drainSchema = z
  .object({
    isDraining: z.boolean().describe('Whether no new sessions are taken.'),
    sessions: countSchema.describe('Sessions that still run.'),
  })
  .openapi('Drain')

const responses = answers('How far it is.', drainSchema)

const getDrain = operatorRoute('read', {
  method: 'get',
  path: '/api/v1/drain',
  operationId: 'getDrain',
  summary: 'Whether the node is being drained, and what still runs.',
  responses,
})

const beginDrain = operatorRoute('operate', {
  method: 'put',
  path: '/api/v1/drain',
  operationId: 'beginDrain',
  summary: 'Takes no new sessions; those that run go on to their end.',
  responses,
})

const endDrain = operatorRoute('operate', {
  method: 'delete',
  path: '/api/v1/drain',
  operationId: 'endDrain',
  summary: 'Takes new sessions again.',
  responses,
})

export interface DrainSources {
  /** Undefined: this node cannot be drained. */
  readonly draining: Draining | undefined
  readonly sessions: { readonly size: number }
}

/** Draining, before a stop. */
export const drainRoutes: OperatorRoutes<DrainSources> = {
  definitions: [getDrain, beginDrain, endDrain],
  register(app, { draining, sessions }) {
    const offered = (): Draining => {
      if (draining) return draining
      throw new NotOfferedError({ what: 'Draining', why: 'this node has nothing to drain' })
    }
    const present = () => ({ isDraining: draining?.isDraining ?? false, sessions: sessions.size })
    app.openapi(getDrain, (context) => context.json(present(), 200))
    app.openapi(beginDrain, (context) => {
      offered().begin()
      return context.json(present(), 200)
    })
    app.openapi(endDrain, (context) => {
      offered().end()
      return context.json(present(), 200)
    })
  },
}
