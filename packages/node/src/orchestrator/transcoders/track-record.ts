import { pixelsPerSecondOfSession } from '@millrace/wire'

/** What a transcoder is believed before it has shown anything, whatever it says. */
const believedPixelsPerSecond = pixelsPerSecondOfSession
/** Segments given at once to one that has shown nothing yet. */
const firstWindow = 2
/** Weight of the newest segment in smoothed figures. */
const newestWeight = 0.3
/** Time for a segment over its duration, above which a transcoder has no room left. */
const fullRatio = 0.8
/** Time without a result after which a transcoder that was full may have room again; twice as long each time it has not. */
const firstRestMs = 10_000
const longestRestMs = 300_000
const failuresToQuarantine = 2
const firstQuarantineMs = 5_000
const longestQuarantineMs = 300_000
/** Successes in a row that wipe out earlier quarantines. */
const successesToForgive = 20

export interface TrackRecordOptions {
  readonly slots: number
  readonly claimedPixelsPerSecond: number
  /** Measured by ourselves: taken at its word, and not shut out. */
  readonly isOwn: boolean
}

/** A segment at work, as its record sees it. */
export interface RunningAttempt {
  readonly pixels: number
  readonly durationMs: number
  readonly startedAtMs: number
  readonly areaAtStart: number
}

/**
 * What one transcoder has shown: how many pixels a second it really makes, how many segments at once it can be trusted
 * with, and whether to trust it at all. Time comes in as an argument.
 */
export class TrackRecord {
  readonly #options: TrackRecordOptions
  readonly #running = new Set<RunningAttempt>()
  #window: number
  #speed: number | undefined
  #ratio = 0
  /** When it was last seen to be full. */
  #fullAtMs: number | undefined
  #rests = 0
  /** Segments at work, added up over time: for the mean number that an attempt had beside it. */
  #area = 0
  #areaAtMs = 0
  #failuresInARow = 0
  #successesInARow = 0
  #quarantines = 0
  #quarantinedUntilMs = 0
  #needsTrial = false
  done = 0
  failed = 0

  constructor(options: TrackRecordOptions) {
    this.#options = options
    this.#window = options.isOwn ? options.slots : Math.min(options.slots, firstWindow)
  }

  get inFlight(): number {
    return this.#running.size
  }

  get window(): number {
    return this.#window
  }

  get hasRoom(): boolean {
    return this.#running.size < this.#window
  }

  get measuredPixelsPerSecond(): number | undefined {
    return this.#speed
  }

  /** It has brought a result, or is our own. */
  get isProven(): boolean {
    return this.#options.isOwn || this.done > 0
  }

  /** Shut out: gets segments only when there is nobody else. */
  isQuarantined(nowMs: number): boolean {
    return this.#needsTrial && nowMs < this.#quarantinedUntilMs
  }

  /** Its quarantine is over, but it has not shown yet that it works again. */
  needsTrial(nowMs: number): boolean {
    return this.#needsTrial && nowMs >= this.#quarantinedUntilMs
  }

  /**
   * What sessions may count on. Grows with what is shown, up to what is claimed; falls to what is shown when full, until
   * that is long ago: with too little for one session it would never be asked to show more.
   */
  capacityAt(nowMs: number): number {
    const { claimedPixelsPerSecond, isOwn } = this.#options
    if (isOwn) return claimedPixelsPerSecond
    if (this.#needsTrial) return 0
    if (this.#speed === undefined) return this.believedPixelsPerSecond
    if (this.#hasRested(nowMs))
      return Math.max(this.believedPixelsPerSecond, this.#atMostClaimed(this.#speed))
    if (this.#ratio > fullRatio) return this.#atMostClaimed(this.#speed)
    return Math.max(this.believedPixelsPerSecond, this.#atMostClaimed(2 * this.#speed))
  }

  /** What it may count for before it has shown anything, or shown that it works again. */
  get believedPixelsPerSecond(): number {
    return this.#atMostClaimed(believedPixelsPerSecond)
  }

  /** When one more segment of so many pixels would be ready, beside those that are at work. */
  expectedMs(pixels: number): number {
    let load = pixels
    for (const attempt of this.#running) load += attempt.pixels
    const speed = this.#speed ?? this.believedPixelsPerSecond
    return (load / Math.max(1, speed)) * 1_000
  }

  begin({
    pixels,
    durationMs,
    nowMs,
  }: {
    pixels: number
    durationMs: number
    nowMs: number
  }): RunningAttempt {
    this.#accrue(nowMs)
    const attempt = { pixels, durationMs, startedAtMs: nowMs, areaAtStart: this.#area }
    this.#running.add(attempt)
    return attempt
  }

  /** @param pixels - as counted in the result. */
  succeed(attempt: RunningAttempt, { pixels, nowMs }: { pixels: number; nowMs: number }): void {
    const wasFull = !this.hasRoom
    if (!this.#finish(attempt, nowMs)) return
    const tookMs = Math.max(1, nowMs - attempt.startedAtMs)
    const beside = Math.max(1, (this.#area - attempt.areaAtStart) / tookMs)
    const hasRested = this.#hasRested(attempt.startedAtMs)
    // How it was before its rest says nothing of how it is now.
    const isFirst = this.done === 0 || hasRested
    this.#speed = smooth(isFirst ? undefined : this.#speed, (pixels * beside * 1_000) / tookMs)
    this.#ratio = smooth(isFirst ? undefined : this.#ratio, tookMs / attempt.durationMs)
    this.#noteRoom(hasRested, nowMs)
    this.done += 1
    this.#failuresInARow = 0
    this.#successesInARow += 1
    this.#needsTrial = false
    if (this.#successesInARow >= successesToForgive) this.#quarantines = 0
    const isInTime = tookMs <= attempt.durationMs * fullRatio
    if (isInTime && wasFull) this.#setWindow(this.#window + 1)
    if (tookMs > attempt.durationMs) this.#setWindow(this.#window - 1)
  }

  /** The attempt is over without a result; whose fault that was is not said here. */
  release(attempt: RunningAttempt, nowMs: number): void {
    this.#finish(attempt, nowMs)
  }

  /** Somebody else did what this one did not. */
  blame(nowMs: number): void {
    this.failed += 1
    this.#successesInARow = 0
    this.#failuresInARow += 1
    this.#setWindow(Math.floor(this.#window / 2))
    if (this.#options.isOwn || this.isQuarantined(nowMs)) return
    if (!this.isProven || this.#needsTrial || this.#failuresInARow >= failuresToQuarantine)
      this.#quarantine(nowMs)
  }

  /** It says that it has no room for more than it has. */
  crowd(): void {
    this.#setWindow(this.#running.size)
  }

  /** Shuts it out until a trial, for what is known of it already. */
  distrust(nowMs: number): void {
    this.#quarantine(nowMs)
  }

  #noteRoom(hasRested: boolean, nowMs: number): void {
    const isFull = this.#ratio > fullRatio
    this.#fullAtMs = isFull ? nowMs : undefined
    if (!isFull) this.#rests = 0
    else if (hasRested) this.#rests += 1
  }

  #hasRested(nowMs: number): boolean {
    const restMs = Math.min(longestRestMs, firstRestMs * 2 ** Math.min(this.#rests, 10))
    return this.#fullAtMs !== undefined && nowMs - this.#fullAtMs >= restMs
  }

  #atMostClaimed(pixelsPerSecond: number): number {
    return Math.min(this.#options.claimedPixelsPerSecond, pixelsPerSecond)
  }

  #quarantine(nowMs: number): void {
    const lengthMs = Math.min(longestQuarantineMs, firstQuarantineMs * 2 ** Math.min(this.#quarantines, 10))
    this.#quarantinedUntilMs = nowMs + lengthMs
    this.#quarantines += 1
    this.#needsTrial = true
    this.#failuresInARow = 0
  }

  #setWindow(segments: number): void {
    if (!this.#options.isOwn) this.#window = Math.max(1, Math.min(this.#options.slots, segments))
  }

  #finish(attempt: RunningAttempt, nowMs: number): boolean {
    this.#accrue(nowMs)
    return this.#running.delete(attempt)
  }

  #accrue(nowMs: number): void {
    this.#area += this.#running.size * Math.max(0, nowMs - this.#areaAtMs)
    this.#areaAtMs = nowMs
  }
}

function smooth(before: number | undefined, newest: number): number {
  return before === undefined ? newest : before + newestWeight * (newest - before)
}
