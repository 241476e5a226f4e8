import { doAgree, limitsFor } from '@millrace/verification'
import { type Judged, judge } from './judge.ts'
import type { Measured } from './measure.ts'

/** What comparing the results of two orchestrators finds beside a quick look at each, and how often the honest disagree. */
export interface RedundantFigures {
  /** Of the cheats that a quick look at them passes, beside an honest result: the share that is bad after all. */
  readonly quicklyMissedCaught: number
  readonly quicklyMissed: number
  /** Of pairs of honest results that a quick look passes: the share that needs a thorough look. */
  readonly honestDisagreeShare: number
  readonly honestPairs: number
}

/** Each rendition beside every honest one of the same order, as `RedundantSampling` compares them. */
export function redundantFigures(all: readonly Measured[]): RedundantFigures {
  const passed = all.filter((one) => passes(judge(one, 'quick')))
  const honest = new Map<string, Measured[]>()
  for (const one of passed)
    if (one.cheat === undefined) honest.set(orderOf(one), [...(honest.get(orderOf(one)) ?? []), one])
  const pairs = [...honest.values()].flatMap((list) =>
    list.flatMap((one, index) => list.slice(index + 1).map((other) => [one, other] as const)),
  )
  const missed = passed
    .filter(({ cheat }) => cheat !== undefined)
    .flatMap((cheat) => (honest.get(orderOf(cheat)) ?? []).map((other) => [cheat, other] as const))
  const caught = missed.filter(
    ([cheat, other]) => disagree(cheat, other) && !passes(judge(cheat, 'thorough')),
  )
  const disagreeing = pairs.filter(([one, other]) => disagree(one, other))
  return {
    quicklyMissedCaught: shareOf(caught, missed),
    quicklyMissed: missed.length,
    honestDisagreeShare: shareOf(disagreeing, pairs),
    honestPairs: pairs.length,
  }
}

function passes({ outcome }: Judged): boolean {
  return outcome !== 'bad'
}

function orderOf({ clip, segment, order }: Measured): string {
  return `${clip} ${segment} ${order}`
}

function disagree(one: Measured, other: Measured): boolean {
  return !(one.scores && other.scores && doAgree(one.scores, other.scores, limitsFor(one)))
}

function shareOf(some: readonly unknown[], all: readonly unknown[]): number {
  return all.length === 0 ? 0 : Number((some.length / all.length).toFixed(4))
}
