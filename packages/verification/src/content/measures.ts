import type { LimitName } from '../limits.ts'
import type { ReasonCode } from '../reason.ts'
import type { ContentScores } from './scores.ts'

/**
 * How much worse a score is than that of a reference: by how much, or how many times. Where there is an ideal, as how many
 * times as far from it: hard contents bring every encoder far from the ideal, and what is the same share of that is the same
 * fault. `unseen` is added to both, and is about what nobody sees.
 */
type Beside = 'difference' | { readonly ideal?: number; readonly unseen: number }

/** One figure of the scores that is looked at, and what it tells. */
export interface Measure {
  readonly limit: LimitName
  readonly code: ReasonCode
  /** What it is of, for messages. */
  readonly name: string
  /** Undefined where the source says nothing of it. */
  readonly score: (scores: ContentScores) => number | undefined
  /** On which side of a limit it is wrong. */
  readonly isWrong: 'below' | 'above'
  /** How it is laid beside that of a reference. */
  readonly beside: Beside
}

/** Added to what was lost, so that a picture that lost nothing has not endless effort. */
const leastLoss = 0.02

export const measures: readonly Measure[] = [
  {
    ...{ limit: 'matched', code: 'WRONG_TIMES', name: 'share of frames at times of the source' },
    ...{ score: ({ matchedShare }) => matchedShare, isWrong: 'below', beside: 'difference' },
  },
  {
    ...{ limit: 'similarity', code: 'OTHER_PICTURE', name: 'similarity' },
    ...{ score: ({ similarity }) => similarity, isWrong: 'below', beside: { ideal: 1, unseen: 0.02 } },
  },
  {
    ...{ limit: 'lateness', code: 'FROZEN_OR_DROPPED', name: 'likeness to frames before' },
    ...{ score: ({ motion }) => motion?.lateness, isWrong: 'above', beside: 'difference' },
  },
  {
    ...{ limit: 'motion', code: 'FROZEN_OR_DROPPED', name: 'motion' },
    ...{ score: ({ motion }) => motion?.ratio, isWrong: 'below', beside: { unseen: 0 } },
  },
  {
    ...{ limit: 'timeShift', code: 'TIME_SHIFTED', name: 'gain of a shift in time' },
    ...{ score: ({ timeShift }) => timeShift.gain, isWrong: 'above', beside: 'difference' },
  },
  {
    ...{ limit: 'lastingBias', code: 'PICTURE_CHANGED', name: 'lasting bias of a tile' },
    ...{ score: ({ tileBias }) => tileBias.lasting, isWrong: 'above', beside: { unseen: 3 } },
  },
  {
    ...{ limit: 'movingBias', code: 'PICTURE_CHANGED', name: 'moving bias of a tile' },
    ...{ score: ({ tileBias }) => tileBias.moving, isWrong: 'above', beside: { unseen: 3 } },
  },
  {
    ...{ limit: 'colourBias', code: 'PICTURE_CHANGED', name: 'bias of the colour of a tile' },
    ...{ score: ({ tileBias }) => tileBias.colour, isWrong: 'above', beside: { unseen: 3 } },
  },
  {
    ...{ limit: 'colour', code: 'COLOUR_LOST', name: 'colour' },
    ...{ score: ({ colour }) => colour.ratio, isWrong: 'below', beside: { unseen: 0 } },
  },
  {
    ...{ limit: 'colourDifference', code: 'COLOUR_LOST', name: 'difference of colour' },
    ...{ score: ({ colour }) => colour.difference, isWrong: 'above', beside: 'difference' },
  },
  {
    ...{ limit: 'colourSharpness', code: 'COLOUR_LOST', name: 'share kept of the detail of the colours' },
    ...{ score: ({ quality }) => quality.colourSharpness, isWrong: 'below', beside: { unseen: 0.1 } },
  },
  {
    ...{ limit: 'fineness', code: 'POOR_QUALITY', name: 'share kept of the finest detail' },
    ...{ score: ({ quality }) => quality.fineness, isWrong: 'below', beside: { unseen: 0 } },
  },
  {
    ...{ limit: 'likeness', code: 'POOR_QUALITY', name: 'likeness of the coarser detail' },
    ...{ score: ({ quality }) => quality.likeness, isWrong: 'below', beside: { ideal: 1, unseen: 0.1 } },
  },
  {
    // Better encoders spend less for the same loss, cheats less for more. Only that of a reference says what it should be.
    ...{ limit: 'effort', code: 'POOR_QUALITY', name: 'size for what was lost' },
    ...{
      score: ({ sizeBytes, quality }) => sizeBytes / (1 - quality.likeness + leastLoss),
      ...{ isWrong: 'below', beside: { unseen: 0 } },
    },
  },
]

export function isBeyond(value: number, limit: number, { isWrong }: Pick<Measure, 'isWrong'>): boolean {
  return isWrong === 'below' ? value < limit : value > limit
}

/** How much worse a score is than that of a reference, as the measure's {@link Beside} says: more is worse. */
export function besideReference(own: number, reference: number, { isWrong, beside }: Measure): number {
  const sign = isWrong === 'below' ? -1 : 1
  if (beside === 'difference') return sign * (own - reference)
  const { ideal, unseen } = beside
  if (ideal !== undefined) {
    const distance = (score: number) => Math.max(0, sign * (score - ideal)) + unseen
    return distance(own) / distance(reference)
  }
  const [worse, better] = isWrong === 'below' ? [reference, own] : [own, reference]
  return (worse + unseen) / Math.max(better + unseen, 1e-6)
}
