import type { Clock, Logger } from '@millrace/common'
import { type Address, keccak256, type Signer, toChecksumAddress, zeroAddress } from '@millrace/crypto'
import type { Profile } from '@millrace/media'
import { assertAcceptablePrice, freePrice, type Price } from '@millrace/payments'
import {
  type Capabilities,
  createOrchestratorRequest,
  type OrchestratorClient,
  type OrchestratorTerms,
  readOrchestratorInfo,
} from '@millrace/wire'
import type { EndpointCheck } from '../../ordering/endpoint-check.ts'
import type { KnownOrchestrator } from '../../ordering/orchestrator-source.ts'
import type { Budget, Payer } from '../../ordering/payer.ts'
import { AttemptError } from '../errors.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { GatewayLedger } from '../store/gateway-ledger.ts'
import { asAttemptError } from './attempt-failure.ts'

/** The part of the wire that sessions use. */
export type OrchestratorCalls = Pick<
  OrchestratorClient,
  'getOrchestratorInfo' | 'endSession' | 'transcodeSegment' | 'downloadRendition'
>

export interface SessionOptions {
  readonly streamId: string
  readonly profiles: readonly Profile[]
  /** What an orchestrator must have, also for parts of segments. */
  readonly capabilities: (isSliced: boolean) => Capabilities
  readonly infoTimeoutMs: number
  readonly attemptTimeoutMs: number
  readonly maxPrice: Price | undefined
  /** What the stream may spend; undefined: anything. */
  readonly budget: Budget | undefined
  /** At least 1: what orchestrators are given more time by. */
  readonly timeoutMultiplier: number
  /** Where results are put; undefined: they stay with the orchestrator until they are fetched. */
  readonly store: ObjectStore | undefined
  /** With each segment orchestrators are told to begin anew. */
  readonly mustReinitialise: boolean
}

export interface SessionDependencies {
  readonly calls: OrchestratorCalls
  /** Undefined off chain, where nobody has a key to prove. */
  readonly endpoints: Pick<EndpointCheck, 'begin' | 'check'> | undefined
  /** Signs requests and segments; undefined off chain. */
  readonly signer: Signer | undefined
  /** Undefined off chain. */
  readonly payer: Payer | undefined
  /** Where paid sessions are kept, in case this process ends without closing them; undefined off chain. */
  readonly ledger: Pick<GatewayLedger, 'sessions' | 'save'> | undefined
  /** Block that ticket parameters expire by; undefined off chain. */
  readonly latestBlock: (() => bigint) | undefined
  readonly clock: Clock
  readonly log: Logger
  readonly onTickets: (orchestratorId: string, tickets: number, valueWei: bigint) => void
  /** A segment could not be paid for. */
  readonly onPaymentError: (code: string) => void
}

/**
 * Asks one orchestrator for its terms: a session on its side once a segment comes with them.
 * @throws {AttemptError} when it gives none that can be used.
 */
export async function requestTerms(
  { serviceUri, recipient }: KnownOrchestrator,
  {
    capabilities,
    infoTimeoutMs,
    maxPrice,
  }: Pick<SessionOptions, 'capabilities' | 'infoTimeoutMs' | 'maxPrice'>,
  { calls, signer, payer }: Pick<SessionDependencies, 'calls' | 'signer' | 'payer'>,
): Promise<OrchestratorTerms> {
  try {
    const request = await createOrchestratorRequest(signer, capabilities(false))
    const info = await calls.getOrchestratorInfo(serviceUri, request, { timeoutMs: infoTimeoutMs })
    const terms = readOrchestratorInfo(info, { needsPayment: payer !== undefined })
    assertAcceptablePrice(terms.price ?? freePrice, { maxPrice })
    const paid = terms.ticketParams?.recipient
    if (payer && recipient && paid && paid.toLowerCase() !== recipient.toLowerCase()) {
      throw new AttemptError({
        failure: 'BAD_INFO',
        detail: `It wants ${paid} to be paid, not ${recipient}.`,
      })
    }
    return terms
  } catch (error) {
    throw asAttemptError(error)
  }
}

/** {@link requestTerms} of an endpoint that proves its key, asked for at the same time, so that it costs no time of its own. */
export async function requestProvedTerms(
  orchestrator: KnownOrchestrator,
  options: Parameters<typeof requestTerms>[1],
  deps: Parameters<typeof requestTerms>[2] & Pick<SessionDependencies, 'endpoints'>,
): Promise<OrchestratorTerms> {
  const proof = deps.endpoints?.begin(orchestrator)
  const terms = await requestTerms(orchestrator, options, deps)
  try {
    await deps.endpoints?.check(orchestrator, terms, proof)
  } catch (error) {
    throw asAttemptError(error)
  }
  return terms
}

/**
 * Names an orchestrator for people: its account, else its key, else an address made of its service URI, since off chain
 * everybody's address is zero.
 */
export function addressFor(
  { recipient, serviceUri }: KnownOrchestrator,
  terms: Pick<OrchestratorTerms, 'address'> | undefined,
): Address {
  if (recipient) return recipient
  if (terms && terms.address !== zeroAddress) return terms.address
  return toChecksumAddress(keccak256(new TextEncoder().encode(serviceUri)).slice(12))
}
