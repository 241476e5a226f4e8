import type { Clock, Emitter } from '@millrace/common'
import { type Address, keccak256, type Signer } from '@millrace/crypto'
import { PaymentError } from '@millrace/payments'
import {
  type AuthTokens,
  type EndTranscodingSessionRequest,
  OrchestratorCallRefusedError,
  type OrchestratorInfo,
  type OrchestratorRequest,
  type PingContext,
  readEndpointChallenge,
  verifyOrchestratorRequest,
} from '@millrace/wire'
import type { OrchestratorEvents } from '../events.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import type { Terms } from './terms.ts'

export interface CallHandlersDependencies {
  /** The node's key; undefined off chain. */
  readonly signer: Signer | undefined
  readonly terms: Pick<Terms, 'forNewSession'>
  readonly tokens: AuthTokens
  readonly sessions: SessionRegistry
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
}

/** The calls of a gateway: terms, the end of a session, ping. */
export class CallHandlers {
  readonly #deps: CallHandlersDependencies

  constructor(deps: CallHandlersDependencies) {
    this.#deps = deps
  }

  /** @throws {OrchestratorCallRefusedError} for a bad signature, a full node, or funds that allow no tickets. */
  async getOrchestrator(request: OrchestratorRequest): Promise<OrchestratorInfo> {
    const { signer, sessions, terms } = this.#deps
    let gateway: Address | undefined
    try {
      gateway = verifyOrchestratorRequest(request, { isOffChain: signer === undefined })
      if (!sessions.hasRoomFor(gateway)) {
        throw new OrchestratorCallRefusedError('Invalid orchestrator request: OrchestratorCapped')
      }
      return await terms.forNewSession(gateway)
    } catch (error) {
      const refusal =
        error instanceof PaymentError ? new OrchestratorCallRefusedError(error.wireText, error) : error
      this.#tellRefused(gateway, error)
      throw refusal
    }
  }

  /** @throws {AuthTokenError} for a token that is not of this node or is expired. */
  async endTranscodingSession({ authToken }: EndTranscodingSessionRequest): Promise<void> {
    const { tokens, clock, sessions } = this.#deps
    sessions.close(tokens.verify(authToken, clock.nowMs()), 'ended')
  }

  /**
   * Signs keccak256 of the value. The same key signs tickets, orders, requests and results, all of them over keccak256
   * of something, so a value that could be one of those is refused: whoever pings must not get a signature of use. A
   * challenge that names another certificate than ours has come through somebody else, and is refused too.
   */
  async ping(
    value: Uint8Array,
    { certificateFingerprint }: Pick<PingContext, 'certificateFingerprint'>,
  ): Promise<Uint8Array> {
    const named = readEndpointChallenge(value)
    const isOwn = named === undefined || Buffer.compare(named, certificateFingerprint) === 0
    if (!isOwn || !isHarmless(value)) throw new OrchestratorCallRefusedError('ping value refused')
    return this.#deps.signer?.signMessage(keccak256(value)) ?? new Uint8Array()
  }

  #tellRefused(gateway: Address | undefined, error: unknown): void {
    const isCapped =
      error instanceof OrchestratorCallRefusedError && error.wireText.endsWith('OrchestratorCapped')
    const code = isCapped
      ? 'ORCHESTRATOR_CAPPED'
      : error instanceof PaymentError
        ? error.code
        : error instanceof OrchestratorCallRefusedError
          ? 'REQUEST_SIGNATURE_INVALID'
          : 'INTERNAL'
    this.#deps.events.emit('requestRefused', { request: 'info', gateway, code })
  }
}

/**
 * Renditions are signed as lists of 32-byte hashes, an address as 42 characters; orders and packed tickets have 64 bytes
 * and more.
 */
function isHarmless({ length }: Uint8Array): boolean {
  return length < 64 && length !== 32 && length !== 42
}
