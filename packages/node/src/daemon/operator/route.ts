import { createRoute, type OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import type { MiddlewareHandler } from 'hono'
import { createMiddleware } from 'hono/factory'
import { ScopeMissingError } from './errors.ts'
import type { OperatorScope } from './scopes.ts'
import type { TokenFacts } from './tokens.ts'

/** What the authentication of a request leaves for its route. */
export interface OperatorEnv {
  Variables: { token: TokenFacts }
}

export type OperatorHono = OpenAPIHono<OperatorEnv>

/**
 * Routes of one subject: what they are, for the description, and how they answer. A role's API is a list of them; a
 * test holds the two against each other.
 */
export interface OperatorRoutes<Deps> {
  readonly definitions: readonly RouteConfig[]
  readonly register: (app: OperatorHono, deps: Deps) => void
}

/** Routes of several subjects as one. */
export function combineRoutes<Deps>(modules: readonly OperatorRoutes<Deps>[]): OperatorRoutes<Deps> {
  return {
    definitions: modules.flatMap(({ definitions }) => definitions),
    register(app, deps) {
      for (const module of modules) module.register(app, deps)
    },
  }
}

/** A route that a token with this scope opens; the scope is part of the description. */
export function operatorRoute<P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(
  scope: OperatorScope,
  route: R,
) {
  return createRoute({ ...route, security: [{ [tokenScheme]: [scope] }], middleware: needs(scope) })
}

/** Name of the way to authenticate, in the description. */
export const tokenScheme = 'operatorToken'

function needs(scope: OperatorScope): MiddlewareHandler<OperatorEnv> {
  return createMiddleware<OperatorEnv>(async (context, next) => {
    const { id, scopes } = context.var.token
    if (!scopes.includes(scope)) throw new ScopeMissingError({ scope, tokenId: id })
    await next()
  })
}

/** An answer in JSON, for a route's `responses`. */
export function answers<Schema extends z.ZodType>(description: string, schema: Schema) {
  return { 200: { description, content: { 'application/json': { schema } } } }
}

/** A body in JSON that must be there, for a route's `request`. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema) {
  return { content: { 'application/json': { schema } }, required: true }
}

export { z }
