import type { Clock, Emitter, Logger } from '@millrace/common'
import type { Signer } from '@millrace/crypto'
import type { TranscodeResult as Transcoded, TranscodedRendition } from '@millrace/media'
import {
  type AuthToken,
  createTranscodeData,
  createTranscodeResult,
  type SegmentOrder,
  segmentTimeouts,
  TranscodeRefusedError,
  type TranscodeResult,
} from '@millrace/wire'
import type { OrchestratorEvents } from '../events.ts'
import type { WorkPayments } from '../payments/work-payments.ts'
import type { OverloadGuard } from '../sessions/overload-guard.ts'
import type { Session } from '../sessions/session.ts'
import type { SessionRegistry } from '../sessions/session-registry.ts'
import type { SegmentJob } from '../transcoders/types.ts'
import type { ResultDelivery } from './result-delivery.ts'
import type { Terms } from './terms.ts'
import { toWorkRefusal } from './work-refusal.ts'

/** What turns a segment into renditions. */
export interface SegmentTranscoder {
  transcode(job: SegmentJob): Promise<Transcoded>
}

export interface SegmentWorkDependencies {
  /** The node's key; undefined off chain. */
  readonly signer: Signer | undefined
  readonly transcoder: SegmentTranscoder
  readonly delivery: Pick<ResultDelivery, 'deliver'>
  readonly sessions: Pick<SessionRegistry, 'measure' | 'size'>
  readonly payments: Pick<WorkPayments, 'debit'>
  readonly terms: Pick<Terms, 'forSession'>
  readonly guard: Pick<OverloadGuard, 'begin' | 'isShed'>
  readonly events: Emitter<OrchestratorEvents>
  readonly clock: Clock
  readonly log: Logger
}

/** A segment that was paid, read and checked. */
export interface AcceptedWork {
  readonly session: Session
  readonly order: SegmentOrder
  readonly token: AuthToken
  readonly source: Uint8Array
  readonly signal: AbortSignal
  /** When its request came: the gateway's patience counts from then. */
  readonly arrivedAtMs: number
  /** That came with it. */
  readonly tickets: number
}

/** No rendition is shorter than this, the network says. */
const leastRenditionBytes = 25

/** Transcodes taken segments, in their session's queue, and writes the results. */
export class SegmentWork {
  readonly #deps: SegmentWorkDependencies

  constructor(deps: SegmentWorkDependencies) {
    this.#deps = deps
  }

  /** @throws {TranscodeRefusedError} with the text for the gateway. */
  async run(work: AcceptedWork): Promise<TranscodeResult> {
    const { session, order } = work
    this.#tell(work, 'segment taken')
    try {
      return await this.#enqueue(work)
    } catch (error) {
      const refusal = work.signal.aborted ? new TranscodeRefusedError('hung up', error) : toWorkRefusal(error)
      const { id: sessionId, gateway } = session
      const { seqNo, manifestId: streamId } = order
      const isOurs = refusal.wireText === 'transcoding failed'
      this.#deps.log[isOurs ? 'error' : 'warn'](
        { err: error, streamId, seqNo, sessionId },
        'segment not transcoded',
      )
      this.#deps.events.emit('segmentFailed', { sessionId, gateway, seqNo, error: refusal.wireText })
      throw refusal
    }
  }

  async #enqueue(work: AcceptedWork): Promise<TranscodeResult> {
    const { session, order } = work
    const { sessions, clock, guard, events } = this.#deps
    if (guard.isShed(session.id)) {
      events.emit('requestRefused', { request: 'segment', gateway: session.gateway, code: 'LOAD_SHED' })
      throw new TranscodeRefusedError('OrchestratorBusy')
    }
    const isAlone = sessions.size <= 1
    // Alone on the machine a session may go as fast as it likes.
    const isInPace = session.pace.take(order.durationMs, clock.nowMs()) || isAlone
    const result = isInPace ? session.queue.run(() => this.#watch(work)) : undefined
    if (result === undefined) throw new TranscodeRefusedError('OrchestratorBusy')
    return result
  }

  async #watch(work: AcceptedWork): Promise<TranscodeResult> {
    const { guard, clock } = this.#deps
    const { durationMs } = work.order
    const end = guard.begin(work.session.id, { durationMs, nowMs: clock.nowMs() })
    try {
      return await this.#transcode(work)
    } finally {
      end(clock.nowMs())
    }
  }

  async #transcode(work: AcceptedWork): Promise<TranscodeResult> {
    const { session, order, source, signal, arrivedAtMs } = work
    signal.throwIfAborted()
    const startedAtMs = this.#deps.clock.nowMs()
    const { profiles, durationMs, manifestId, seqNo, capabilities } = order
    const passedMs = Math.max(0, startedAtMs - arrivedAtMs)
    const timeoutMs = Math.max(1, segmentTimeouts(durationMs).timeoutMs - passedMs)
    const { renditions } = await this.#deps.transcoder.transcode({
      sessionId: session.id,
      manifestId,
      seqNo,
      source,
      profiles,
      durationMs,
      capabilities,
      timeoutMs,
      signal,
    })
    if (renditions.length !== profiles.length) throw new TranscodeRefusedError('MismatchedSegments')
    if (renditions.some(({ bytes }) => bytes.length < leastRenditionBytes))
      throw new TranscodeRefusedError('ZeroSegments')
    return this.#answer(work, renditions, this.#deps.clock.nowMs() - startedAtMs)
  }

  /** @param facts what there is to say besides which segment it is and how long ago its request came. */
  #tell({ session, order, arrivedAtMs }: AcceptedWork, message: string, facts: object = {}): void {
    const { log, clock } = this.#deps
    const { manifestId: streamId, seqNo } = order
    const durationMs = clock.nowMs() - arrivedAtMs
    log.debug({ streamId, seqNo, sessionId: session.id, durationMs, ...facts }, message)
  }

  async #answer(
    work: AcceptedWork,
    renditions: readonly TranscodedRendition[],
    transcodeMs: number,
  ): Promise<TranscodeResult> {
    const { session, order, token, source, signal, tickets } = work
    const { payments, sessions, terms, events, signer, delivery } = this.#deps
    const { id: sessionId, gateway } = session
    const { seqNo, manifestId } = order
    const pixels = renditions.reduce((sum, rendition) => sum + rendition.pixels, 0n)
    const feeWei = await payments.debit({ peer: gateway, sessionId }, pixels)
    sessions.measure(session, (Number(pixels) * 1000) / order.durationMs)
    session.segments++
    const stored = await delivery.deliver({ sessionId, order, renditions, signal })
    const data = await createTranscodeData(stored, signer)
    const info = await terms.forSession(gateway, sessionId, token)
    events.emit('segmentDone', {
      sessionId,
      gateway,
      manifestId,
      seqNo,
      profiles: order.profiles.map(({ name }) => name),
      sourceBytes: source.length,
      renditionBytes: renditions.reduce((sum, { bytes }) => sum + bytes.length, 0),
      pixels,
      feeWei,
      transcodeMs,
    })
    this.#tell(work, 'segment answered', { tickets, feeWei: String(feeWei) })
    return createTranscodeResult(seqNo, data, info)
  }
}
