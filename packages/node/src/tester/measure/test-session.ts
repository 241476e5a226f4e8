import type { Clock } from '@millrace/common'
import { keccak256, type Signer } from '@millrace/crypto'
import { type FileSegment, type Profile, probeSegment } from '@millrace/media'
import { assertAcceptablePrice, comparePrices, feeWei, freePrice, type Price } from '@millrace/payments'
import {
  ConnectFailedError,
  createCapabilities,
  createOrchestratorRequest,
  createSegData,
  HeaderTimeoutError,
  isSignedBy,
  jobCapabilities,
  type OrchestratorClient,
  type OrchestratorInfo,
  type OrchestratorTerms,
  protocolVersion,
  readOrchestratorInfo,
  type SegmentOutcome,
  WireFormatError,
} from '@millrace/wire'
import type { EndpointCheck } from '../../ordering/endpoint-check.ts'
import type { KnownOrchestrator } from '../../ordering/orchestrator-source.ts'
import type { Budget, Payer, PreparedPayment } from '../../ordering/payer.ts'
import { BadResultError } from '../errors.ts'
import { dearer, honestyOf } from './honesty.ts'
import { judgeFailure } from './judge-failure.ts'
import type { RenditionResult, SegmentResult } from './segment-result.ts'

export interface TestOptions {
  readonly profiles: readonly Profile[]
  readonly manifestId: string
  readonly maxPrice: Price | undefined
  readonly infoTimeoutMs: number
  readonly segmentTimeoutMs: number
}

export interface TestDependencies {
  readonly client: Pick<
    OrchestratorClient,
    'getOrchestratorInfo' | 'transcodeSegment' | 'downloadRendition' | 'endSession'
  >
  /** Undefined off chain, where nobody has a key to prove. */
  readonly endpoints: Pick<EndpointCheck, 'check'> | undefined
  /** Signs requests and orders; undefined off chain. */
  readonly signer: Signer | undefined
  /** Undefined off chain. */
  readonly payer: Payer | undefined
  readonly budget: Budget
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What one segment gave, with the bytes for whoever looks at them. */
export interface MeasuredSegment {
  readonly result: SegmentResult
  /** In the order of the profiles; empty when they did not come. */
  readonly files: readonly Uint8Array[]
}

interface Sent {
  readonly outcome: SegmentOutcome
  readonly files: readonly Uint8Array[]
  readonly roundTripMs: number
}

/** One orchestrator being sent test segments, one after the other, in one session. */
export class TestSession {
  readonly #options: TestOptions
  readonly #deps: TestDependencies
  readonly #recipient: KnownOrchestrator['recipient']
  readonly #advertised: Price | undefined
  /** Fixed at the orchestrator by the first payment. */
  readonly #price: Price
  #terms: OrchestratorTerms
  #asked: Price | undefined

  private constructor(
    { recipient }: KnownOrchestrator,
    { advertised, terms }: { advertised: Price | undefined; terms: OrchestratorTerms },
    options: TestOptions,
    deps: TestDependencies,
  ) {
    this.#recipient = recipient
    this.#advertised = advertised
    this.#terms = terms
    this.#asked = terms.price
    this.#price = terms.price ?? freePrice
    this.#options = options
    this.#deps = deps
  }

  /**
   * Asks what it costs, as whoever only compares does, then for the terms of a session and for a proof of its key.
   * @throws {EndpointError} and what the wire and the payments package throw; `judgeFailure` says what it means.
   */
  static async open(
    orchestrator: KnownOrchestrator,
    options: TestOptions,
    deps: TestDependencies,
  ): Promise<TestSession> {
    const { price: advertised } = await requestTerms(orchestrator, options, deps)
    const terms = await requestTerms(orchestrator, options, deps)
    await deps.endpoints?.check(orchestrator, terms)
    return new TestSession(orchestrator, { advertised, terms }, options, deps)
  }

  /** @throws {NotMeasuredError} when nothing can be said of the orchestrator. */
  async send(seqNo: number, segment: FileSegment): Promise<MeasuredSegment> {
    const { clock, payer, budget } = this.#deps
    const atMs = clock.nowMs()
    const base = { seqNo, atMs, durationMs: segment.durationMs }
    let payment: PreparedPayment | undefined
    try {
      const terms = { ...this.#terms, price: this.#terms.price ?? freePrice }
      payment = await payer?.prepare({
        terms,
        recipient: this.#recipient,
        segment: asSegment(seqNo, segment),
        profiles: this.#options.profiles,
        budget,
        nowMs: atMs,
      })
      const sent = await this.#exchange(seqNo, segment, payment)
      const renditions = this.#read(sent)
      const pixels = renditions.reduce((sum, { claimedPixels = 0n }) => sum + claimedPixels, 0n)
      // Its word holds here, so that the next segment is paid as it books this one; whether it is honest is told apart.
      payment?.credit.settle(feeWei(this.#price, pixels), clock.nowMs())
      this.#takeTerms(sent.outcome)
      const { roundTripMs, files } = sent
      return {
        result: { ...base, roundTripMs, failure: undefined, ...this.#bill(payment, renditions) },
        files,
      }
    } catch (error) {
      const isTaken = !(error instanceof ConnectFailedError || error instanceof HeaderTimeoutError)
      if (isTaken) payment?.credit.forfeit()
      else payment?.refund(clock.nowMs())
      const failure = judgeFailure(error)
      const bill = this.#bill(isTaken ? payment : undefined, this.#options.profiles.map(nothingCame))
      const honesty = failure.code === 'OVERCHARGED' ? 0 : undefined
      return { result: { ...base, roundTripMs: undefined, failure, ...bill, honesty }, files: [] }
    }
  }

  /** Tells it that nothing more comes. */
  async end(): Promise<void> {
    const { serviceUri, authToken } = this.#terms
    await this.#deps.client
      .endSession(serviceUri, authToken, { timeoutMs: this.#options.infoTimeoutMs })
      .catch(() => {})
  }

  async #exchange(seqNo: number, segment: FileSegment, payment: PreparedPayment | undefined): Promise<Sent> {
    const { client, signer, signal } = this.#deps
    const { profiles, manifestId, segmentTimeoutMs } = this.#options
    const { serviceUri, authToken } = this.#terms
    const { bytes, durationMs } = segment
    const capabilities = capabilitiesFor(profiles)
    const order = { manifestId, seqNo, hash: keccak256(bytes), profiles, durationMs, authToken, capabilities }
    const segData = await createSegData(order, signer)
    const startMs = performance.now()
    const outcome = await client.transcodeSegment({
      ...{ serviceUri, segData, payment: payment?.message, body: bytes, signal },
      uploadTimeoutMs: Math.max(2_000, durationMs / 2),
      timeoutMs: Math.max(segmentTimeoutMs, durationMs * 4),
    })
    const files = await Promise.all(
      profiles.map((profile, index) =>
        client.downloadRendition(outcome.data.segments[index]?.url ?? '', {
          ...{ serviceUri, signal, maxBytes: maxBytesOf(profile, durationMs) },
        }),
      ),
    )
    return { outcome, files, roundTripMs: performance.now() - startMs }
  }

  /** @throws {BadResultError} for what a gateway could not use. */
  #read({ outcome: { data }, files }: Sent): readonly RenditionResult[] {
    const isSigned = this.#deps.signer === undefined || isSignedBy(this.#terms.address, files, data)
    if (!isSigned)
      throw new BadResultError({ code: 'NOT_SIGNED', problem: 'its renditions are not signed by it' })
    return this.#options.profiles.map(({ name }, index) => ({
      profile: name,
      claimedPixels: data.segments[index]?.pixels,
      countedPixels: countPixels(name, files[index]),
      verdict: undefined,
      reasons: [],
    }))
  }

  #bill(payment: PreparedPayment | undefined, renditions: readonly RenditionResult[]) {
    const sumOf = (of: (one: RenditionResult) => bigint | undefined) =>
      renditions.reduce((sum, one) => sum + (of(one) ?? 0n), 0n)
    const [advertised, asked] = [this.#advertised, this.#asked]
    const claimedPixels = sumOf((one) => one.claimedPixels)
    const countedPixels = sumOf((one) => one.countedPixels)
    return {
      ...{ advertised, asked, renditions, paidWei: payment?.ticketValueWei ?? 0n },
      honesty: honestyOf({ advertised, asked, claimedPixels, countedPixels }),
    }
  }

  /** Each result brings the terms for the next segment; those that cannot be used are not. */
  #takeTerms({ info }: SegmentOutcome): void {
    const next = info && tryRead(info, this.#deps.payer !== undefined)
    if (!next || next.authToken.sessionId !== this.#terms.authToken.sessionId) return
    this.#asked = dearer(this.#asked, next.price)
    // Who asks more than in the beginning has been noted, and is not paid more.
    if (comparePrices(next.price ?? freePrice, this.#price) <= 0) this.#terms = { ...this.#terms, ...next }
  }
}

async function requestTerms(
  { serviceUri, recipient }: KnownOrchestrator,
  { profiles, infoTimeoutMs, maxPrice }: TestOptions,
  { client, signer, payer, signal }: TestDependencies,
): Promise<OrchestratorTerms> {
  const request = await createOrchestratorRequest(signer, capabilitiesFor(profiles))
  const info = await client.getOrchestratorInfo(serviceUri, request, { timeoutMs: infoTimeoutMs, signal })
  const terms = readOrchestratorInfo(info, { needsPayment: payer !== undefined })
  assertAcceptablePrice(terms.price ?? freePrice, { maxPrice })
  const paid = terms.ticketParams?.recipient
  if (payer && recipient && paid && paid.toLowerCase() !== recipient.toLowerCase())
    throw new BadResultError({ code: 'BAD_TERMS', problem: `it wants ${paid} to be paid` })
  return terms
}

function tryRead(info: OrchestratorInfo, needsPayment: boolean): OrchestratorTerms | undefined {
  try {
    return readOrchestratorInfo(info, { needsPayment })
  } catch (error) {
    if (error instanceof WireFormatError) return undefined
    throw error
  }
}

function capabilitiesFor(profiles: readonly Profile[]) {
  return createCapabilities({
    capabilities: jobCapabilities({ sourceCodec: 'h264', profiles, isSliced: false }),
    version: protocolVersion,
  })
}

/** What the payer must know of a segment to say what it may cost. */
function asSegment(seqNo: number, { bytes, durationMs }: FileSegment) {
  const { video, audio } = probeSegment(bytes)
  return { seqNo, bytes, startMs: 0, durationMs, discontinuity: false, video, audio }
}

function countPixels(profile: string, bytes: Uint8Array | undefined): bigint {
  try {
    return probeSegment(bytes ?? new Uint8Array()).pixels
  } catch (cause) {
    throw new BadResultError({
      ...{ code: 'UNREADABLE', problem: `rendition ${profile} cannot be read`, cause },
    })
  }
}

function nothingCame({ name: profile }: Profile): RenditionResult {
  const [claimedPixels, countedPixels, verdict] = [undefined, undefined, undefined]
  return { profile, claimedPixels, countedPixels, verdict, reasons: [] }
}

/** Ten times the ordered rate, and some for short segments: more is not fetched. */
function maxBytesOf({ bitrateBps }: Profile, durationMs: number): number {
  return Math.ceil(4_000_000 + (10 * bitrateBps * durationMs) / 8_000)
}
