import { connect, createSecureContext, type TLSSocket } from 'node:tls'
import type { HostedOrchestrator } from './facts.ts'

/** One for all: making one costs as much as a handshake. */
const secureContext = createSecureContext()
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
const settingsFrame = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0])
const pingFrame = Buffer.from([0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])
const pingAnswer = Buffer.from([0, 0, 8, 6, 1, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8])

/**
 * The least that can be done: a TLS handshake with each, all at once, and one round trip over it (an HTTP/2 ping that
 * the server's HTTP/2 answers by itself).
 * @returns times of the 90th and the last answer.
 */
export async function bareHandshakes(
  orchestrators: readonly HostedOrchestrator[],
): Promise<{ readonly ninetiethMs: number; readonly allMs: number }> {
  const startMs = performance.now()
  const sockets: TLSSocket[] = []
  const times = await Promise.all(
    orchestrators.map(async ({ serviceUri }) => {
      sockets.push(await roundTrip(serviceUri))
      return performance.now() - startMs
    }),
  )
  for (const socket of sockets) socket.destroy()
  const sorted = times.sort((a, b) => a - b)
  return { ninetiethMs: sorted[Math.ceil(sorted.length * 0.9) - 1] ?? 0, allMs: sorted.at(-1) ?? 0 }
}

function roundTrip(serviceUri: string): Promise<TLSSocket> {
  const { hostname: host, port } = new URL(serviceUri)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(port),
      ALPNProtocols: ['h2'],
      rejectUnauthorized: false,
      secureContext,
    })
    const received: Buffer[] = []
    socket.setNoDelay(true)
    socket.once('error', reject)
    socket.once('secureConnect', () => socket.write(Buffer.concat([preface, settingsFrame, pingFrame])))
    socket.on('data', (data) => {
      received.push(data)
      if (Buffer.concat(received).includes(pingAnswer)) resolve(socket)
    })
  })
}
