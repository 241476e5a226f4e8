import type { Clock, Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import {
  type AuthToken,
  type AuthTokens,
  type Capabilities,
  createCapabilities,
  createOrchestratorInfo,
  type NodeAuthorizationTerms,
  type OrchestratorInfo,
  ownCapabilities,
  protocolVersion,
} from '@millrace/wire'
import type { WorkPayments } from '../payments/work-payments.ts'

export interface TermsOptions {
  /** The key that signs results; zero off chain. */
  readonly address: Address
  /** Where this node says it is; may be empty. */
  readonly region: string
  readonly nodeAuthorization: NodeAuthorizationTerms | undefined
}

export interface TermsDependencies {
  /** Where gateways reach this node. */
  readonly service: { readonly uri: string }
  readonly payments: Pick<WorkPayments, 'offer'>
  readonly tokens: AuthTokens
  readonly clock: Clock
  readonly log: Logger
}

/** Writes the terms that gateways get: at first with a new session's token, then with each result. */
export class Terms {
  readonly capabilities: Capabilities = createCapabilities({
    capabilities: ownCapabilities,
    version: protocolVersion,
  })
  readonly #options: TermsOptions
  readonly #deps: TermsDependencies

  constructor(options: TermsOptions, deps: TermsDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /**
   * Terms for a new session.
   * @throws {PaymentError} when the gateway's funds allow no tickets.
   */
  async forNewSession(gateway: Address): Promise<OrchestratorInfo> {
    const { tokens, clock } = this.#deps
    return this.#write(gateway, tokens.issue(clock.nowMs()), undefined)
  }

  /**
   * The next terms of a running session, with its own token. Undefined when none can be given now (the gateway then
   * goes on with the ones it has): finished work is answered in any case.
   */
  async forSession(
    gateway: Address,
    sessionId: string,
    token: AuthToken,
  ): Promise<OrchestratorInfo | undefined> {
    try {
      return await this.#write(gateway, token, sessionId)
    } catch (err) {
      this.#deps.log.warn({ err, gateway, sessionId }, 'no new ticket parameters')
      return undefined
    }
  }

  async #write(
    gateway: Address,
    authToken: AuthToken,
    sessionId: string | undefined,
  ): Promise<OrchestratorInfo> {
    const { address, region, nodeAuthorization } = this.#options
    const serviceUri = this.#deps.service.uri
    const { price, ticketParams } = await this.#deps.payments.offer(gateway, sessionId)
    const { capabilities } = this
    return createOrchestratorInfo({
      serviceUri,
      address,
      price,
      ticketParams,
      capabilities,
      authToken,
      nodes: [],
      region,
      nodeAuthorization,
    })
  }
}
