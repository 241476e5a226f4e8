import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import { Code } from '@connectrpc/connect'
import type { Logger } from '@millrace/common'
import { decodeMessage } from '../codec/headers.ts'
import { OrchestratorCallRefusedError } from '../errors.ts'
import { type RegisterRequest, RegisterRequestSchema } from '../generated/net/orchestrator_pb.ts'
import { ByteBudget } from './byte-budget.ts'
import { endGrpc, readGrpcFrame, startGrpc } from './grpc-reply.ts'
import {
  type AnyRequest,
  type AnyResponse,
  headerOf,
  isHttp2,
  isHttp2Response,
  pathOf,
} from './http-types.ts'
import type { OrchestratorServerLimits } from './limits.ts'
import type { OpenRequests } from './open-requests.ts'
import { readBody } from './read-body.ts'
import type { TranscoderHandlers, TranscoderRegistration } from './transcoder-handlers.ts'
import { OpenTranscoderStream } from './transcoder-stream.ts'

export interface RegisterRouteParts {
  readonly handlers: TranscoderHandlers
  readonly limits: OrchestratorServerLimits
  readonly log: Logger
  readonly requests: OpenRequests
}

const registerPath = '/net.Transcoder/RegisterTranscoder'
const maxRequestBytes = 1 << 16
/** No machine has more, and numbers beyond it are of no use. */
const maxSessions = 100_000

/**
 * @returns a function that answers `RegisterTranscoder`, or returns false for any other request. Written by hand since
 * the head must go out before there is a first segment, and since the connection's own pings tell whether a transcoder
 * still lives.
 */
export function createRegisterRoute(
  parts: RegisterRouteParts,
): (request: AnyRequest, response: AnyResponse) => boolean {
  const { limits } = parts
  const budget = new ByteBudget(limits.maxCalls * maxRequestBytes)
  // Strangers that are slow to say who they are must not take the places of transcoders.
  const count = { asking: 0, registered: 0 }
  return (request, response) => {
    if (!isHttp2(request) || !isHttp2Response(response) || pathOf(request) !== registerPath) return false
    if (!headerOf(request, 'content-type')?.startsWith('application/grpc')) return false
    if (count.asking >= limits.maxCalls) {
      endGrpc(response, Code.ResourceExhausted)
      return true
    }
    count.asking++
    const asked = register(request, response, { ...parts, budget, count }).finally(() => count.asking--)
    asked.catch((error: unknown) => {
      if (error instanceof OrchestratorCallRefusedError)
        return endGrpc(response, Code.Unknown, error.wireText)
      parts.log.debug({ err: error }, 'registration broke off')
      endGrpc(response, Code.InvalidArgument)
    })
    return true
  }
}

interface Registering {
  readonly budget: ByteBudget
  readonly count: { registered: number }
}

async function register(
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  { handlers, limits, budget, count, requests }: RegisterRouteParts & Registering,
): Promise<void> {
  const signal = requests.track(response)
  const hold = budget.open()
  response.once('close', () => hold.release())
  const { headersTimeoutMs: timeoutMs } = limits
  const body = await readBody(request, {
    maxBytes: maxRequestBytes,
    timeoutMs,
    idleTimeoutMs: timeoutMs,
    hold,
    signal,
  })
  const message = readGrpcFrame(body)
  if (message === undefined) return endGrpc(response, Code.InvalidArgument)
  const registration = decodeMessage(RegisterRequestSchema, message)
  if (!handlers.isSecret(registration.secret)) throw new OrchestratorCallRefusedError('invalid secret')
  const claims = readClaims(registration)
  if (count.registered >= limits.maxTranscoders) return endGrpc(response, Code.ResourceExhausted)
  count.registered++
  response.once('close', () => count.registered--)
  const { transcoderPingMs: pingMs, transcoderSilenceMs: silenceMs } = limits
  const stream = new OpenTranscoderStream({ pingMs, silenceMs }, { request, response, signal })
  handlers.register(claims, stream)
  if (!response.headersSent) startGrpc(response)
}

function readClaims({ capacity, capabilities, pixelsPerSecond }: RegisterRequest): TranscoderRegistration {
  if (capacity <= 0n) throw new OrchestratorCallRefusedError('zero capacity')
  return {
    capacity: Math.min(maxSessions, Number(capacity)),
    pixelsPerSecond: pixelsPerSecond > 0n ? Number(pixelsPerSecond) : undefined,
    capabilities,
  }
}
