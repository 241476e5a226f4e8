import { getConnInfo } from '@hono/node-server/conninfo'
import type { Logger } from '@millrace/common'
import { type Context, Hono } from 'hono'

export interface GatewayAppParts {
  readonly playback: Hono
  readonly status: Hono
  readonly recordings: Hono
  /** Undefined: push ingest is off. */
  readonly push: Hono | undefined
  readonly metrics: () => Promise<string>
  /** Why the gateway cannot work now; empty when it can. */
  readonly problems: () => readonly string[]
  readonly log: Logger
}

/** Everything on the HTTP port. */
export function gatewayApp({
  playback,
  status,
  recordings,
  push,
  metrics,
  problems,
  log,
}: GatewayAppParts): Hono {
  const app = new Hono()
  app.get('/healthz', () => new Response('ok\n'))
  app.get('/readyz', () => {
    const found = problems()
    return Response.json(
      { ready: found.length === 0, problems: found },
      { status: found.length === 0 ? 200 : 503 },
    )
  })
  app.get('/metrics', async (context) => {
    if (!isFromThisMachine(context)) return text(403, 'Metrics are for this machine only.')
    return new Response(await metrics(), { headers: { 'Content-Type': 'text/plain; version=0.0.4' } })
  })
  app.route('/', status)
  app.route('/', playback)
  app.route('/', recordings)
  if (push) app.route('/', push)
  app.notFound(() => text(404, 'There is nothing at this path.'))
  app.onError((err) => {
    log.error({ err }, 'http request broke down')
    return text(500, 'Internal Server Error')
  })
  return app
}

/** A proxy on this machine passes strangers on: what it says it forwards does not count as ours. */
function isFromThisMachine(context: Context): boolean {
  if (context.req.header('x-forwarded-for') || context.req.header('forwarded')) return false
  const address = getConnInfo(context).remote.address?.replace(/^::ffff:/, '') ?? ''
  return address === '::1' || address.startsWith('127.')
}

function text(status: number, sentence: string): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Access-Control-Allow-Origin': '*' },
  })
}
