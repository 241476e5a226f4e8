import type { Clock, Emitter, Logger } from '@millrace/common'
import { type Address, zeroAddress } from '@millrace/crypto'
import { PaymentError } from '@millrace/payments'
import {
  type AcceptedSegment,
  type AuthToken,
  AuthTokenError,
  type AuthTokens,
  findIncompatibility,
  IncompatibleCapabilitiesError,
  OrchestratorCappedError,
  readAddress,
  readPayment,
  readStoreGrant,
  SegmentRejectedError,
  type SegmentRequest,
  SegmentSignatureError,
  verifySegmentSignature,
  WireFormatError,
} from '@millrace/wire'
import type { OrchestratorEvents } from '../events.ts'
import type { WorkPayments } from '../payments/work-payments.ts'
import { orderedPixelsPerSecond } from '../sessions/admission.ts'
import type { Session } from '../sessions/session.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import type { SegmentWork } from './segment-work.ts'
import type { Terms } from './terms.ts'

export interface SegmentIntakeOptions {
  /** Off chain nobody signs and nobody pays. */
  readonly isOffChain: boolean
}

export interface SegmentIntakeDependencies {
  readonly terms: Pick<Terms, 'capabilities'>
  readonly tokens: AuthTokens
  readonly sessions: SessionRegistry
  readonly payments: Pick<WorkPayments, 'receive' | 'assertFunded'>
  readonly work: Pick<SegmentWork, 'run'>
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
  readonly log: Logger
}

/** A payment's own error says more than that it was refused. */
function codeOf(error: unknown): string {
  if (!(error instanceof SegmentRejectedError)) return 'INTERNAL'
  return error.cause instanceof PaymentError ? error.cause.code : error.code
}

/** Takes segments in: the checks of a request, in the order that gateways of the network expect. */
export class SegmentIntake {
  readonly #isOffChain: boolean
  readonly #deps: SegmentIntakeDependencies

  constructor({ isOffChain }: SegmentIntakeOptions, deps: SegmentIntakeDependencies) {
    this.#isOffChain = isOffChain
    this.#deps = deps
  }

  /** @throws {SegmentRejectedError} at the first step that fails. */
  async take(request: SegmentRequest): Promise<AcceptedSegment> {
    let gateway: Address | undefined
    try {
      gateway = this.#checkSender(request)
      this.#checkCapabilities(request)
      // Told now, while the gateway has not paid yet.
      readStoreGrant(request.order.storage)
      const token = this.#checkToken(request)
      const session = this.#admit(request, gateway, token)
      return await this.#takeInSession(request, session, token)
    } catch (error) {
      const code = codeOf(error)
      const { manifestId: streamId, seqNo, authToken } = request.order
      const facts = { streamId, seqNo, sessionId: authToken?.sessionId, code }
      this.#deps.log.debug({ err: error, ...facts }, 'segment refused')
      this.#deps.events.emit('requestRefused', { request: 'segment', gateway, code })
      throw error
    }
  }

  async #takeInSession(
    request: SegmentRequest,
    session: Session,
    token: AuthToken,
  ): Promise<AcceptedSegment> {
    const { sessions, work, clock } = this.#deps
    const arrivedAtMs = clock.nowMs()
    session.begin()
    try {
      await this.#takePayment(request, session)
      const source = await request.readSource()
      sessions.confirm(session)
      const { order, signal, payment } = request
      const tickets = payment?.ticketSenderParams.length ?? 0
      const result = work.run({ session, order, token, source, signal, arrivedAtMs, tickets })
      return { result: result.finally(() => session.end(clock.nowMs())) }
    } catch (error) {
      session.end(clock.nowMs())
      sessions.forgetUnconfirmed(session)
      throw error
    }
  }

  #checkSender({ payment, order, segData }: SegmentRequest): Address {
    const gateway = this.#readSender(payment?.sender)
    verifySegmentSignature(order, segData.sig, this.#isOffChain ? undefined : gateway)
    return gateway
  }

  /** Who pays is who must have signed; a request without payment has nobody. */
  #readSender(sender: Uint8Array | undefined): Address {
    if (sender === undefined || sender.length === 0) return zeroAddress
    try {
      return readAddress(sender, 'sender')
    } catch (error) {
      throw error instanceof WireFormatError ? new SegmentSignatureError() : error
    }
  }

  #checkCapabilities({ order }: SegmentRequest): void {
    const reason =
      findIncompatibility(order.capabilities, this.#deps.terms.capabilities) ??
      // The capability is offered since every push asks for it, mostly for all of the segment.
      (order.slice ? 'parts of segments are not cut out here' : undefined)
    if (reason !== undefined) throw new IncompatibleCapabilitiesError(reason)
  }

  #checkToken({ order: { authToken } }: SegmentRequest): AuthToken {
    this.#deps.tokens.verify(authToken, this.#deps.clock.nowMs())
    if (authToken === undefined) throw new AuthTokenError('missing')
    return authToken
  }

  #admit({ order }: SegmentRequest, gateway: Address, token: AuthToken): Session {
    const { sessions } = this.#deps
    const admitted = sessions.admit({
      sessionId: token.sessionId,
      gateway,
      manifestId: order.manifestId,
      tokenExpiresAtMs: Number(token.expiration) * 1000,
      pixelsPerSecond: orderedPixelsPerSecond(order.profiles),
    })
    if (admitted === 'foreign') throw new AuthTokenError('invalid')
    if (admitted === 'capped') throw new OrchestratorCappedError()
    if (admitted.isBeyondOrder && sessions.size > 1) throw new OrchestratorCappedError()
    return admitted
  }

  async #takePayment({ payment }: SegmentRequest, { id: sessionId, gateway }: Session): Promise<void> {
    const { payments } = this.#deps
    const account = { peer: gateway, sessionId }
    if (payment !== undefined && !this.#isOffChain) await payments.receive(readPayment(payment), account)
    payments.assertFunded(account)
  }
}
