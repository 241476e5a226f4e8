import type { ClientHttp2Session } from 'node:http2'

export interface KeepAlive {
  readonly pingMs: number
  /** A peer that leaves a ping unanswered for so long is taken for gone. */
  readonly silenceMs: number
}

/** Pings a connection for as long as it is open, and destroys it when the other end has fallen silent. */
export function keepAlive(session: ClientHttp2Session, { pingMs, silenceMs }: KeepAlive): void {
  let isAsked = false
  // In turns of the timer, not by the clock: a process that was held up itself has heard nobody.
  let turnsMissed = 0
  const timer = setInterval(() => {
    if (session.destroyed) return
    if (isAsked) {
      turnsMissed += 1
      if (turnsMissed * pingMs > silenceMs) session.destroy(new Error('The other end is silent.'))
      return
    }
    isAsked = session.ping((error) => {
      if (error !== null) return
      isAsked = false
      turnsMissed = 0
    })
  }, pingMs)
  session.once('close', () => clearInterval(timer))
}
