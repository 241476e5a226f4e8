import type { ClientHttp2Session } from 'node:http2'

export interface KeepAlive {
  readonly pingMs: number
  /** A peer that leaves a ping unanswered for so long is taken for gone. */
  readonly silenceMs: number
}

/** Pings a connection for as long as it is open, and destroys it when the other end has fallen silent. */
export function keepAlive(session: ClientHttp2Session, { pingMs, silenceMs }: KeepAlive): void {
  let askedAtMs: number | undefined
  const timer = setInterval(() => {
    if (session.destroyed) return
    if (askedAtMs !== undefined) {
      if (performance.now() - askedAtMs > silenceMs) session.destroy(new Error('The other end is silent.'))
      return
    }
    askedAtMs = performance.now()
    session.ping((error) => {
      if (error === null) askedAtMs = undefined
    })
  }, pingMs)
  session.once('close', () => clearInterval(timer))
}
