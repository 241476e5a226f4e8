import type { Logger } from '@millrace/common'
import { Hono } from 'hono'

export interface GatewayAppParts {
  readonly playback: Hono
  readonly status: Hono
  readonly recordings: Hono
  /** Undefined: push ingest is off. */
  readonly push: Hono | undefined
  /** Why the gateway cannot work now; empty when it can. */
  readonly problems: () => readonly string[]
  readonly log: Logger
}

/** Everything on the HTTP port. */
export function gatewayApp({ playback, status, recordings, push, problems, log }: GatewayAppParts): Hono {
  const app = new Hono()
  app.get('/healthz', () => new Response('ok\n'))
  app.get('/readyz', () => {
    const found = problems()
    return Response.json(
      { ready: found.length === 0, problems: found },
      { status: found.length === 0 ? 200 : 503 },
    )
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

function text(status: number, sentence: string): Response {
  return new Response(`${sentence}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Access-Control-Allow-Origin': '*' },
  })
}
