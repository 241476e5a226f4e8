import { createServer as createHttp1Server, type ServerOptions } from 'node:http'
import { createServer as createHttp2Server, createSecureServer, type ServerHttp2Session } from 'node:http2'
import type { Server, Socket } from 'node:net'
import { maxHeaderBytes } from '../limits.ts'
import type { ServerCertificate } from './certificate.ts'
import type { RequestListener } from './http-types.ts'
import type { OrchestratorServerLimits } from './limits.ts'

/** Bytes that a sender may have on the way in one HTTP/2 stream: 2 MiB segments need no waiting for acknowledgement. */
const streamWindowBytes = 4 << 20
const connectionWindowBytes = 16 << 20
/** Megabytes that Node holds for one HTTP/2 connection before it refuses streams. */
const sessionMemoryMb = 64

export interface DualServer {
  readonly server: Server
  /** Closes the HTTP/2 connections as soon as their requests are answered, but those that are to be spared. */
  endSessions(isSpared?: (session: ServerHttp2Session) => boolean): void
}

/**
 * One server for HTTP/1.1 and HTTP/2 on one port: told apart by ALPN under TLS, by the first bytes without.
 * @param certificate - undefined serves plain text.
 */
export function createDualServer(
  certificate: ServerCertificate | undefined,
  limits: OrchestratorServerLimits,
  listener: RequestListener,
): DualServer {
  const http1 = http1Options(limits)
  const http2 = http2Options(limits)
  const sessions = new Set<ServerHttp2Session>()
  const onSession = (session: ServerHttp2Session) => {
    sessions.add(session)
    session.once('close', () => sessions.delete(session))
    watchSession(session, limits)
  }
  const endSessions: DualServer['endSessions'] = (isSpared) => {
    for (const session of sessions) if (!isSpared?.(session)) session.close()
  }
  if (certificate !== undefined) {
    const server = createSecureServer(
      { ...http1, ...http2, ...certificate, allowHTTP1: true, handshakeTimeout: limits.headersTimeoutMs },
      listener,
    )
    return { server: server.on('session', onSession), endSessions }
  }
  const plainHttp2 = createHttp2Server(http2, listener).on('session', onSession)
  const server = createHttp1Server(http1, listener)
  const http1Listeners = server.listeners('connection')
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    peek(socket, limits.headersTimeoutMs, (isHttp2) => {
      if (!isHttp2) {
        for (const http1Listener of http1Listeners) http1Listener.call(server, socket)
        return
      }
      // An HTTP/1 server keeps its own side open when the other end hangs up; HTTP/2 waits for both to be closed.
      socket.allowHalfOpen = false
      plainHttp2.emit('connection', socket)
    })
  })
  return { server, endSessions }
}

function http1Options(limits: OrchestratorServerLimits): ServerOptions {
  return {
    maxHeaderSize: maxHeaderBytes,
    headersTimeout: limits.headersTimeoutMs,
    // Covers the whole request; the body has its own, tighter clock once it is wanted.
    requestTimeout: limits.headersTimeoutMs + limits.uploadTimeoutMs,
    keepAliveTimeout: limits.idleTimeoutMs,
    connectionsCheckingInterval: Math.min(2_000, limits.headersTimeoutMs),
  }
}

function http2Options(limits: OrchestratorServerLimits) {
  return {
    maxSessionMemory: sessionMemoryMb,
    settings: {
      maxHeaderListSize: maxHeaderBytes,
      maxConcurrentStreams: limits.maxStreamsPerConnection,
      initialWindowSize: streamWindowBytes,
      enablePush: false,
    },
  }
}

/** Lets a connection go that brings no first request in time or no further one for long. */
function watchSession(session: ServerHttp2Session, limits: OrchestratorServerLimits): void {
  let streams = 0
  session.setLocalWindowSize(connectionWindowBytes)
  session.setTimeout(limits.headersTimeoutMs, () => {
    if (streams === 0) session.close()
  })
  session.on('stream', (stream) => {
    if (streams++ === 0) session.setTimeout(limits.idleTimeoutMs)
    stream.once('close', () => {
      streams--
    })
  })
  // Reported by the requests that it takes down.
  session.on('error', () => {})
}

/** Looks at the first bytes of a connection without taking them: HTTP/2 begins with `PRI `, no HTTP/1.1 method does. */
function peek(socket: Socket, timeoutMs: number, decide: (isHttp2: boolean) => void): void {
  const timer = setTimeout(() => socket.destroy(), timeoutMs)
  const onError = () => socket.destroy()
  let seen = Buffer.alloc(0)
  const onReadable = () => {
    const chunk: Buffer | null = socket.read()
    if (chunk === null) return
    seen = Buffer.concat([seen, chunk])
    const isOpen = seen.length < 4 && 'PRI '.startsWith(seen.toString('latin1'))
    if (isOpen) return
    clearTimeout(timer)
    socket.off('readable', onReadable).off('error', onError).off('close', onClose)
    socket.unshift(seen)
    decide(seen.subarray(0, 4).toString('latin1') === 'PRI ')
  }
  const onClose = () => clearTimeout(timer)
  socket.on('readable', onReadable).on('error', onError).on('close', onClose)
}
