import type { Logger } from '@millrace/common'
import { Hono } from 'hono'

export interface GatewayAppParts {
  readonly playback: Hono
  readonly status: Hono
  readonly recordings: Hono
  /** Undefined: push ingest is off. */
  readonly push: Hono | undefined
  /** Why the gateway cannot work now, in words for everybody; undefined when it can. */
  readonly notReady: () => string | undefined
  readonly log: Logger
}

/** Everything on the HTTP port. */
export function gatewayApp({ playback, status, recordings, push, notReady, log }: GatewayAppParts): Hono {
  const app = new Hono()
  app.get('/healthz', () => new Response('ok\n'))
  app.get('/readyz', () => {
    const reason = notReady()
    return reason === undefined
      ? Response.json({ ready: true, problems: [] })
      : Response.json({ ready: false, problems: [reason] }, { status: 503 })
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
