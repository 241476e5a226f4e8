import { OpenAPIHono } from '@hono/zod-openapi'
import type { Logger } from '@millrace/common'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import { secureHeaders } from 'hono/secure-headers'
import { type AuthenticationDependencies, authenticate, checkHost } from './authenticate.ts'
import { type CommonDependencies, commonRoutes } from './common-routes.ts'
import { describeApp } from './describe.ts'
import {
  answerOf,
  BodyTooLargeError,
  InvalidRequestError,
  NotThereError,
  TokenRefusedError,
  TooManyAttemptsError,
} from './errors.ts'
import type { NodeMetrics } from './node-metrics.ts'
import type { OperatorEnv, OperatorHono } from './route.ts'

const maxBodyBytes = 65_536

export interface OperatorAppDependencies extends AuthenticationDependencies {
  readonly common: CommonDependencies
  readonly nodeMetrics: NodeMetrics
  /** Adds what this role answers besides. */
  readonly register: (app: OperatorHono) => void
  readonly log: Logger
}

/** Everything on the operator port. */
export function operatorApp(
  { host }: { readonly host: string },
  { common, nodeMetrics, register, log, ...authentication }: OperatorAppDependencies,
): OperatorHono {
  const app = new OpenAPIHono<OperatorEnv>({ defaultHook: refuseWhatDoesNotFit })
  nodeMetrics.count(app)
  app.use(secureHeaders(), checkHost(host), authenticate({ ...authentication, log }))
  app.use(
    bodyLimit({
      maxSize: maxBodyBytes,
      onError: () => {
        throw new BodyTooLargeError({ maxBytes: maxBodyBytes })
      },
    }),
  )
  commonRoutes.register(app, common)
  register(app)
  assertAllDescribed(app)
  app.get('/openapi.json', (context) => context.json(describeApp(app, common.role)))
  app.notFound((context) => {
    throw new NotThereError({ what: 'route', name: `${context.req.method} ${context.req.path}` })
  })
  app.onError((error) => errorResponse(error, log))
  return app
}

/** What is not described nobody may find, and no test calls. */
function assertAllDescribed(app: OperatorHono): void {
  const described = new Set(
    app.openAPIRegistry.definitions.flatMap((definition) =>
      definition.type === 'route'
        ? [`${definition.route.method} ${definition.route.path.replaceAll(/\{(\w+)\}/g, ':$1')}`]
        : [],
    ),
  )
  for (const { method, path } of app.routes) {
    const isMiddleware = method === 'ALL'
    if (!isMiddleware && !described.has(`${method.toLowerCase()} ${path}`))
      throw new Error(`The route ${method} ${path} is not described.`)
  }
}

type Checked = Parameters<NonNullable<OperatorHono['defaultHook']>>[0]

function refuseWhatDoesNotFit(result: Checked): void {
  if (result.success) return
  const problem = result.error.issues
    .map(({ path, message }) => `${path.join('.') || 'the body'}: ${message}`)
    .join('; ')
  throw new InvalidRequestError({ problem, cause: result.error })
}

function errorResponse(thrown: Error, log: Logger): Response {
  const error = ofFramework(thrown)
  const answer = answerOf(error)
  if (answer) return Response.json(answer.body, { status: answer.status, headers: headersOf(error) })
  log.error({ err: thrown }, 'operator request broke down')
  const message = 'The node failed at this; its log says why.'
  return Response.json({ error: { code: 'INTERNAL', message } }, { status: 500 })
}

/** A body that is no JSON is refused by the framework itself. */
function ofFramework(error: Error): Error {
  if (!(error instanceof HTTPException) || error.status >= 500) return error
  return new InvalidRequestError({ problem: error.message || 'the body cannot be read', cause: error })
}

function headersOf(error: Error): Record<string, string> {
  if (error instanceof TokenRefusedError) return { 'WWW-Authenticate': 'Bearer realm="millrace"' }
  if (error instanceof TooManyAttemptsError) return { 'Retry-After': String(error.retryAfterSeconds) }
  return {}
}
