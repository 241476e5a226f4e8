import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { Code, ConnectError } from '@connectrpc/connect'
import type { Logger } from '@millrace/common'
import { OrchestratorCappedError, SegmentBodyError } from '../errors.ts'
import { maxMessageBytes } from '../limits.ts'
import { ByteBudget } from './byte-budget.ts'
import type { GrpcCall, GrpcMethod } from './grpc-method.ts'
import { endGrpc, grpcFrame, grpcFrameHeaderBytes, readGrpcFrame, startGrpc } from './grpc-reply.ts'
import {
  type AnyRequest,
  type AnyResponse,
  headerOf,
  isHttp2,
  isHttp2Response,
  pathOf,
  remoteAddressOf,
} from './http-types.ts'
import type { OpenRequests } from './open-requests.ts'
import { readBody } from './read-body.ts'

export interface GrpcRouteOptions {
  readonly maxCalls: number
  readonly maxCallsPerAddress: number
  /** Bounds calls that have one answer; a stream lasts as long as both ends like. */
  readonly timeoutMs: number
}

export interface GrpcRouteDependencies {
  readonly methods: readonly GrpcMethod[]
  readonly requests: OpenRequests
  readonly log: Logger
}

/** Answers a gRPC request, or returns false when it is none. */
export type GrpcRoute = (request: AnyRequest, response: AnyResponse) => boolean

/** Requests of all calls together; a real one has some hundred bytes. */
const maxRequestBytes = 64 << 20

/**
 * gRPC over HTTP/2, for services without streams of requests. Written straight onto HTTP/2, since every stream that begins
 * at any gateway asks every orchestrator at once. Nobody on the network compresses these small messages, and a compressed
 * one may be a bomb: it is refused.
 */
export function createGrpcRoute(
  options: GrpcRouteOptions,
  { methods, requests, log }: GrpcRouteDependencies,
): GrpcRoute {
  const byPath = new Map(methods.map((method) => [method.path, method]))
  const budget = new ByteBudget(maxRequestBytes)
  const places = new CallPlaces(options)
  return (request, response) => {
    if (!isHttp2(request) || !isHttp2Response(response)) return false
    if (!headerOf(request, 'content-type')?.startsWith('application/grpc')) return false
    const method = byPath.get(pathOf(request))
    const address = remoteAddressOf(request)
    if (method === undefined) endGrpc(response, Code.Unimplemented)
    else if (!places.take(address)) endGrpc(response, Code.ResourceExhausted)
    else {
      response.once('close', () => places.give(address))
      const call = {
        remoteAddress: address,
        signal: requests.track(response),
        header: (name: string) => headerOf(request, name),
      }
      serve(request, response, { method, call, budget, timeoutMs: options.timeoutMs }).catch(
        (error: unknown) => {
          const { code, rawMessage } = asStatus(error)
          log.debug({ err: error, method: method.name }, 'call failed')
          endGrpc(response, code, rawMessage)
        },
      )
    }
    return true
  }
}

interface Serving {
  readonly method: GrpcMethod
  readonly call: GrpcCall
  readonly budget: ByteBudget
  readonly timeoutMs: number
}

async function serve(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  { method, call, budget, timeoutMs }: Serving,
): Promise<void> {
  const cancel = () => request.stream.close(8 /* CANCEL */)
  const timer = method.kind === 'unary' ? setTimeout(cancel, timeoutMs) : undefined
  const hold = budget.open(call.remoteAddress)
  response.once('close', () => {
    clearTimeout(timer)
    hold.release()
  })
  const maxBytes = maxMessageBytes + grpcFrameHeaderBytes
  const { signal } = call
  const message = readGrpcFrame(
    await readBody(request, { maxBytes, timeoutMs, idleTimeoutMs: timeoutMs, hold, signal }),
  )
  if (message === undefined)
    throw new ConnectError('the request is not one plain message', Code.InvalidArgument)
  if (method.kind === 'unary') {
    const answer = await method.answer(message, call)
    startGrpc(response)
    response.write(grpcFrame(answer))
  } else await sendAll(response, method.answer(message, call), signal)
  endGrpc(response, 0)
}

/** Each message as soon as it is there, but none before the one before it has gone out. */
async function sendAll(
  response: Http2ServerResponse,
  answers: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  for await (const answer of answers) {
    if (signal.aborted) return
    if (!response.headersSent) startGrpc(response)
    await new Promise<void>((resolve) => {
      const done = () => {
        response.off('close', done)
        resolve()
      }
      response.once('close', done)
      response.write(grpcFrame(answer), done)
    })
  }
}

/** What the caller is told; a fault of ours says nothing. */
function asStatus(error: unknown): ConnectError {
  if (error instanceof ConnectError) return error
  if (error instanceof OrchestratorCappedError) return new ConnectError('', Code.ResourceExhausted)
  if (error instanceof SegmentBodyError) return new ConnectError('', Code.InvalidArgument)
  return new ConnectError('Internal Server Error', Code.Unknown)
}

/** Calls in progress, in all and of each address. */
class CallPlaces {
  readonly #options: Pick<GrpcRouteOptions, 'maxCalls' | 'maxCallsPerAddress'>
  readonly #ofAddress = new Map<string, number>()
  #taken = 0

  constructor(options: Pick<GrpcRouteOptions, 'maxCalls' | 'maxCallsPerAddress'>) {
    this.#options = options
  }

  take(address: string): boolean {
    const ofAddress = this.#ofAddress.get(address) ?? 0
    const { maxCalls, maxCallsPerAddress } = this.#options
    if (this.#taken >= maxCalls || ofAddress >= maxCallsPerAddress) return false
    this.#taken++
    this.#ofAddress.set(address, ofAddress + 1)
    return true
  }

  give(address: string): void {
    this.#taken--
    const left = (this.#ofAddress.get(address) ?? 1) - 1
    if (left > 0) this.#ofAddress.set(address, left)
    else this.#ofAddress.delete(address)
  }
}
