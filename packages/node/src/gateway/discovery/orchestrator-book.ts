import type { Clock } from '@millrace/common'
import { freePrice } from '@millrace/payments'
import type { OrchestratorTerms } from '@millrace/wire'
import { type KnownOrchestrator, orchestratorId } from '../../ordering/orchestrator-source.ts'
import type { CheckRecord } from '../checking/check-record.ts'
import type { AttemptFailure } from '../errors.ts'
import { operatorOf } from '../selection/operators.ts'
import type { PerformanceScores } from '../selection/performance-scores.ts'
import { expectationOf, priorLatencyRatio, qualityScore } from '../selection/quality.ts'
import { ShareDraw } from '../selection/share-draw.ts'
import {
  isOnTrial,
  type SelectionMoment,
  type SelectionSettings,
  selectionShares,
} from '../selection/shares.ts'
import { isSuspended, type SuspensionSettings } from '../selection/suspension.ts'
import { RecentSamples } from '../status/percentiles.ts'
import {
  failed,
  forgiven,
  foundBad,
  isShunned,
  type Moment,
  type RunTime,
  succeeded,
  tooLate,
} from './entry-changes.ts'
import {
  isSameOrchestrator,
  newEntry,
  type OrchestratorEntry,
  refusals,
  regionOf,
} from './orchestrator-entry.ts'

interface Row {
  entry: OrchestratorEntry
  readonly latencies: RecentSamples
}

export interface OrchestratorBookDependencies {
  readonly clock: Clock
  /** Numbers from 0 to 1. */
  readonly random: () => number
  /** Told at each change of an entry. */
  readonly onChange: (entry: OrchestratorEntry) => void
  /** What an earlier run has learned of one; by default nothing. */
  readonly recall?: (
    id: string,
  ) => Partial<Pick<OrchestratorEntry, 'suspension' | 'isDistrusted' | 'quality' | 'checks'>> | undefined
  /** What others measured of them; by default nothing. */
  readonly performance?: Pick<PerformanceScores, 'goodEnough'> | undefined
}

const maxRows = 5_000
const newestRoundTrip = 0.3
/** All orchestrators this gateway knows: who may be asked, how good they were, and who is next. */
export class OrchestratorBook {
  readonly #settings: SelectionSettings & SuspensionSettings
  readonly #deps: OrchestratorBookDependencies
  readonly #rows = new Map<string, Row>()
  readonly #draw: ShareDraw

  constructor(settings: SelectionSettings & SuspensionSettings, deps: OrchestratorBookDependencies) {
    this.#settings = settings
    this.#deps = deps
    this.#draw = new ShareDraw(deps.random)
  }

  entries(): readonly OrchestratorEntry[] {
    return [...this.#rows.values()].map(({ entry }) => entry)
  }

  get(id: string): OrchestratorEntry | undefined {
    return this.#rows.get(id)?.entry
  }

  /** Takes over who is active; those that are not any more keep their history. */
  setKnown(list: readonly KnownOrchestrator[]): void {
    const active = new Map(list.slice(0, maxRows).map((known) => [known.id, known]))
    for (const [id, { entry }] of this.#rows) {
      if (!active.has(id) && entry.isActive) this.#update(id, { isActive: false })
    }
    for (const [id, known] of active) {
      const row = this.#rows.get(id)
      if (!row) this.#add(known)
      else if (!row.entry.isActive || !isSameOrchestrator(row.entry.known, known)) {
        this.#update(id, { known, operator: operatorOf(known), isActive: true })
      }
    }
  }

  /** @param roundTripMs what the request for them took. */
  recordTerms(id: string, terms: OrchestratorTerms, roundTripMs?: number): void {
    const before = this.get(id)?.roundTripMs
    this.#update(id, {
      terms,
      price: terms.price,
      refusal: undefined,
      ...(roundTripMs !== undefined && {
        roundTripMs: before === undefined ? roundTripMs : before + newestRoundTrip * (roundTripMs - before),
      }),
    })
  }

  /**
   * After a call or a segment that failed.
   * @param segment when it was one.
   */
  recordFailure(id: string, failure: AttemptFailure, detail: string, segment?: RunTime): void {
    const entry = this.get(id)
    const change = entry && failed(entry, { failure, detail, segment }, this.#moment)
    if (change) this.#update(id, change)
  }

  /** What checks of its results found; nothing changes for it. */
  recordChecks(id: string, checks: CheckRecord): void {
    this.#update(id, { checks })
  }

  /** A result that had come back good was found to be bad. */
  recordBadResult(id: string, checks: CheckRecord): void {
    const entry = this.get(id)
    if (entry) this.#update(id, foundBad(entry, checks, this.#moment))
  }

  /**
   * The operator knows better: it is asked again at once, and lies of before do not lengthen the next suspension. What checks
   * know of it stays, so that everything of who was caught is looked at again.
   * @param name account or service URI
   * @returns whether it is known
   */
  forgive(name: string): boolean {
    const wanted = orchestratorId(name)
    const entry = this.entries().find(({ known }) => known.id === wanted || known.serviceUri === wanted)
    if (!entry) return false
    this.#update(entry.known.id, forgiven)
    return true
  }

  recordSuccess(id: string, time: RunTime): void {
    const row = this.#rows.get(id)
    if (!row) return
    row.latencies.add(time.totalMs)
    const medianLatencyMs = row.latencies.at(0.5)
    this.#update(id, { ...succeeded(row.entry, time, this.#moment), medianLatencyMs })
  }

  /** A segment was taken back, since another one was quicker. */
  recordLate(id: string, time: RunTime): void {
    const entry = this.get(id)
    if (entry) this.#update(id, tooLate(entry, time, this.#moment))
  }

  recordTickets(id: string, tickets: number, valueWei: bigint): void {
    const entry = this.get(id)
    if (!entry || tickets === 0) return
    this.#update(id, {
      ticketsSent: entry.ticketsSent + tickets,
      ticketValueWei: entry.ticketValueWei + valueWei,
    })
  }

  /** A stream's session begins (+1) or ends (−1) at this orchestrator. */
  recordSessions(id: string, change: 1 | -1): void {
    const entry = this.get(id)
    if (entry) this.#update(id, { sessions: entry.sessions + change })
  }

  /** Whether anybody can be asked at all. */
  get isEmpty(): boolean {
    return this.#usable(new Set()).size === 0
  }

  /** Whether this one is fit to be asked, others or not. */
  isFit(id: string): boolean {
    return this.#candidates().some((entry) => entry.known.id === id && !this.#isSuspended(entry))
  }

  /** Whether it lied and is suspended for that: it gets nothing more, even when nobody else is left. */
  isShunned(id: string): boolean {
    const entry = this.get(id)
    return entry !== undefined && isShunned(entry, this.#deps.clock.nowMs())
  }

  /** Who gets the next turn of a stream; undefined when there is nobody to ask. */
  draw(tried: ReadonlySet<string> = new Set()): KnownOrchestrator | undefined {
    const usable = this.#usable(tried)
    const id = this.#draw.draw(this.#shares(), (candidate) => usable.has(candidate))
    return id === undefined ? undefined : this.get(id)?.known
  }

  /** Whether one is hardly known yet. */
  isOnTrial(id: string): boolean {
    const entry = this.get(id)
    return entry !== undefined && isOnTrial(entry.quality, this.#settings, this.#deps.clock.nowMs())
  }

  /** Who is asked for a single late segment besides those tried: by chance, the best most of all; leaves turns alone. */
  pick(tried: ReadonlySet<string>): KnownOrchestrator | undefined {
    const usable = this.#usable(tried)
    const shares = [...this.#shares({ isUrgent: true })].filter(([id]) => usable.has(id))
    const point = this.#deps.random() * shares.reduce((sum, [, share]) => sum + share, 0)
    let passed = 0
    for (const [id, share] of shares) {
      passed += share
      if (passed >= point) return this.get(id)?.known
    }
    return undefined
  }

  /** How good the work of active ones was, 0 to 1, by id; those that were not measured are missing. */
  get scores(): ReadonlyMap<string, number> {
    const nowMs = this.#deps.clock.nowMs()
    const measured = this.entries().filter(({ isActive, quality }) => isActive && quality.latency)
    return new Map(
      measured.map(({ known, quality }) => [
        known.id,
        qualityScore(expectationOf(quality, priorLatencyRatio, nowMs)),
      ]),
    )
  }

  /** Largest face value that active orchestrators ask for; 0 when none is known. */
  get highestFaceValueWei(): bigint {
    let highest = 0n
    for (const { isActive, terms } of this.entries()) {
      const faceValueWei = terms?.ticketParams?.faceValueWei ?? 0n
      if (isActive && faceValueWei > highest) highest = faceValueWei
    }
    return highest
  }

  /** Whether nobody can be asked because our funds are too small for everybody's terms. */
  get needsFunds(): boolean {
    const refused = this.entries().filter(({ isActive, refusal }) => isActive && refusal)
    return refused.some(({ refusal }) => refusal?.failure === 'FUNDS_BELOW_TERMS')
  }

  /** Why nobody can be asked, for people. */
  describeAbsence(): string {
    const active = this.entries().filter(({ isActive }) => isActive)
    if (active.length === 0) return 'none is known to be active'
    const details = active.map(
      ({ known, refusal }) => `${known.serviceUri}: ${refusal?.detail ?? 'suspended'}`,
    )
    return details.slice(0, 3).join('; ')
  }

  /** Not suspended; when all are, those of them that did not lie. Of these the ones that others found good enough. */
  #usable(tried: ReadonlySet<string>): ReadonlySet<string> {
    const candidates = this.#candidates().filter(({ known }) => !tried.has(known.id))
    const free = candidates.filter((entry) => !this.#isSuspended(entry))
    const usable = free.length > 0 ? free : candidates.filter(({ isDistrusted }) => !isDistrusted)
    const good = this.#deps.performance?.goodEnough(usable, ({ known }) => known.id) ?? usable
    return new Set(good.map(({ known }) => known.id))
  }

  #candidates(): readonly OrchestratorEntry[] {
    return this.entries().filter(
      ({ isActive, terms, refusal }) => isActive && terms && !(refusal && refusals.has(refusal.failure)),
    )
  }

  #shares(moment: Omit<SelectionMoment, 'nowMs'> = {}): ReadonlyMap<string, number> {
    const nowMs = this.#deps.clock.nowMs()
    const candidates = this.#candidates().map(({ known, operator, terms, price, quality, roundTripMs }) => ({
      id: known.id,
      operator,
      stakeWei: known.stakeWei,
      price: price ?? freePrice,
      quality,
      roundTripMs,
      region: regionOf(known, terms),
    }))
    return selectionShares(candidates, this.#settings, { ...moment, nowMs })
  }

  #isSuspended({ suspension }: OrchestratorEntry): boolean {
    return isSuspended(suspension, this.#deps.clock.nowMs())
  }

  get #moment(): Moment {
    return { nowMs: this.#deps.clock.nowMs(), settings: this.#settings }
  }

  #add(known: KnownOrchestrator): void {
    const entry = { ...newEntry(known), ...this.#deps.recall?.(known.id) }
    this.#rows.set(known.id, { entry, latencies: new RecentSamples(100) })
    this.#forgetOldest()
    this.#deps.onChange(entry)
  }

  #update(id: string, change: Partial<OrchestratorEntry>): void {
    const row = this.#rows.get(id)
    if (!row) return
    row.entry = { ...row.entry, ...change }
    this.#deps.onChange(row.entry)
  }

  #forgetOldest(): void {
    for (const [id, { entry }] of this.#rows) {
      if (this.#rows.size <= maxRows) return
      if (!entry.isActive) this.#rows.delete(id)
    }
  }
}
