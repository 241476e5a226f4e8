import { type Address, keccak256, zeroAddress } from '@millrace/crypto'
import type { Segment } from '@millrace/media'
import { assertAcceptablePrice, feeWei, freePrice, PaymentError, type Price } from '@millrace/payments'
import {
  createSegData,
  type OrchestratorTerms,
  readOrchestratorInfo,
  type SegmentOutcome,
  SegmentStatusError,
} from '@millrace/wire'
import type { KnownOrchestrator } from '../../ordering/orchestrator-source.ts'
import { feeOf, type PreparedPayment } from '../../ordering/payer.ts'
import type {
  CheckedRendition,
  SegmentResult,
  SegmentSession,
  SegmentToTranscode,
} from '../dispatch/types.ts'
import { AttemptError } from '../errors.ts'
import { asAttemptError, wasNothingTaken } from './attempt-failure.ts'
import { checkResult, maxRenditionBytes } from './check-result.ts'
import { type Beginning, recordOf, type SessionRecord, takeUpSession } from './session-record.ts'
import { SessionUploads } from './session-uploads.ts'
import { addressFor, requestProvedTerms, type SessionDependencies, type SessionOptions } from './terms.ts'

/** A token is renewed in the last tenth of its half hour, ticket parameters in their last blocks. */
const renewTokenBeforeMs = 3 * 60_000
const renewParamsBeforeBlocks = 2n
/** A payment of one segment rarely needs more; renewed before nonces run out. */
const leastTicketsLeft = 50

interface SegmentWay {
  readonly signal: AbortSignal
  /** Told what was paid when no result came for it. */
  readonly onForfeit: (valueWei: bigint) => void
}

/** One stream at one orchestrator: token, price, tickets, segments. */
export class OrchestratorSession implements SegmentSession {
  readonly #orchestrator: KnownOrchestrator
  readonly #options: SessionOptions
  readonly #deps: SessionDependencies
  /** What the stream began with here: nobody may raise it beyond twice. */
  readonly #initialPrice: Price
  /** Fixed at the orchestrator by the first payment of each session there. */
  #price: Price
  #terms: OrchestratorTerms
  #renewing: Promise<void> | undefined
  #inFlight = 0
  #isReleased = false
  #isTakenUp: boolean
  readonly #record: SessionRecord | undefined
  readonly #uploads: SessionUploads | undefined

  private constructor(
    orchestrator: KnownOrchestrator,
    { terms, initialPrice, price, isTakenUp }: Beginning,
    options: SessionOptions,
    deps: SessionDependencies,
  ) {
    this.#orchestrator = orchestrator
    this.#terms = terms
    this.#initialPrice = initialPrice
    this.#price = price
    this.#isTakenUp = isTakenUp
    this.#options = options
    this.#deps = deps
    const key = { streamId: options.streamId, orchestratorId: orchestrator.id }
    const { streamId, store } = options
    this.#uploads = store?.uploads && new SessionUploads({ streamId, store }, deps.clock)
    this.#record = recordOf({ ...key, initialPrice }, deps)
  }

  /**
   * Goes on with the stream's session of an earlier run, if there is one, or asks for terms.
   * @throws {AttemptError} when the orchestrator gives no usable terms.
   */
  static async open(
    orchestrator: KnownOrchestrator,
    options: SessionOptions,
    deps: SessionDependencies,
  ): Promise<OrchestratorSession> {
    const kept = takeUpSession({ streamId: options.streamId, orchestratorId: orchestrator.id }, deps)
    if (kept) return new OrchestratorSession(orchestrator, { ...kept, isTakenUp: true }, options, deps)
    const terms = await requestProvedTerms(orchestrator, options, deps)
    const price = terms.price ?? freePrice
    const beginning = { terms, price, initialPrice: price, isTakenUp: false }
    return new OrchestratorSession(orchestrator, beginning, options, deps)
  }

  get orchestratorId(): string {
    return this.#orchestrator.id
  }

  get address(): Address {
    return this.#orchestrator.recipient ?? addressFor(this.#orchestrator, this.#terms)
  }

  /** Under which the orchestrator knows it now: each renewal brings another. */
  get sessionId(): string {
    return this.#terms.authToken.sessionId
  }

  get terms(): OrchestratorTerms {
    return this.#terms
  }

  /** @throws {AttemptError} */
  async transcode(
    segment: SegmentToTranscode,
    signal: AbortSignal,
    onForfeit: (valueWei: bigint) => void = () => {},
  ): Promise<SegmentResult> {
    const way = { signal, onForfeit }
    this.#inFlight++
    try {
      if (this.#mustRenew()) await this.#renew()
      return await this.#sendKnown(segment, way)
    } catch (error) {
      const cause = error instanceof AttemptError ? error.cause : error
      if (cause instanceof PaymentError) this.#deps.onPaymentError(cause.code)
      throw asAttemptError(error)
    } finally {
      this.#inFlight--
      if (this.#isReleased) this.#endWhenIdle()
    }
  }

  /** Nothing new is sent; the orchestrator is told when what is under way is back. Idempotent. */
  release(): void {
    if (this.#isReleased) return
    this.#isReleased = true
    this.#endWhenIdle()
  }

  /** An orchestrator that does not know a session of ours any more gets the segment once more, in a new one. */
  async #sendKnown(segment: SegmentToTranscode, way: SegmentWay): Promise<SegmentResult> {
    if (!this.#isTakenUp) return this.#send(segment, way)
    const { sessionId } = this.#terms.authToken
    try {
      const result = await this.#send(segment, way)
      this.#isTakenUp = false
      return result
    } catch (error) {
      if (!(error instanceof SegmentStatusError)) throw error
      this.#deps.log.info({ err: error, orchestrator: this.address }, 'session of an earlier run refused')
      this.#isTakenUp = false
      // Unless another segment has found out before.
      if (this.#terms.authToken.sessionId === sessionId) await this.#renew()
      return this.#send(segment, way)
    }
  }

  async #send(segment: SegmentToTranscode, { signal, onForfeit }: SegmentWay): Promise<SegmentResult> {
    const { clock } = this.#deps
    const price = this.#price
    this.#keep()
    const terms = { ...this.#terms, price: this.#terms.price ?? freePrice }
    const payment = await this.#deps.payer?.prepare({
      terms,
      recipient: this.#orchestrator.recipient,
      segment,
      profiles: this.#options.profiles,
      budget: this.#options.budget,
      nowMs: clock.nowMs(),
    })
    try {
      const { outcome, orderSignature } = await this.#call(segment, terms, payment, signal)
      const files = await this.#download(outcome, terms, segment, signal)
      const recipient = this.#orchestrator.recipient ?? zeroAddress
      const exchange = { terms, recipient, orderSignature, resultSignature: outcome.data.sig }
      const signer = this.#deps.signer ? terms.address : undefined
      const { profiles } = this.#options
      const checked = checkResult({ segment, profiles, signer, data: outcome.data, files, price, exchange })
      const renditions = checked.map((rendition, index) => ({
        ...rendition,
        ...this.#placeOf(outcome.data.segments[index]?.url ?? '', terms),
      }))
      const pixels = renditions.reduce((sum, rendition) => sum + rendition.pixels, 0n)
      payment?.credit.settle(feeWei(price, pixels), clock.nowMs())
      this.#takeTerms(outcome)
      this.#keep()
      this.#record?.save()
      const tickets = payment?.ticketCount ?? 0
      return { renditions, pixels, price, feeWei: feeOf(price, pixels), tickets, exchange }
    } catch (error) {
      if (wasNothingTaken(error)) payment?.refund(clock.nowMs())
      else if (payment) {
        payment.credit.forfeit()
        onForfeit(payment.credit.existingWei.plus(payment.credit.newWei).floor())
      }
      throw error
    }
  }

  async #call(
    segment: SegmentToTranscode,
    terms: OrchestratorTerms,
    payment: PreparedPayment | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly outcome: SegmentOutcome; readonly orderSignature: Uint8Array }> {
    const { streamId: manifestId, profiles, attemptTimeoutMs, timeoutMultiplier } = this.#options
    const { slice } = segment
    const segData = await createSegData(
      {
        manifestId,
        seqNo: segment.seqNo,
        hash: hashOf(segment),
        profiles,
        durationMs: segment.durationMs,
        capabilities: this.#options.capabilities(slice !== undefined),
        slice,
        mustReinitialise: this.#options.mustReinitialise || segment.mustReinitialise === true,
        authToken: terms.authToken,
        storage: (await this.#uploads?.storageFor(terms.authToken.sessionId)) ?? [],
      },
      this.#deps.signer,
    )
    if (payment) this.#deps.onTickets(this.orchestratorId, payment.ticketCount, payment.ticketValueWei)
    const outcome = await this.#deps.calls.transcodeSegment({
      serviceUri: terms.serviceUri,
      segData,
      payment: payment?.message,
      body: segment.bytes,
      uploadTimeoutMs: Math.max(2_000, segment.durationMs / 2) * timeoutMultiplier,
      timeoutMs: Math.max(attemptTimeoutMs, segment.durationMs * 4) * timeoutMultiplier,
      signal,
    })
    return { outcome, orderSignature: segData.sig }
  }

  #download(
    { data }: SegmentOutcome,
    terms: OrchestratorTerms,
    segment: Segment,
    signal: AbortSignal,
  ): Promise<Uint8Array[]> {
    return Promise.all(
      this.#options.profiles.map(async (profile, index) => {
        const url = data.segments[index]?.url ?? ''
        const maxBytes = maxRenditionBytes(profile, segment.durationMs)
        const { storedAs } = this.#placeOf(url, terms)
        if (storedAs === undefined || !this.#uploads) {
          const { serviceUri } = terms
          return this.#deps.calls.downloadRendition(url, { serviceUri, signal, maxBytes })
        }
        const bytes = await this.#uploads.read(storedAs, { maxBytes, signal })
        if (bytes) return bytes
        const detail = `The result does not hold: rendition ${profile.name} is not in the object store.`
        throw new AttemptError({ failure: 'BAD_RESULT', detail })
      }),
    )
  }

  /** Where a result is, when it was put into our store. */
  #placeOf(url: string, { authToken }: OrchestratorTerms): Pick<CheckedRendition, 'url' | 'storedAs'> {
    const storedAs = this.#uploads?.keyOf(url, authToken.sessionId)
    return storedAs === undefined ? {} : { url, storedAs }
  }

  /** Each result brings the terms for the next segment. */
  #takeTerms({ info }: SegmentOutcome): void {
    if (!info) return
    try {
      const next = readOrchestratorInfo(info, { needsPayment: this.#deps.payer !== undefined })
      const { sessionId } = this.#terms.authToken
      if (next.authToken.sessionId === sessionId) this.#terms = { ...this.#terms, ...next }
    } catch (err) {
      this.#deps.log.debug({ err, orchestrator: this.address }, 'terms in a result cannot be used')
    }
  }

  #keep(): void {
    if (!this.#isReleased) this.#record?.keep(this.#terms, this.#price)
  }

  #mustRenew(): boolean {
    const { clock, latestBlock, payer } = this.#deps
    const { authToken, ticketParams, price } = this.#terms
    if (Number(authToken.expiration) * 1000 - clock.nowMs() < renewTokenBeforeMs) return true
    if (!payer || !latestBlock || !ticketParams || !price || price.weiPerUnit === 0n) return false
    const expiresSoon = ticketParams.expirationBlock - latestBlock() <= renewParamsBeforeBlocks
    return expiresSoon || payer.ticketsLeft(this.#terms) < leastTicketsLeft
  }

  /** New terms mean a new session at the orchestrator; the old one is ended there. */
  #renew(): Promise<void> {
    this.#renewing ??= (async () => {
      try {
        const old = this.#terms
        const next = await requestProvedTerms(this.#orchestrator, this.#options, this.#deps)
        assertAcceptablePrice(next.price ?? freePrice, {
          maxPrice: this.#options.maxPrice,
          initialPrice: this.#initialPrice,
        })
        this.#terms = next
        this.#price = next.price ?? freePrice
        if (this.#inFlight <= 1) this.#end(old)
      } finally {
        this.#renewing = undefined
      }
    })()
    return this.#renewing
  }

  #endWhenIdle(): void {
    if (this.#inFlight > 0) return
    this.#record?.end()
    this.#end(this.#terms)
  }

  #end({ serviceUri, authToken }: OrchestratorTerms): void {
    const { calls, infoTimeoutMs, log } = { ...this.#deps, ...this.#options }
    calls.endSession(serviceUri, authToken, { timeoutMs: infoTimeoutMs }).catch((err: unknown) => {
      log.debug({ err, orchestrator: this.address }, 'orchestrator was not told that a session ended')
    })
  }
}

const hashes = new WeakMap<Segment, Uint8Array>()

/** keccak256 of the source, once for all attempts. */
function hashOf(segment: Segment): Uint8Array {
  const hash = hashes.get(segment) ?? keccak256(segment.bytes)
  hashes.set(segment, hash)
  return hash
}
