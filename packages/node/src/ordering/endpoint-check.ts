import type { NodeAuthorization } from '@millrace/chain'
import type { Clock, Logger } from '@millrace/common'
import { type Address, bytesToHex, type Hex, isSameAddress, zeroAddress } from '@millrace/crypto'
import {
  certificateFingerprint,
  type EndpointProof,
  type OrchestratorClient,
  type OrchestratorTerms,
  type PeerFacts,
} from '@millrace/wire'
import { EndpointError } from './errors.ts'
import type { KnownOrchestrator } from './orchestrator-source.ts'

/** `check` refuses who proves something else than what it says, `require` also who proves nothing. */
export type EndpointPolicy = 'off' | 'check' | 'require'

export interface EndpointCheckOptions {
  readonly policy: EndpointPolicy
  readonly chainId: number
}

export interface EndpointCheckDependencies {
  /** Asks the endpoint to sign a challenge over the connection that calls go by. */
  readonly prove: (serviceUri: string) => Promise<EndpointProof>
  /** Whether the staking account has signed. */
  readonly isAuthorized: (authorization: NodeAuthorization, signature: Hex) => Promise<boolean>
  readonly clock: Clock
  readonly log: Logger
}

interface OrderingConfig {
  readonly endpointProof: EndpointPolicy
  readonly infoTimeoutMs: number
}

interface Verdict {
  readonly key: Address
  readonly fault: string | undefined
  readonly untilMs: number
}

/** A proof is asked for anew after this, or when the endpoint shows another certificate or key. */
const validMs = 3_600_000
/** One that could not be had is tried again sooner. */
const unprovedValidMs = 300_000

/**
 * Whether whoever answers at an orchestrator's address holds a key that its staking account has authorised: nobody in the
 * network checks certificates, so that an address that was taken over would go unseen. The certificate that was proved is
 * then the only one that is accepted there, until the endpoint shows another one and proves that.
 */
export class EndpointCheck {
  readonly #options: EndpointCheckOptions
  readonly #deps: EndpointCheckDependencies
  readonly #verdicts = new Map<string, Verdict>()
  /** Fingerprints by origin. */
  readonly #pins = new Map<string, Uint8Array>()
  /** Orchestrators that have proved their key at some time. */
  readonly #proved = new Set<string>()

  constructor(options: EndpointCheckOptions, deps: EndpointCheckDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** For every connection: whether its certificate is the one that was proved. */
  accept({ origin, certificate }: PeerFacts): boolean {
    const pin = this.#pins.get(origin)
    if (pin === undefined || Buffer.compare(pin, certificateFingerprint(certificate)) === 0) return true
    // A restart makes a new certificate: the next connection may show it, and has to prove it.
    this.#pins.delete(origin)
    this.#verdicts.delete(origin)
    return false
  }

  /**
   * Asks for a proof where one is due, so that it comes with the terms and costs no time of its own.
   * @returns what to give to {@link EndpointCheck.check}
   */
  begin(known: KnownOrchestrator): Promise<EndpointProof | undefined> | undefined {
    const isDue = this.#options.policy !== 'off' && known.recipient !== undefined && !this.#fresh(known)
    return isDue ? this.#prove(known.serviceUri) : undefined
  }

  /**
   * Has the proof judged, where one is due.
   * @throws {EndpointError} when the policy refuses the endpoint.
   */
  async check(
    known: KnownOrchestrator,
    terms: OrchestratorTerms,
    proof?: Promise<EndpointProof | undefined>,
  ): Promise<void> {
    if (this.#options.policy === 'off' || known.recipient === undefined) return
    let verdict = this.#verdictOn(known, terms)
    if (verdict === undefined) {
      const made = (await proof) ?? (await this.#prove(known.serviceUri))
      const fault = await this.#findFault(known, terms, made)
      const untilMs = this.#deps.clock.nowMs() + this.#validMs(known, fault)
      verdict = { key: terms.address, fault, untilMs }
      this.#verdicts.set(new URL(known.serviceUri).origin, verdict)
      if (fault === undefined) this.#proved.add(known.id)
    }
    this.#enforce(verdict, known)
  }

  /**
   * What is known already, for those that are asked only what they cost: nobody is given work before it has proved its key.
   * @throws {EndpointError} as {@link EndpointCheck.check}.
   */
  recall(known: KnownOrchestrator, terms: OrchestratorTerms): void {
    const verdict = this.#verdictOn(known, terms)
    if (verdict !== undefined) this.#enforce(verdict, known)
  }

  #verdictOn(known: KnownOrchestrator, { address }: OrchestratorTerms): Verdict | undefined {
    const verdict = this.#fresh(known)
    return verdict && isSameAddress(verdict.key, address) ? verdict : undefined
  }

  /** Whoever stands in between can keep an endpoint from proving anything, but not make it forgotten that it could. */
  #enforce({ fault }: Verdict, { id }: KnownOrchestrator): void {
    if (fault === undefined) return
    if (this.#options.policy === 'require' || this.#proved.has(id)) throw new EndpointError({ detail: fault })
  }

  #fresh({ serviceUri }: KnownOrchestrator): Verdict | undefined {
    const verdict = this.#verdicts.get(new URL(serviceUri).origin)
    return verdict && verdict.untilMs > this.#deps.clock.nowMs() ? verdict : undefined
  }

  #prove(serviceUri: string): Promise<EndpointProof | undefined> {
    return this.#deps.prove(serviceUri).catch((err: unknown) => {
      this.#deps.log.debug({ err, serviceUri }, 'endpoint proves nothing')
      return undefined
    })
  }

  #validMs({ id }: KnownOrchestrator, fault: string | undefined): number {
    if (fault === undefined) return validMs
    return this.#proved.has(id) ? 0 : unprovedValidMs
  }

  /** Forgets endpoints that are not known any more. */
  keepOnly(list: readonly Pick<KnownOrchestrator, 'id' | 'serviceUri'>[]): void {
    const origins = new Set(list.map(({ serviceUri }) => URL.parse(serviceUri)?.origin))
    const ids = new Set(list.map(({ id }) => id))
    for (const id of this.#proved) if (!ids.has(id)) this.#proved.delete(id)
    for (const map of [this.#verdicts, this.#pins])
      for (const origin of map.keys()) if (!origins.has(origin)) map.delete(origin)
  }

  /**
   * @returns what was not proved, if anything was not
   * @throws {EndpointError} for a proof of something else than what the terms say
   */
  async #findFault(
    { recipient = zeroAddress, serviceUri }: KnownOrchestrator,
    terms: OrchestratorTerms,
    proof: EndpointProof | undefined,
  ): Promise<string | undefined> {
    if (proof?.signer === undefined) return 'It does not prove that it holds its key.'
    if (!isSameAddress(proof.signer, terms.address)) {
      const detail = `It says that its key is ${terms.address}, and proves ${proof.signer}.`
      throw new EndpointError({ detail })
    }
    if (!isSameAddress(terms.address, recipient)) {
      const fault = await this.#authorizationFault(recipient, terms)
      if (fault !== undefined) return fault
    }
    this.#pins.set(new URL(serviceUri).origin, proof.fingerprint)
    return undefined
  }

  async #authorizationFault(
    recipient: Address,
    { address, nodeAuthorization }: OrchestratorTerms,
  ): Promise<string | undefined> {
    if (nodeAuthorization === undefined)
      return `It does not show that ${recipient} lets the key ${address} serve.`
    const { validUntil, signature } = nodeAuthorization
    if (validUntil * 1_000n <= BigInt(this.#deps.clock.nowMs()))
      return `What ${recipient} signed for the key ${address} is over.`
    const { chainId } = this.#options
    const authorization = { chainId, orchestrator: recipient, nodeKey: address, validUntil }
    if (await this.#deps.isAuthorized(authorization, bytesToHex(signature))) return undefined
    const detail = `${recipient} did not sign that the key ${address} may serve.`
    throw new EndpointError({ detail })
  }
}

export interface EndpointCheckParts extends Pick<EndpointCheckDependencies, 'clock' | 'log'> {
  readonly client: Pick<OrchestratorClient, 'proveEndpoint'>
  readonly chain: {
    readonly chainId: number
    readonly isNodeAuthorized: EndpointCheckDependencies['isAuthorized']
  }
}

/** The check of a node with these settings, over its client and its chain. */
export function openEndpointCheck(
  { endpointProof: policy, infoTimeoutMs: timeoutMs }: OrderingConfig,
  { client, chain, clock, log }: EndpointCheckParts,
): EndpointCheck {
  return new EndpointCheck(
    { policy, chainId: chain.chainId },
    {
      prove: (serviceUri) => client.proveEndpoint(serviceUri, { timeoutMs }),
      isAuthorized: (...authorization) => chain.isNodeAuthorized(...authorization),
      ...{ clock, log },
    },
  )
}
