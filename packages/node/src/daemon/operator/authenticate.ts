import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Clock, Logger } from '@millrace/common'
import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { AttemptLimit } from './attempt-limit.ts'
import { HostRefusedError, TokenRefusedError, TooManyAttemptsError } from './errors.ts'
import type { OperatorEnv } from './route.ts'
import type { OperatorTokens } from './tokens.ts'

/** Answered to everybody: what a load balancer or a person without a token may know. */
const openPaths: readonly string[] = ['/healthz', '/readyz', '/openapi.json']

export interface AuthenticationDependencies {
  readonly tokens: Pick<OperatorTokens, 'check'>
  readonly clock: Clock
  readonly log: Logger
}

/** Lets a request through that shows a token of this node. */
export function authenticate({ tokens, clock, log }: AuthenticationDependencies) {
  const limit = new AttemptLimit(clock)
  return createMiddleware<OperatorEnv>(async (context, next) => {
    if (openPaths.includes(context.req.path)) return next()
    const shown = /^Bearer +([\x21-\x7e]{1,512})$/i.exec(context.req.header('authorization') ?? '')?.[1]
    if (shown === undefined) throw new TokenRefusedError({ code: 'TOKEN_MISSING' })
    const token = await tokens.check(shown)
    if (token === undefined) {
      const address = addressOf(context)
      // A good token works in any case: 256 bits cannot be guessed, and nobody may lock the operator out.
      const retryAfterSeconds = limit.waitSeconds(address)
      if (retryAfterSeconds > 0) throw new TooManyAttemptsError({ retryAfterSeconds })
      if (limit.failed(address)) log.warn({ address }, 'wrong operator token')
      throw new TokenRefusedError({ code: 'TOKEN_WRONG' })
    }
    context.set('token', token)
    return next()
  })
}

/**
 * On loopback only names of this machine are answered: a page from anywhere can have its own name point to 127.0.0.1
 * and then ask us as if we were it.
 */
export function checkHost(listeningOn: string) {
  const own = listeningOn.includes(':') ? `[${listeningOn}]` : listeningOn
  const isLoopback = ['localhost', '[::1]'].includes(own) || own.startsWith('127.')
  return createMiddleware<OperatorEnv>(async (context, next) => {
    const host = context.req.header('host') ?? ''
    const name = host.replace(/:\d+$/, '').toLowerCase()
    // An address is no name that somebody else could have point here.
    const isOurs = name === own || name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0
    if (isLoopback && !isOurs) throw new HostRefusedError({ host })
    return next()
  })
}

function addressOf(context: Context): string {
  return getConnInfo(context).remote.address ?? ''
}
