import type { ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import type { AnyResponse } from '../../test/peer/listen.ts'

const block = Buffer.alloc(65_536, 'x')
const grpcHead = { 'content-type': 'application/grpc' }

/** Writes as fast as the other side takes it, until that hangs up. */
function pour(to: Writable, piece: Uint8Array): void {
  const push = () => {
    while (!to.destroyed && to.write(piece));
  }
  to.on('error', () => {}).on('drain', push)
  push()
}

/** A byte now and then, for ever. */
function drip(response: AnyResponse): void {
  const timer = setInterval(() => response.write('x'), 200)
  response.once('close', () => clearInterval(timer))
}

/** The connection under an answer by HTTP/1.1. */
function socketOf(response: AnyResponse): Socket {
  const { socket } = response as AnyResponse & { readonly socket: Socket }
  return socket
}

function informHttp2(response: AnyResponse): void {
  const { stream } = response as AnyResponse & { readonly stream: ServerHttp2Stream }
  const tell = () => {
    if (stream.destroyed || stream.closed) return
    for (let count = 0; count < 20; count++)
      stream.additionalHeaders({ ':status': 103, link: 'x'.repeat(1_000) })
    setTimeout(tell, 5)
  }
  tell()
}

/** Ways to answer a request that never come to an end. */
export const endless = {
  grpcMessage(response: AnyResponse): void {
    response.writeHead(200, grpcHead)
    response.write(Buffer.of(0, 255, 255, 255, 255))
    pour(response, block)
  },
  grpcSilence(response: AnyResponse): void {
    response.writeHead(200, grpcHead)
    response.flushHeaders?.()
  },
  grpcDrip(response: AnyResponse): void {
    response.writeHead(200, grpcHead)
    drip(response)
  },
  grpcEarlyHeads: informHttp2,
  body(response: AnyResponse): void {
    response.writeHead(200)
    pour(response, block)
  },
  announcedBody(response: AnyResponse): void {
    response.writeHead(200, { 'content-length': '1000000000000' })
    pour(response, block)
  },
  drippingBody(response: AnyResponse): void {
    response.writeHead(200)
    drip(response)
  },
  head(response: AnyResponse): void {
    socketOf(response).write('HTTP/1.1 200 OK\r\n')
    pour(socketOf(response), Buffer.from(`X-More: ${'x'.repeat(4_000)}\r\n`))
  },
  earlyHeads(response: AnyResponse): void {
    pour(
      socketOf(response),
      Buffer.from(`HTTP/1.1 103 Early Hints\r\nLink: ${'x'.repeat(1_000)}\r\n\r\n`.repeat(20)),
    )
  },
} as const
