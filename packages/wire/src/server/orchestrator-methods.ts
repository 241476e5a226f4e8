import { Code, ConnectError } from '@connectrpc/connect'
import type { Logger } from '@millrace/common'
import { AuthTokenError, OrchestratorCallRefusedError, SegmentRejectedError } from '../errors.ts'
import { Orchestrator } from '../generated/net/orchestrator_pb.ts'
import { type GrpcMethod, unaryMethod } from './grpc-method.ts'
import type { OrchestratorHandlers } from './handlers.ts'

export interface OrchestratorMethodsParts {
  readonly handlers: OrchestratorHandlers
  /** Of the server's certificate. */
  readonly certificateFingerprint: Uint8Array
  readonly log: Logger
}

/** The orchestrator's calls. */
export function orchestratorMethods({
  handlers,
  certificateFingerprint,
  log,
}: OrchestratorMethodsParts): readonly GrpcMethod[] {
  const { getOrchestrator, endTranscodingSession, ping } = Orchestrator.method
  const fail = (error: unknown) => throwStatus(error, log)
  return [
    unaryMethod(getOrchestrator, (request, call) => handlers.getOrchestrator(request, call).catch(fail)),
    unaryMethod(endTranscodingSession, async (request, call) => {
      await handlers.endTranscodingSession(request, call).catch((error) => {
        if (error instanceof AuthTokenError) throw new ConnectError('Invalid auth token', Code.Unknown)
        return fail(error)
      })
      return {}
    }),
    unaryMethod(ping, async ({ value }, call) => ({
      value: await handlers.ping(value, { ...call, certificateFingerprint }).catch(fail),
    })),
  ]
}

/** The network's errors are status Unknown with the text that clients match; others say nothing. */
function throwStatus(error: unknown, log: Logger): never {
  if (error instanceof OrchestratorCallRefusedError || error instanceof SegmentRejectedError) {
    throw new ConnectError(error.wireText, Code.Unknown)
  }
  log.error({ err: error }, 'call failed')
  throw new ConnectError('Internal Server Error', Code.Unknown)
}
