import type { Clock, Emitter, Logger } from '@millrace/common'
import { type Signer, zeroAddress } from '@millrace/crypto'
import type { AuthTokens, NodeAuthorizationTerms, OrchestratorHandlers, ResultUploader } from '@millrace/wire'
import type { OrchestratorEvents } from '../events.ts'
import type { WorkPayments } from '../payments/work-payments.ts'
import type { OverloadGuard } from '../sessions/overload-guard.ts'
import type { ResultStore } from '../sessions/result-store.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import { CallHandlers } from './call-handlers.ts'
import { ResultDelivery } from './result-delivery.ts'
import { SegmentIntake } from './segment-intake.ts'
import { type SegmentTranscoder, SegmentWork } from './segment-work.ts'
import { Terms } from './terms.ts'

export interface HandlersOptions {
  /** Where this node says it is; may be empty. */
  readonly region: string
  /** The staking account's word for the node's key, where the two differ. */
  readonly nodeAuthorization: NodeAuthorizationTerms | undefined
}

export interface HandlersDependencies {
  readonly service: { readonly uri: string }
  /** The node's key; undefined off chain. */
  readonly signer: Signer | undefined
  readonly payments: WorkPayments
  readonly transcoder: SegmentTranscoder
  readonly tokens: AuthTokens
  readonly sessions: SessionRegistry
  readonly results: ResultStore
  readonly guard: Pick<OverloadGuard, 'begin' | 'isShed'>
  readonly uploader: Pick<ResultUploader, 'put'>
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
  readonly log: Logger
}

/** Puts together what answers the requests of gateways. */
export function createHandlers(
  { region, nodeAuthorization }: HandlersOptions,
  dependencies: HandlersDependencies,
): OrchestratorHandlers {
  const { signer, results } = dependencies
  const log = dependencies.log.child({ module: 'orchestrator/segments' })
  const terms = new Terms(
    { address: signer?.address ?? zeroAddress, region, nodeAuthorization },
    { ...dependencies, log },
  )
  const work = new SegmentWork({ ...dependencies, log, terms, delivery: new ResultDelivery(dependencies) })
  const intake = new SegmentIntake(
    { isOffChain: signer === undefined },
    { ...dependencies, log, terms, work },
  )
  const calls = new CallHandlers({ ...dependencies, terms })
  return {
    getOrchestrator: (request) => calls.getOrchestrator(request),
    endTranscodingSession: (request) => calls.endTranscodingSession(request),
    ping: (value, context) => calls.ping(value, context),
    segment: (request) => intake.take(request),
    rendition: async (address) => results.get(address),
  }
}
