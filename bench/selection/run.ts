import { randomFor } from './random.ts'
import { deadlineMs, type Scenario, segmentDurationMs, segmentPixels } from './scenarios.ts'
import { SimulatedTime } from './simulated-time.ts'
import { World } from './world.ts'

/** One way of choosing, put to work on one world. */
export interface Rule {
  /** Called once before the streams; resolves when streams may begin. */
  start(): Promise<void>
  openStream(streamIndex: number): RuleStream
  close(): Promise<void>
}

export interface RuleStream {
  /** Resolves when the segment is back or given up; says whether it is back. */
  dispatch(seqNo: number): Promise<boolean>
  close(): Promise<void>
}

export type NewRule = (facts: {
  readonly world: World
  readonly time: SimulatedTime
  /** Numbers from 0 to 1. */
  readonly random: () => number
}) => Rule

export interface Outcome {
  readonly segments: number
  /** Segments back within the deadline. */
  readonly inTime: number
  readonly paidWei: number
  readonly latenciesMs: readonly number[]
  readonly pixelsByOperator: ReadonlyMap<string, number>
}

/** Streams begin one after the other within this time. */
const beginWithinMs = 20_000

/** Plays one scenario with one seed. */
export async function play(scenario: Scenario, seed: string, newRule: NewRule): Promise<Outcome> {
  const time = new SimulatedTime()
  const world = new World(scenario, seed, time)
  const rule = newRule({ world, time, random: randomFor(`${seed}/${scenario.name}/rule`) })
  const latenciesMs: number[] = []
  const runStream = async (index: number) => {
    await time.delay((index * beginWithinMs) / scenario.streams)
    const stream = rule.openStream(index)
    const running: Promise<void>[] = []
    for (let seqNo = 0; seqNo < scenario.segmentsPerStream; seqNo++) {
      const startedMs = time.nowMs()
      running.push(
        stream.dispatch(seqNo).then((isBack) => {
          if (isBack) latenciesMs.push(time.nowMs() - startedMs)
        }),
      )
      await time.delay(segmentDurationMs)
    }
    await Promise.all(running)
    await stream.close()
  }
  const all = async () => {
    await rule.start()
    await Promise.all(Array.from({ length: scenario.streams }, (_, index) => runStream(index)))
    await rule.close()
  }
  await time.runUntil(all())
  return {
    segments: scenario.streams * scenario.segmentsPerStream,
    inTime: latenciesMs.filter((latencyMs) => latencyMs <= deadlineMs).length,
    paidWei: world.paidWei,
    latenciesMs,
    pixelsByOperator: world.pixelsByOperator,
  }
}

/** Figures of several plays together. */
export function figuresOf(outcomes: readonly Outcome[]) {
  const sumOf = (read: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + read(outcome), 0)
  const latencies = outcomes.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b)
  const rank = (share: number) => latencies[Math.max(0, Math.ceil(share * latencies.length) - 1)] ?? 0
  return {
    successRate: rounded(sumOf(({ inTime }) => inTime) / sumOf(({ segments }) => segments), 4),
    /** Wei paid, for nothing too, for each pixel that came in time. */
    cost: rounded(sumOf(({ paidWei }) => paidWei) / (sumOf(({ inTime }) => inTime) * segmentPixels), 1),
    /** Herfindahl index: 0.01 when a hundred share evenly, 1 when one has it all. */
    concentration: rounded(sumOf(concentrationOf) / outcomes.length, 4),
    medianMs: Math.round(rank(0.5)),
    p95Ms: Math.round(rank(0.95)),
    p99Ms: Math.round(rank(0.99)),
  }
}

export type Figures = ReturnType<typeof figuresOf>

function concentrationOf({ pixelsByOperator }: Outcome): number {
  const pixels = [...pixelsByOperator.values()]
  const total = pixels.reduce((sum, one) => sum + one, 0)
  return pixels.reduce((sum, one) => sum + (one / total) ** 2, 0)
}

function rounded(value: number, places: number): number {
  return Number(value.toFixed(places))
}
