import type { Clock, Logger } from '@millrace/common'
import type { Segment } from '@millrace/media'
import { comparePrices, type Price } from '@millrace/payments'
import type { OrchestratorTerms } from '@millrace/wire'
import type { KnownOrchestrator } from '../../ordering/orchestrator-source.ts'
import type { RunTime } from '../discovery/entry-changes.ts'
import type { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type { SegmentResult, SegmentSession, SessionSource } from '../dispatch/types.ts'
import { type AttemptError, NoOrchestratorError, PaymentRequiredError } from '../errors.ts'
import { asAttemptError } from './attempt-failure.ts'

export interface StreamSessionsOptions {
  /** Segments after which the orchestrator is drawn anew. */
  readonly turnSegments: number
  /** A result that took more segment durations ends the turn. */
  readonly maxRatio: number
  /** Segments that one who is hardly known gets in a turn. */
  readonly trialSegments: number
  /** Orchestrators that an earlier run, which was cut off, left a session of this stream at. */
  readonly goOnWith?: readonly string[]
  /** Orchestrators that ask more are not asked for this stream. */
  readonly maxPrice?: Price | undefined
}

/** What is needed of a session besides sending segments. */
export interface OpenSession extends SegmentSession {
  readonly terms: OrchestratorTerms
  /** Nothing new is sent; the orchestrator is told when what is under way is back. Idempotent. */
  release(): void
}

export interface StreamSessionsDependencies {
  readonly book: OrchestratorBook
  /** @throws {AttemptError} */
  readonly open: (orchestrator: KnownOrchestrator) => Promise<OpenSession>
  /** Resolves when there is somebody to choose from, as far as there is anybody. */
  readonly discover: () => Promise<void>
  readonly clock: Clock
  readonly log: Logger
}

interface Turn {
  readonly id: string
  left: number
}

/**
 * The sessions of one stream. One orchestrator holds the turn; the next is drawn by share after so many segments, or
 * when it fails. Sessions opened for single segments are kept as long as the turn, in case they are needed again.
 */
export class StreamSessions implements SessionSource {
  readonly #options: StreamSessionsOptions
  readonly #deps: StreamSessionsDependencies
  readonly #open = new Map<string, Promise<OpenSession>>()
  #turn: Turn | undefined
  /** Prepared for the next turn. */
  #next: Promise<OpenSession> | undefined
  #choosing: Promise<OpenSession> | undefined
  #goOnWith: readonly string[]
  readonly #underWay = new Set<Promise<SegmentResult>>()
  #isClosed = false

  constructor(options: StreamSessionsOptions, deps: StreamSessionsDependencies) {
    this.#options = options
    this.#deps = deps
    this.#goOnWith = options.goOnWith ?? []
  }

  /** Who holds the turn. */
  get orchestratorId(): string | undefined {
    return this.#turn?.id
  }

  async current(): Promise<SegmentSession> {
    // Segments that come together share one turn.
    while (this.#choosing) await this.#choosing.catch(() => {})
    const turn = this.#turn
    const held = turn && turn.left > 0 && this.#mayWork(turn.id) ? this.#open.get(turn.id) : undefined
    if (turn && held) {
      this.#use(turn)
      return this.#watched(await held)
    }
    this.#choosing = this.#beginTurn().finally(() => {
      this.#choosing = undefined
    })
    return this.#watched(await this.#choosing)
  }

  async another(tried: ReadonlySet<string>): Promise<SegmentSession | undefined> {
    const failed = new Set([...tried, ...this.#tooDear()])
    for (;;) {
      const orchestrator = this.#deps.book.pick(failed)
      if (!orchestrator || this.#isClosed) return undefined
      const session = await this.#session(orchestrator).catch(() => undefined)
      if (session) return this.#watched(session)
      failed.add(orchestrator.id)
    }
  }

  /**
   * Tells every orchestrator that the stream is over. Resolves when nothing is under way any more, what it cost entered.
   * Idempotent.
   */
  async close(): Promise<void> {
    this.#isClosed = true
    const openings = [...this.#open.values()]
    for (const id of [...this.#open.keys()]) this.#drop(id)
    this.#turn = undefined
    await Promise.allSettled([...openings, ...this.#underWay])
  }

  async #beginTurn(): Promise<OpenSession> {
    const session = (await this.#prepared()) ?? (await this.#choose())
    const { orchestratorId } = session
    for (const id of [...this.#open.keys()]) if (id !== orchestratorId) this.#drop(id)
    const { turnSegments, trialSegments } = this.#options
    const isOnTrial = this.#deps.book.isOnTrial(orchestratorId)
    const left = isOnTrial ? Math.min(turnSegments, trialSegments) : turnSegments
    const turn = { id: orchestratorId, left }
    this.#turn = turn
    this.#use(turn)
    return session
  }

  /** With the last segment of a turn the next one is prepared, so that nobody waits for its session. */
  #use(turn: Turn): void {
    turn.left--
    if (turn.left > 0) return
    const next = this.#choose()
    next.catch(() => {})
    this.#next = next
  }

  async #prepared(): Promise<OpenSession | undefined> {
    const next = this.#next
    this.#next = undefined
    const session = await next?.catch(() => undefined)
    const isOpen = session && this.#open.has(session.orchestratorId)
    return isOpen && this.#deps.book.isFit(session.orchestratorId) ? session : undefined
  }

  /** A session with whoever is drawn, or with the next one when that fails. */
  async #choose(): Promise<OpenSession> {
    const { book } = this.#deps
    await this.#deps.discover()
    const dear = this.#tooDear()
    const failed = new Set(dear)
    const draw = () => this.#left() ?? book.draw(failed)
    for (let orchestrator = draw(); orchestrator; orchestrator = draw()) {
      try {
        return await this.#session(orchestrator)
      } catch {
        failed.add(orchestrator.id)
      }
    }
    if (dear.size > 0 && dear.size === failed.size) {
      throw new NoOrchestratorError({ reason: 'those that could be asked ask more than the stream may pay' })
    }
    if (book.needsFunds) throw new PaymentRequiredError({ reason: book.describeAbsence() })
    throw new NoOrchestratorError({ reason: book.describeAbsence() })
  }

  /** Those that ask more than this stream may pay. */
  #tooDear(): Set<string> {
    const { maxPrice } = this.#options
    if (!maxPrice) return new Set()
    const dear = this.#deps.book.entries().filter(({ price }) => price && comparePrices(price, maxPrice) > 0)
    return new Set(dear.map(({ known }) => known.id))
  }

  /** Whom the stream was with when the gateway was cut off, each once. */
  #left(): KnownOrchestrator | undefined {
    const { book } = this.#deps
    const dear = this.#tooDear()
    const id = this.#goOnWith.find((candidate) => book.isFit(candidate) && !dear.has(candidate))
    this.#goOnWith = this.#goOnWith.filter((candidate) => candidate !== id)
    return id === undefined ? undefined : book.get(id)?.known
  }

  /** Whoever leaves the active set, or was caught, may not be paid from then on. */
  #mayWork(id: string): boolean {
    const { book } = this.#deps
    return book.get(id)?.isActive === true && !book.isShunned(id)
  }

  #session(orchestrator: KnownOrchestrator): Promise<OpenSession> {
    const { book, log } = this.#deps
    const { id, serviceUri } = orchestrator
    const open = this.#open.get(id)
    if (open) return open
    const opening = this.#deps.open(orchestrator)
    this.#open.set(id, opening)
    opening.then(
      (session) => {
        book.recordTerms(id, session.terms)
        book.recordSessions(id, 1)
      },
      (cause: unknown) => {
        const error = asAttemptError(cause)
        log.info({ err: error, serviceUri }, 'orchestrator gave no session')
        book.recordFailure(id, error.failure, error.message)
        if (this.#open.get(id) === opening) this.#open.delete(id)
      },
    )
    return opening
  }

  /** The session, with what comes of its segments written into the book. */
  #watched(session: OpenSession): SegmentSession {
    return {
      orchestratorId: session.orchestratorId,
      address: session.address,
      get sessionId() {
        return session.sessionId
      },
      transcode: (segment, ...rest) => {
        const transcode = this.#transcode(session, segment, rest)
        this.#underWay.add(transcode)
        const forget = () => this.#underWay.delete(transcode)
        transcode.then(forget, forget)
        return transcode
      },
    }
  }

  async #transcode(
    session: OpenSession,
    segment: Segment,
    rest: readonly [signal: AbortSignal, onForfeit: (valueWei: bigint) => void],
  ): Promise<SegmentResult> {
    const { book, clock } = this.#deps
    const { orchestratorId: id } = session
    const { durationMs } = segment
    const startedMs = clock.nowMs()
    try {
      const result = await session.transcode(segment, ...rest)
      const totalMs = clock.nowMs() - startedMs
      book.recordSuccess(id, { totalMs, durationMs })
      // Whoever is slower than the stream falls ever further behind.
      if (totalMs > durationMs * this.#options.maxRatio) this.#endTurn(id)
      return result
    } catch (error) {
      const totalMs = clock.nowMs() - startedMs
      this.#recordFailure(asAttemptError(error), session, { totalMs, durationMs })
      throw error
    }
  }

  #recordFailure(
    { failure, message }: AttemptError,
    { orchestratorId: id }: OpenSession,
    time: RunTime,
  ): void {
    const { book } = this.#deps
    // Taken back since another one was quicker: slow, but nothing failed.
    if (failure === 'CANCELLED') {
      if (this.#isClosed) return
      book.recordLate(id, time)
      // Whoever was late with one segment would be late with the next.
      this.#endTurn(id)
      return
    }
    book.recordFailure(id, failure, message, time)
    if (failure !== 'SEGMENT_UNUSABLE' && failure !== 'SPEND_CAP') this.#drop(id)
  }

  #endTurn(id: string): void {
    if (this.#turn?.id === id) this.#turn.left = 0
  }

  #drop(id: string): void {
    const opening = this.#open.get(id)
    this.#open.delete(id)
    if (this.#turn?.id === id) this.#turn = undefined
    opening?.then(
      (session) => this.#release(id, session),
      () => {},
    )
  }

  #release(id: string, session: OpenSession): void {
    session.release()
    this.#deps.book.recordSessions(id, -1)
  }
}
