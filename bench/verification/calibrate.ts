import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  besideReference,
  type ContentLimits,
  isBeyond,
  limits,
  type Measure,
  measures,
} from '@millrace/verification'
import type { Measured } from './measure.ts'
import type { LadderName } from './orders.ts'

/** Share of the honest renditions that any score at all may put in doubt. */
const doubtShare = 0.1
/** How far beyond the worst honest score limits are, as multiples of its distance from the median. */
const referenceMargin = 0.5

/**
 * Limits are at least so far beyond the worst honest score beside a reference, for encoders and contents that are not
 * among those measured: about what nobody sees.
 */
const leastMargins: Readonly<Record<Measure['limit'], number>> = {
  ...{ matched: 0.02, similarity: 0.2 },
  ...{ lateness: 0.02, motion: 0.1, timeShift: 0.1, lastingBias: 0.25, movingBias: 0.25, colourBias: 0.25 },
  ...{ colour: 0.02, colourDifference: 0.5, colourSharpness: 0.1 },
  ...{ fineness: 0.1, likeness: 0.2, effort: 0.25 },
}

const file = join(import.meta.dirname, '../../packages/verification/src/limits.ts')

/**
 * Writes the limits of one ladder anew, from honest renditions that are not held out; those of the other stay. @returns how many
 * these are
 */
export async function calibrate(all: readonly Measured[], ladder: LadderName): Promise<number> {
  const isLean = ladder === 'starved'
  const honest = all.filter(
    ({ split, cheat, isHeldOut, bitrateBps }) =>
      split === 'calibration' &&
      cheat === undefined &&
      !isHeldOut &&
      bitrateBps < limits.leanBelowBps === isLean,
  )
  const made = limitsFrom(honest)
  const [usual, lean] = isLean ? [limits.usual, made] : [made, limits.lean]
  await writeFile(file, `${head}${linesOf(usual)}${middle}${linesOf(noTighter(lean, usual))}${tail}`)
  return honest.length
}

/** With fewer bits encoders differ by more, not by less: a limit that says otherwise has seen too few. */
function noTighter(lean: ContentLimits, usual: ContentLimits): ContentLimits {
  return Object.fromEntries(
    measures.map(({ limit }) => {
      const reference = Math.max(lean[limit].reference, usual[limit].reference)
      return [limit, { ...lean[limit], reference }]
    }),
  ) as unknown as ContentLimits
}

function linesOf(of: ContentLimits): string {
  const lines = measures.map(({ limit }) => {
    const { doubtful, reference } = of[limit]
    return `  ${limit}: { doubtful: ${doubtful}, reference: ${reference} },\n`
  })
  return lines.join('')
}

/** The limits that honest renditions give, by the rule that docs/verification.md states. */
function limitsFrom(honest: readonly Measured[]): ContentLimits {
  const ranked = measures.map((measure) => ({ measure, worstFirst: ranksOf(measure, honest) }))
  const doubtful = doubtfulFrom(ranked, honest)
  return Object.fromEntries(
    ranked.map(({ measure }, index) => {
      const least = leastMargins[measure.limit]
      const reference = beyond(besides(measure, honest), referenceMargin, least)
      return [measure.limit, { doubtful: isAlone(measure) ? doubtful[index] : undefined, reference }]
    }),
  ) as unknown as ContentLimits
}

interface Ranked {
  readonly measure: Measure
  readonly worstFirst: readonly number[]
}

/** For each measure the score of one rank: the highest rank at which few enough of the honest are beyond any. */
function doubtfulFrom(ranked: readonly Ranked[], honest: readonly Measured[]): readonly number[] {
  let chosen: readonly number[] = []
  for (let rank = 0; rank < honest.length; rank++) {
    const tried = ranked.map(({ worstFirst }) => rounded(worstFirst[rank] ?? worstFirst.at(-1) ?? 0))
    const doubts = honest.filter(({ scores }) =>
      ranked.some(({ measure }, index) => {
        const score = isAlone(measure) ? scores && measure.score(scores) : undefined
        return score != null && isBeyond(score, tried[index] ?? 0, measure)
      }),
    )
    if (rank > 0 && doubts.length > doubtShare * honest.length) break
    chosen = tried
  }
  return chosen
}

/** What a picture costs depends on what is in it: without a reference that says nothing. */
function isAlone({ limit }: Measure): boolean {
  return limit !== 'effort'
}

function ranksOf(measure: Measure, honest: readonly Measured[]): readonly number[] {
  const values = honest.map(({ scores }) => scores && measure.score(scores)).filter((value) => value != null)
  return values.sort((a, b) => (measure.isWrong === 'below' ? a - b : b - a))
}

/** The worst first. */
function besides(measure: Measure, honest: readonly Measured[]): readonly number[] {
  const values = honest.flatMap(({ scores, reference }) => {
    const [own, other] = [scores && measure.score(scores), reference && measure.score(reference)]
    return own == null || other == null ? [] : besideReference(own, other, measure)
  })
  return values.sort((a, b) => b - a)
}

function beyond(worstFirst: readonly number[], margin: number, least: number): number {
  const [worst = 0, median = 0] = [worstFirst[0], worstFirst[worstFirst.length >> 1]]
  return rounded(worst + Math.max(margin * Math.abs(worst - median), least))
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}

const head = `// Written by \`npm run bench -- verification --calibrate\`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a reference transcode decides; undefined where a score says nothing without one. */
  readonly doubtful: number | undefined
  /** Beyond it a score is worse beside that of the reference than an honest one. */
  readonly reference: number
}

/** Of orders with the bitrates of ladders as they are. */
const usual = {
`
const middle = `} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof usual

/** Of orders with so few bits that encoders differ by what they leave out. */
const lean: Readonly<Record<LimitName, Limit>> = {
`
const tail = `}

export type ContentLimits = Readonly<Record<LimitName, Limit>>

/** Orders of fewer bits a second have limits of their own. Not measured: chosen below all that ladders usually order. */
const leanBelowBps = 180_000

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { usual, lean, leanBelowBps, bitrateShare } as const
`
