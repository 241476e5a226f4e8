import { logNormal, randomFor } from './random.ts'
import {
  orchestratorsOf,
  type Scenario,
  type SimulatedOrchestrator,
  segmentDurationMs,
  segmentPixels,
} from './scenarios.ts'
import type { SimulatedTime } from './simulated-time.ts'

/** How one segment at one orchestrator ended. */
export type WorkEnd = 'done' | 'failed' | 'timeout' | 'busy' | 'unreachable' | 'aborted'

export interface WorkRequest {
  readonly orchestratorId: string
  /** Whether it is the first of a session. */
  readonly isFirst: boolean
  readonly signal: AbortSignal
}

interface Machine {
  readonly facts: SimulatedOrchestrator
  readonly random: () => number
  /** When the spells begin, from the start. */
  readonly spellOffsetMs: number
  running: number
}

/** The wire's time-outs, the same for both rules. */
const dialTimeoutMs = 2_000
const uploadTimeoutMs = Math.max(2_000, segmentDurationMs / 2)
const segmentTimeoutMs = Math.max(8_000, segmentDurationMs * 4)
const infoTimeoutMs = 2_500
/** Results are half as large as the source, and come over the same line. */
const downloadPart = 0.5

/** A hundred orchestrators, and the line to them. */
export class World {
  readonly pixelsByOperator = new Map<string, number>()
  /** By everybody to everybody, for nothing too. */
  paidWei = 0
  readonly #scenario: Scenario
  readonly #time: SimulatedTime
  readonly #startMs: number
  readonly #machines: ReadonlyMap<string, Machine>

  constructor(scenario: Scenario, seed: string, time: SimulatedTime) {
    this.#scenario = scenario
    this.#time = time
    this.#startMs = time.nowMs()
    this.#machines = new Map(
      orchestratorsOf(scenario, seed).map((facts) => {
        const random = randomFor(`${seed}/${scenario.name}/${facts.id}/work`)
        const spellOffsetMs = random() * (facts.spells?.everyMs ?? 0)
        return [facts.id, { facts, random, spellOffsetMs, running: 0 }]
      }),
    )
  }

  /** Those that are registered now. */
  orchestrators(): readonly SimulatedOrchestrator[] {
    const facts = [...this.#machines.values()].map((machine) => machine.facts)
    return facts.filter(({ joinsAtMs }) => joinsAtMs <= this.#elapsedMs)
  }

  /** @returns whether it gives terms. */
  async askForTerms(id: string, { isConnected }: { readonly isConnected: boolean }): Promise<boolean> {
    const machine = this.#machine(id)
    const outage = this.#outageOf(machine)
    const roundTrips = isConnected ? 1 : 3
    const spread = 1 + machine.random()
    await this.#time.delay(
      outage === 'silent' ? infoTimeoutMs : machine.facts.roundTripMs * roundTrips * spread,
    )
    return outage === undefined
  }

  /** Never rejects. */
  async transcode(request: WorkRequest): Promise<WorkEnd> {
    try {
      return await this.#transcode(request)
    } catch (error) {
      if (!request.signal.aborted) throw error
      return 'aborted'
    }
  }

  async #transcode({ orchestratorId, isFirst, signal }: WorkRequest): Promise<WorkEnd> {
    const machine = this.#machine(orchestratorId)
    const { facts, random } = machine
    const wait = (ms: number) => this.#time.delay(ms, { signal })
    const outage = this.#outageOf(machine)
    if (outage) await wait(outage === 'silent' ? dialTimeoutMs : facts.roundTripMs)
    if (outage) return 'unreachable'
    if (machine.running >= facts.maxSegments) {
      await wait(facts.roundTripMs)
      return 'busy'
    }
    const uploadMs = facts.roundTripMs + logNormal(random, facts.uploadMs, 0.15) * this.#lineFactor
    const luck = random()
    const workMs = this.#workMs(machine, isFirst)
    await wait(Math.min(uploadMs, uploadTimeoutMs))
    if (uploadMs > uploadTimeoutMs) return 'timeout'
    this.#pay(facts)
    const downloadMs = facts.roundTripMs + facts.uploadMs * downloadPart * this.#lineFactor
    const isHung = luck < facts.hangShare
    const isFailed = !isHung && luck < facts.hangShare + facts.failShare
    const busyMs = isHung ? segmentTimeoutMs : isFailed ? workMs / 3 : workMs
    this.#occupy(machine, busyMs)
    const restMs = isFailed ? busyMs : busyMs + downloadMs
    await wait(Math.min(restMs, segmentTimeoutMs - uploadMs))
    if (isHung || restMs > segmentTimeoutMs - uploadMs) return 'timeout'
    return isFailed ? 'failed' : 'done'
  }

  /** What was taken on is worked off, whether or not the gateway still waits for it. */
  #occupy(machine: Machine, busyMs: number): void {
    machine.running++
    void this.#time.delay(busyMs).then(() => machine.running--)
  }

  #workMs({ facts, random, running, spellOffsetMs }: Machine, isFirst: boolean): number {
    const { spells } = facts
    const isInSpell = spells && (this.#elapsedMs + spellOffsetMs) % spells.everyMs < spells.lengthMs
    const crowd = Math.max(1, (running + 1) / facts.slots)
    const start = isFirst ? facts.sessionStartMs : 0
    return start + logNormal(random, facts.workMs, facts.workSpread) * crowd * (isInSpell ? spells.factor : 1)
  }

  /** What a segment costs is spent once it is taken. */
  #pay({ priceWeiPerPixel, operator }: SimulatedOrchestrator): void {
    this.paidWei += priceWeiPerPixel * segmentPixels
    this.pixelsByOperator.set(operator, (this.pixelsByOperator.get(operator) ?? 0) + segmentPixels)
  }

  #outageOf({ facts }: Machine): 'refuses' | 'silent' | undefined {
    const now = this.#elapsedMs
    return facts.outages.find(({ fromMs, toMs }) => fromMs <= now && now < toMs)?.kind
  }

  get #lineFactor(): number {
    const line = this.#scenario.ownLine
    return line && this.#elapsedMs >= line.fromMs && this.#elapsedMs < line.toMs ? line.factor : 1
  }

  get #elapsedMs(): number {
    return this.#time.nowMs() - this.#startMs
  }

  #machine(id: string): Machine {
    const machine = this.#machines.get(id)
    if (!machine) throw new Error(`There is no orchestrator ${id}.`)
    return machine
  }
}
