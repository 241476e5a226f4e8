import type { Http2ServerRequest } from 'node:http2'
import {
  Code,
  ConnectError,
  type ConnectRouter,
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
} from '@connectrpc/connect'
import type { UniversalServerResponse } from '@connectrpc/connect/protocol'
import { universalRequestFromNodeRequest, universalResponseToNodeResponse } from '@connectrpc/connect-node'
import type { Logger } from '@millrace/common'
import { AuthTokenError, OrchestratorCallRefusedError, SegmentRejectedError } from '../errors.ts'
import { Orchestrator } from '../generated/net/orchestrator_pb.ts'
import { maxMessageBytes } from '../limits.ts'
import type { CallContext, OrchestratorHandlers } from './handlers.ts'
import {
  type AnyRequest,
  type AnyResponse,
  headerOf,
  isHttp2,
  pathOf,
  remoteAddressOf,
  sendText,
} from './http-types.ts'
import type { OpenRequests } from './open-requests.ts'

export interface RpcRouteParts extends GrpcRouteParts {
  readonly handlers: OrchestratorHandlers
  /** Of the server's certificate. */
  readonly certificateFingerprint: Uint8Array
}

export interface GrpcRouteParts {
  readonly log: Logger
  readonly requests: OpenRequests
  readonly maxCalls: number
  readonly maxCallsPerAddress: number
  readonly timeoutMs: number
}

/** Who calls; the signal is the request's own. */
const callerKey = createContextKey<CallContext>({ remoteAddress: '', signal: AbortSignal.abort() })

/** Answers a gRPC request, or returns false when it is none. */
type GrpcRoute = (request: AnyRequest, response: AnyResponse) => boolean

/** The orchestrator's calls. */
export function createRpcRoute(parts: RpcRouteParts): GrpcRoute {
  return createGrpcRoute(parts, (router) => addRoutes(router, parts))
}

/** The calls of a service. Time bounds those that have one answer; a stream lasts as long as both ends like. */
export function createGrpcRoute(parts: GrpcRouteParts, register: (router: ConnectRouter) => void): GrpcRoute {
  const router = createConnectRouter({
    grpc: true,
    grpcWeb: false,
    connect: false,
    // Nobody on the network compresses these small messages, and a compressed one may be a bomb.
    acceptCompression: [],
    readMaxBytes: maxMessageBytes,
    writeMaxBytes: maxMessageBytes,
    binaryOptions: { readUnknownFields: false },
  })
  register(router)
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]))
  let calls = 0
  const callsOf = new Map<string, number>()
  return (request, response) => {
    if (!isHttp2(request) || !headerOf(request, 'content-type')?.startsWith('application/grpc')) return false
    const handler = handlers.get(pathOf(request))
    const address = remoteAddressOf(request)
    const ofAddress = callsOf.get(address) ?? 0
    const isFull = calls >= parts.maxCalls || ofAddress >= parts.maxCallsPerAddress
    if (handler === undefined || isFull) {
      refuseCall(request, handler ? Code.ResourceExhausted : Code.Unimplemented)
      return true
    }
    calls++
    callsOf.set(address, ofAddress + 1)
    const isUnary = handler.method.methodKind === 'unary'
    const timer = isUnary && setTimeout(() => request.stream.close(8 /* CANCEL */), parts.timeoutMs)
    response.once('close', () => {
      calls--
      const left = (callsOf.get(address) ?? 1) - 1
      if (left > 0) callsOf.set(address, left)
      else callsOf.delete(address)
      if (timer) clearTimeout(timer)
    })
    const answer = async () => {
      const caller = { remoteAddress: remoteAddressOf(request), signal: parts.requests.track(response) }
      const contextValues = createContextValues().set(callerKey, caller)
      // Throws for an authority that is no host.
      const call = universalRequestFromNodeRequest(request, response, undefined, contextValues)
      await universalResponseToNodeResponse(withPlainMessage(await handler(call)), response)
    }
    answer().catch((error: unknown) => {
      parts.log.debug({ err: error, method: handler.method.name }, 'call broke off')
      if (!response.headersSent) sendText(response, 400, 'Bad Request')
      else request.stream.close(8)
    })
    return true
  }
}

function addRoutes(router: ConnectRouter, parts: RpcRouteParts): void {
  const { handlers, log, certificateFingerprint } = parts
  const contextOf = (context: HandlerContext): CallContext => {
    const { remoteAddress, signal } = context.values.get(callerKey)
    return { remoteAddress, signal: AbortSignal.any([context.signal, signal]) }
  }
  router.service(Orchestrator, {
    getOrchestrator: (request, context) =>
      handlers.getOrchestrator(request, contextOf(context)).catch((error) => throwStatus(error, log)),
    endTranscodingSession: async (request, context) => {
      await handlers.endTranscodingSession(request, contextOf(context)).catch((error) => {
        if (error instanceof AuthTokenError) throw new ConnectError('Invalid auth token', Code.Unknown)
        return throwStatus(error, log)
      })
      return {}
    },
    ping: async ({ value }, context) => ({
      value: await handlers
        .ping(value, { ...contextOf(context), certificateFingerprint })
        .catch((error) => throwStatus(error, log)),
    }),
  })
}

/** The network's errors are status Unknown with the text that clients match; others say nothing. */
function throwStatus(error: unknown, log: Logger): never {
  if (error instanceof OrchestratorCallRefusedError || error instanceof SegmentRejectedError) {
    throw new ConnectError(error.wireText, Code.Unknown)
  }
  log.error({ err: error }, 'call failed')
  throw new ConnectError('Internal Server Error', Code.Unknown)
}

/**
 * Peers match error texts, and not all of them undo more than the escapes that gRPC asks for. The library escapes
 * every punctuation mark; here only `%` and what is not printable ASCII stay escaped.
 */
function withPlainMessage(answer: UniversalServerResponse): UniversalServerResponse {
  const { header, trailer, body } = answer
  unescapeMessage(header)
  if (body === undefined) return answer
  // Trailers are filled in when the body is done.
  async function* read(chunks: AsyncIterable<Uint8Array>) {
    yield* chunks
    unescapeMessage(trailer)
  }
  return { ...answer, body: read(body) }
}

function unescapeMessage(headers: UniversalServerResponse['header']): void {
  if (!(headers instanceof Headers)) return
  const message = headers.get('grpc-message')
  if (message === null) return
  const plain = message.replace(/%[0-9A-F]{2}/g, (escaped) => {
    const byte = Number.parseInt(escaped.slice(1), 16)
    return byte >= 0x20 && byte <= 0x7e && byte !== 0x25 ? String.fromCharCode(byte) : escaped
  })
  headers.set('grpc-message', plain)
}

/**
 * The status goes with a head that ends the stream, which is where clients look for it then. Trailers behind a body
 * would wait for a peer that takes in no body, and its place with them.
 */
function refuseCall(request: Http2ServerRequest, code: Code): void {
  const { stream } = request
  if (stream.destroyed || stream.headersSent) return
  const head = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': String(code) }
  stream.respond(head, { endStream: true })
}
