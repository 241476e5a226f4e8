export interface OverloadGuardOptions {
  /**
   * Segments must take longer than they last for so long before less is promised, and three times as long before
   * sessions are turned away.
   */
  readonly holdMs: number
}

/** What the guard looks at, now and then. */
export interface GuardedSessions {
  /** The ids of all sessions, the one opened first at first. */
  readonly oldestFirst: readonly string[]
  readonly usedPixelsPerSecond: number
  /** What would be promised without the guard. */
  readonly offeredPixelsPerSecond: number
}

interface Pace {
  ratio: number
  atMs: number
  /** Segments in work: when each began, and how long it lasts. */
  readonly running: Set<{ readonly atMs: number; readonly durationMs: number }>
}

/** Below it a machine has time to spare again. */
const calmRatio = 0.8
const shrinkFactor = 0.8
const leastFactor = 0.05
/** What a session has shown counts for so long after its last segment. */
const memoryMs = 10_000
const smoothing = 0.5

/**
 * Notices that this node cannot do what it has promised, as when a neighbour takes the machine: segments take longer
 * than they last. Then less is promised, so that no new session comes; when it goes on, the sessions that came last are
 * turned away one by one, never the oldest. Recovers the same way back. What counts is the middle of all sessions: one
 * that is slow by itself says nothing about the machine.
 */
export class OverloadGuard {
  readonly #holdMs: number
  readonly #paces = new Map<string, Pace>()
  readonly #shed = new Set<string>()
  #factor = 1
  #ratio = 0
  #hotMs = 0
  #calmMs = 0
  #lookedAtMs: number | undefined

  constructor({ holdMs }: OverloadGuardOptions) {
    this.#holdMs = holdMs
  }

  /** What part of the capacity is promised. */
  get factor(): number {
    return this.#factor
  }

  /** Time that segments take by the time they last, in the middle of all sessions; 0 with none. */
  get ratio(): number {
    return this.#ratio
  }

  get shedSessions(): number {
    return this.#shed.size
  }

  /** The session is to go elsewhere. */
  isShed(sessionId: string): boolean {
    return this.#shed.has(sessionId)
  }

  /** A segment is taken into work. @returns what is to be called at its end, however it ends */
  begin(
    sessionId: string,
    { durationMs, nowMs }: { durationMs: number; nowMs: number },
  ): (endMs: number) => void {
    const pace = this.#paces.get(sessionId) ?? { ratio: 0, atMs: nowMs, running: new Set() }
    this.#paces.set(sessionId, pace)
    const segment = { atMs: nowMs, durationMs: Math.max(1, durationMs) }
    pace.running.add(segment)
    return (endMs) => {
      if (!pace.running.delete(segment)) return
      const ratio = (endMs - segment.atMs) / segment.durationMs
      pace.ratio = pace.ratio === 0 ? ratio : pace.ratio + smoothing * (ratio - pace.ratio)
      pace.atMs = endMs
    }
  }

  /** To be called about once a second. */
  look(sessions: GuardedSessions, nowMs: number): void {
    const passedMs = Math.max(0, nowMs - (this.#lookedAtMs ?? nowMs))
    this.#lookedAtMs = nowMs
    this.#forget(sessions, nowMs)
    this.#ratio = median([...this.#paces.values()].map((pace) => ratioOf(pace, nowMs)))
    const [hotBeforeMs, calmBeforeMs] = [this.#hotMs, this.#calmMs]
    this.#hotMs = this.#ratio > 1 ? hotBeforeMs + passedMs : 0
    this.#calmMs = this.#ratio < calmRatio ? calmBeforeMs + passedMs : 0
    const stepMs = this.#holdMs / 2
    for (let step = turns(hotBeforeMs, this.#hotMs, stepMs); step > 0; step--) this.#onHot(sessions, stepMs)
    for (let step = turns(calmBeforeMs, this.#calmMs, stepMs); step > 0; step--) this.#onCalm()
  }

  #onHot(
    { oldestFirst, usedPixelsPerSecond, offeredPixelsPerSecond }: GuardedSessions,
    stepMs: number,
  ): void {
    if (this.#hotMs < this.#holdMs) return
    const used = offeredPixelsPerSecond > 0 ? usedPixelsPerSecond / offeredPixelsPerSecond : 1
    this.#factor = Math.max(leastFactor, Math.min(this.#factor, used) * shrinkFactor)
    if (this.#hotMs < 3 * this.#holdMs + stepMs) return
    const newest = oldestFirst.slice(1).findLast((id) => !this.#shed.has(id))
    if (newest !== undefined) this.#shed.add(newest)
  }

  #onCalm(): void {
    if (this.#calmMs < this.#holdMs) return
    this.#factor = Math.min(1, this.#factor / shrinkFactor)
    // The one turned away last is the oldest of them.
    const oldest = [...this.#shed].at(-1)
    if (oldest !== undefined) this.#shed.delete(oldest)
  }

  #forget({ oldestFirst }: GuardedSessions, nowMs: number): void {
    const open = new Set(oldestFirst)
    for (const id of this.#shed) if (!open.has(id)) this.#shed.delete(id)
    for (const [id, { atMs, running }] of this.#paces)
      if (running.size === 0 && (nowMs - atMs > memoryMs || !open.has(id))) this.#paces.delete(id)
  }
}

/** A segment that is still in work and late counts by how late it is now. */
function ratioOf({ ratio, running }: Pace, nowMs: number): number {
  return Math.max(ratio, ...[...running].map(({ atMs, durationMs }) => (nowMs - atMs) / durationMs))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
}

/** How often a clock that runs from one time to another passes a multiple of a step; a few at the most. */
function turns(fromMs: number, toMs: number, stepMs: number): number {
  return Math.min(4, Math.max(0, Math.floor(toMs / stepMs) - Math.floor(fromMs / stepMs)))
}
