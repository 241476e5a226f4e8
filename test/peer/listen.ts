import { createServer as createHttp1, type IncomingMessage } from 'node:http'
import { createServer as createHttp2, createSecureServer, type Http2ServerRequest } from 'node:http2'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { certificate } from './certificate.ts'

export type AnyRequest = IncomingMessage | Http2ServerRequest

/** What both kinds of response have in common. */
export interface AnyResponse extends Writable {
  readonly headersSent: boolean
  writeHead(status: number, headers?: Readonly<Record<string, string>>): unknown
  addTrailers(trailers: Readonly<Record<string, string>>): void
  flushHeaders?(): void
}
export type Listener = (request: AnyRequest, response: AnyResponse) => void

export interface Listening {
  readonly uri: string
  close(): Promise<void>
}

/** HTTP/1.1 and HTTP/2 on one free port: chosen by ALPN under TLS, without TLS by how the first request begins. */
export async function listen(scheme: 'http' | 'https', listener: Listener): Promise<Listening> {
  const sockets = new Set<Socket>()
  const server: Server =
    scheme === 'https' ? createSecureServer({ ...certificate, allowHTTP1: true }, listener) : plain(listener)
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    uri: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function plain(listener: Listener): Server {
  const [http1, http2] = [createHttp1(listener), createHttp2(listener)]
  return createServer((socket) => {
    socket.once('readable', () => {
      const first: Buffer | null = socket.read()
      if (first === null) return
      socket.unshift(first)
      const isHttp2 = first.toString('latin1').startsWith('PRI ')
      ;(isHttp2 ? http2 : http1).emit('connection', socket)
    })
  })
}
