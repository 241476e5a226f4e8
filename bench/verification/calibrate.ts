import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { besideReference, type Measure, measures } from '@millrace/verification'
import type { Measured } from './measure.ts'

/** Share of honest scores that a doubt may fall on, by each measure. */
const doubtShare = 0.05
/** How far beyond the worst honest score limits are, as multiples of its distance from the median. */
const badMargin = 3
const referenceMargin = 0.25

/**
 * Limits are at least so far beyond the worst honest score, for encoders that are not among those measured: about what
 * nobody sees.
 */
const leastMargin: Readonly<Record<Measure['limit'], number>> = {
  ...{ matched: 0.02, hash: 1, similarity: 0.01, worstSimilarity: 0.02, worstPsnr: 2 },
  ...{ repeated: 0.1, motion: 0.1, timeShift: 0.1, lastingBias: 0.5, movingBias: 0.5 },
  ...{ colour: 0.02, colourDifference: 0.3, colourSharpness: 0.1 },
  ...{ detail: 0.01, sharpness: 0.05, worstSharpness: 0.1, blockiness: 0.2, size: 0.25 },
}

const file = join(import.meta.dirname, '../../packages/verification/src/limits.ts')

/** Writes the limits anew, from honest renditions that are not held out. */
export async function calibrate(all: readonly Measured[]): Promise<number> {
  const honest = all.filter(
    ({ split, cheat, isHeldOut }) => split === 'calibration' && cheat === undefined && !isHeldOut,
  )
  const lines = measures.map((measure) => `  ${measure.limit}: ${limitOf(measure, honest)},\n`)
  await writeFile(file, `${head}${lines.join('')}${tail}`)
  return honest.length
}

function limitOf(measure: Measure, honest: readonly Measured[]): string {
  const scores = sorted(
    measure,
    honest.map(({ scores }) => scores && measure.score(scores)),
  )
  const beside = sorted(
    measure,
    honest.map(({ scores, reference }) => {
      const [own, other] = [scores && measure.score(scores), reference && measure.score(reference)]
      return own === undefined || other === undefined ? undefined : besideReference(own, other, measure)
    }),
  )
  const reference = beyond(measure, beside, referenceMargin)
  // A size says nothing without a reference.
  if (measure.limit === 'size') return `{ doubtful: 0, bad: 0, reference: ${reference} }`
  const doubtful = rounded(scores[Math.floor(doubtShare * scores.length)] ?? 0)
  return `{ doubtful: ${doubtful}, bad: ${beyond(measure, scores, badMargin)}, reference: ${reference} }`
}

/** The worst first. */
function sorted({ isWrong }: Measure, values: readonly (number | undefined)[]): readonly number[] {
  return values.filter((value) => value !== undefined).sort((a, b) => (isWrong === 'below' ? a - b : b - a))
}

function beyond(measure: Measure, worstFirst: readonly number[], margin: number): number {
  const [worst = 0, median = 0] = [worstFirst[0], worstFirst[worstFirst.length >> 1]]
  const distance = Math.max(margin * Math.abs(worst - median), leastMargin[measure.limit])
  return rounded(measure.isWrong === 'below' ? worst - distance : worst + distance)
}

function rounded(value: number): number {
  return Number(value.toFixed(4))
}

const head = `// Written by \`npm run bench -- verification --calibrate\`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a score may still be honest: a reference transcode decides. */
  readonly doubtful: number
  /** Beyond it no honest rendition is. */
  readonly bad: number
  /** Beyond it a score is worse than an honest one beside that of the reference. */
  readonly reference: number
}

const content = {
`
const tail = `} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof content

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { content, bitrateShare } as const
`
