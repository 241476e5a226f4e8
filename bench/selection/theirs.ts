import type { NewRule, RuleStream } from './run.ts'
import { maxPriceWeiPerPixel, type SimulatedOrchestrator, segmentDurationMs } from './scenarios.ts'
import type { SimulatedTime } from './simulated-time.ts'
import type { World } from './world.ts'

/** go-livepeer's defaults. */
const maxAttempts = 3
const stakeWeight = 0.7
const randomWeight = 0.3
const discoveryTimeoutMs = 500
const discoveryCutoffMs = 6_000
const maxLatencyScore = 1
const leastDurationMs = 1_500

interface Session {
  readonly facts: SimulatedOrchestrator
  /** Of its last segment; 0 = it had none. */
  latencyScore: number
  readonly inFlightSinceMs: number[]
}

/**
 * go-livepeer's rule as its documents tell it: each stream asks everybody anew, takes an unknown one by stake and chance,
 * stays with it as long as its last segment took no longer than it plays, goes to the best known one otherwise, and
 * tries a segment three times, one after the other.
 */
export const theirs: NewRule = ({ world, time, random }) => ({
  start: async () => {},
  openStream: () => new TheirStream(world, time, random),
  close: async () => {},
})

class TheirStream implements RuleStream {
  readonly #world: World
  readonly #time: SimulatedTime
  readonly #random: () => number
  readonly #unknown: Session[] = []
  /** Left for another one, by latency score. */
  readonly #known: Session[] = []
  /** Refreshes for which one is left out. */
  readonly #suspended = new Map<string, number>()
  #last: Session | undefined
  #refreshing: Promise<void> | undefined

  constructor(world: World, time: SimulatedTime, random: () => number) {
    this.#world = world
    this.#time = time
    this.#random = random
  }

  async dispatch(): Promise<boolean> {
    for (let attempt = 0; attempt < maxAttempts; attempt++) {
      const session = await this.#select()
      if (!session) return false
      if (await this.#transcode(session)) return true
    }
    return false
  }

  async close(): Promise<void> {}

  async #transcode(session: Session): Promise<boolean> {
    const startedMs = this.#time.nowMs()
    const isFirst = session.latencyScore === 0 && session.inFlightSinceMs.length === 0
    session.inFlightSinceMs.push(startedMs)
    const signal = new AbortController().signal
    const end = await this.#world.transcode({ orchestratorId: session.facts.id, isFirst, signal })
    session.inFlightSinceMs.splice(session.inFlightSinceMs.indexOf(startedMs), 1)
    if (end === 'done') {
      const tookMs = this.#time.nowMs() - startedMs
      session.latencyScore = tookMs / Math.max(leastDurationMs, segmentDurationMs)
      if (session !== this.#last && !this.#known.includes(session) && !this.#isSuspended(session)) {
        this.#known.push(session)
      }
      return true
    }
    this.#remove(session)
    return false
  }

  async #select(): Promise<Session | undefined> {
    const last = this.#last
    if (last && this.#canStay(last, segmentDurationMs)) return last
    // One that has nothing under way is a known one again.
    if (last && last.inFlightSinceMs.length === 0 && last.latencyScore > 0) this.#known.push(last)
    if (last) this.#last = undefined
    const wanted = Math.min(8, Math.ceil(this.#world.orchestrators().length / 2))
    if (this.#unknown.length + this.#known.length < wanted) await this.#refresh()
    const next = this.#takeBestKnown(maxLatencyScore) ?? this.#takeUnknown() ?? this.#takeBestKnown(Infinity)
    if (next) {
      this.#last = next
      return next
    }
    if (last && !this.#isSuspended(last) && this.#canStay(last, 2 * segmentDurationMs)) {
      this.#last = last
      return last
    }
    return undefined
  }

  #canStay({ inFlightSinceMs, latencyScore }: Session, maxAgeMs: number): boolean {
    const [oldestMs] = inFlightSinceMs
    if (oldestMs === undefined) return latencyScore > 0 && latencyScore <= maxLatencyScore
    return this.#time.nowMs() - oldestMs < maxAgeMs
  }

  #takeBestKnown(highestScore: number): Session | undefined {
    const [best] = this.#known.sort((a, b) => a.latencyScore - b.latencyScore)
    if (!best || best.latencyScore > highestScore) return undefined
    this.#known.shift()
    return best
  }

  /** By stake and chance; those too dear are none. */
  #takeUnknown(): Session | undefined {
    const eligible = this.#unknown.filter(({ facts }) => facts.priceWeiPerPixel <= maxPriceWeiPerPixel)
    const totalStake = eligible.reduce((sum, { facts }) => sum + Number(facts.stakeWei), 0)
    const point = this.#random()
    let passed = 0
    for (const session of eligible) {
      passed += (stakeWeight * Number(session.facts.stakeWei)) / totalStake + randomWeight / eligible.length
      if (passed >= point) return this.#takeOut(session)
    }
    const [first] = eligible
    return first && this.#takeOut(first)
  }

  #takeOut(session: Session): Session {
    this.#unknown.splice(this.#unknown.indexOf(session), 1)
    return session
  }

  #remove(session: Session): void {
    if (this.#last === session) this.#last = undefined
    const at = this.#known.indexOf(session)
    if (at >= 0) this.#known.splice(at, 1)
    // ⌈pool / orchestrators⌉ refreshes.
    this.#suspended.set(session.facts.id, 1)
  }

  #isSuspended({ facts }: Session): boolean {
    return this.#suspended.has(facts.id)
  }

  #refresh(): Promise<void> {
    this.#refreshing ??= this.#discover().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  /** Everybody is asked over a new connection; whoever has answered by the time-out is in. */
  async #discover(): Promise<void> {
    const answers: SimulatedOrchestrator[] = []
    let isOver = false
    const asked = this.#world.orchestrators().map(async (facts) => {
      const isGood = await this.#world.askForTerms(facts.id, { isConnected: false })
      if (isGood && !isOver) answers.push(facts)
    })
    const beganMs = this.#time.nowMs()
    const all = Promise.all(asked)
    for (let waitMs = discoveryTimeoutMs; ; waitMs *= 2) {
      const leftMs = Math.min(waitMs, discoveryCutoffMs - (this.#time.nowMs() - beganMs))
      await Promise.race([all, this.#time.delay(leftMs)])
      const isCutOff = this.#time.nowMs() - beganMs >= discoveryCutoffMs
      if (answers.length > 0 || isCutOff) break
    }
    isOver = true
    const present = new Set([...this.#unknown, ...this.#known, this.#last].map((one) => one?.facts.id))
    for (const facts of answers) {
      if (present.has(facts.id) || this.#suspended.has(facts.id)) continue
      this.#unknown.push({ facts, latencyScore: 0, inFlightSinceMs: [] })
    }
    for (const [id, left] of this.#suspended) {
      if (left > 1) this.#suspended.set(id, left - 1)
      else this.#suspended.delete(id)
    }
  }
}
