import type { Profile } from '@millrace/media'

/** Frame rate assumed for a rendition that keeps its source's, until a first segment tells the true one. */
const assumedSourceFps = 30
/** Room for less than 256×144 at 30 frames a second is no room, unless the whole capacity is tiny. */
const leastUsefulPixelsPerSecond = 256 * 144 * 30

/**
 * Counts what the machine has promised to its sessions, in encoded pixels a second. A session is admitted whole or not
 * at all, so that one more can never slow down those that run.
 */
export class Admission {
  /** May change at any time, as transcoders come and go; sessions that run keep their room. */
  offeredPixelsPerSecond: number
  /** Most that the operator wants of it. */
  maxPixelsPerSecond = Number.POSITIVE_INFINITY
  /** What part of it is promised: less while the machine does not keep up. */
  guardFactor = 1
  readonly #reserved = new Map<string, number>()
  #used = 0

  constructor({ capacityPixelsPerSecond }: { capacityPixelsPerSecond: number }) {
    this.offeredPixelsPerSecond = capacityPixelsPerSecond
  }

  get capacityPixelsPerSecond(): number {
    return this.guardFactor * this.unguardedPixelsPerSecond
  }

  /** What is promised on a machine that keeps up. */
  get unguardedPixelsPerSecond(): number {
    return Math.min(this.offeredPixelsPerSecond, this.maxPixelsPerSecond)
  }

  get usedPixelsPerSecond(): number {
    return this.#used
  }

  get freePixelsPerSecond(): number {
    return Math.max(0, this.capacityPixelsPerSecond - this.#used)
  }

  /** Whether it makes sense for a gateway to send an order at all. */
  get hasRoom(): boolean {
    if (this.capacityPixelsPerSecond <= 0) return false
    return this.freePixelsPerSecond >= Math.min(leastUsefulPixelsPerSecond, this.capacityPixelsPerSecond / 10)
  }

  /**
   * Reserves room for a session, or changes what it holds. A session may always shrink; it grows only into free room.
   * @returns whether the demand fits; when it does not, what the session held before stays as it was.
   */
  reserve(sessionId: string, demandPixelsPerSecond: number): boolean {
    const held = this.#reserved.get(sessionId) ?? 0
    const growth = demandPixelsPerSecond - held
    if (growth > 0 && growth > this.freePixelsPerSecond) return false
    this.#hold(sessionId, held, demandPixelsPerSecond)
    return true
  }

  /**
   * Notes what a running session really takes, as measured on its results. It is never turned away for that: a higher
   * figure only leaves less room for new sessions.
   */
  correct(sessionId: string, measuredPixelsPerSecond: number): void {
    const held = this.#reserved.get(sessionId)
    if (held !== undefined) this.#hold(sessionId, held, measuredPixelsPerSecond)
  }

  /**
   * Gives the room of one session to another of the same stream.
   * @returns whether the new demand fits then; when it does not, the first keeps its room.
   */
  handOver(fromSessionId: string, toSessionId: string, demandPixelsPerSecond: number): boolean {
    const held = this.#reserved.get(fromSessionId) ?? 0
    if (demandPixelsPerSecond > this.freePixelsPerSecond + held) return false
    this.#hold(fromSessionId, held, 0)
    this.#hold(toSessionId, this.#reserved.get(toSessionId) ?? 0, demandPixelsPerSecond)
    return true
  }

  release(sessionId: string): void {
    this.#used -= this.#reserved.get(sessionId) ?? 0
    this.#reserved.delete(sessionId)
    // Sums of doubles drift; an empty book is exactly zero.
    if (this.#reserved.size === 0) this.#used = 0
  }

  #hold(sessionId: string, held: number, demand: number): void {
    this.#reserved.set(sessionId, demand)
    this.#used += demand - held
  }
}

/** Encoded pixels a second that a list of profiles asks for. */
export function orderedPixelsPerSecond(profiles: readonly Profile[]): number {
  return profiles.reduce((sum, profile) => {
    const fps = profile.fps === 0 ? assumedSourceFps : profile.fps / Math.max(1, profile.fpsDen)
    return sum + profile.widthPx * profile.heightPx * fps
  }, 0)
}
