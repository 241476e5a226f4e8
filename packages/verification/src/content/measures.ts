import type { LimitName } from '../limits.ts'
import type { ReasonCode } from '../reason.ts'
import type { ContentScores } from './scores.ts'

/**
 * How much worse a score is than that of a reference: how many times, by how much, or how many times as far from the
 * ideal, with a distance added to both that nobody sees. Hard contents bring every encoder far from the ideal: what is
 * the same share of that is the same fault.
 */
type Beside = 'ratio' | 'difference' | { readonly ideal: number; readonly unseen: number }

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

export const measures: readonly Measure[] = [
  {
    ...{ limit: 'matched', code: 'WRONG_TIMES', name: 'share of frames at times of the source' },
    ...{ score: ({ matchedShare }) => matchedShare, isWrong: 'below', beside: 'difference' },
  },
  {
    ...{ limit: 'hash', code: 'OTHER_PICTURE', name: 'hash distance' },
    ...{ score: ({ hashDistance }) => hashDistance, isWrong: 'above', beside: 'difference' },
  },
  {
    ...{ limit: 'similarity', code: 'OTHER_PICTURE', name: 'similarity' },
    ...{ score: ({ similarity }) => similarity, isWrong: 'below', beside: { ideal: 1, unseen: 0.02 } },
  },
  {
    ...{ limit: 'worstSimilarity', code: 'OTHER_PICTURE', name: 'worst similarity' },
    ...{
      score: ({ worstSimilarity }) => worstSimilarity,
      isWrong: 'below',
      beside: { ideal: 1, unseen: 0.1 },
    },
  },
  {
    ...{ limit: 'worstPsnr', code: 'OTHER_PICTURE', name: 'worst signal-to-noise ratio' },
    ...{ score: ({ worstPsnrDb }) => Math.min(worstPsnrDb, 60), isWrong: 'below', beside: 'difference' },
  },
  {
    ...{ limit: 'repeated', code: 'FROZEN_OR_DROPPED', name: 'share of repeated frames' },
    ...{ score: ({ motion }) => motion?.repeatedShare, isWrong: 'above', beside: 'difference' },
  },
  {
    ...{ limit: 'motion', code: 'FROZEN_OR_DROPPED', name: 'motion' },
    ...{ score: ({ motion }) => motion?.ratio, isWrong: 'below', beside: 'ratio' },
  },
  {
    ...{ limit: 'timeShift', code: 'TIME_SHIFTED', name: 'gain of a shift in time' },
    ...{ score: ({ timeShift }) => timeShift.gain, isWrong: 'above', beside: 'difference' },
  },
  {
    ...{ limit: 'lastingBias', code: 'PICTURE_CHANGED', name: 'lasting bias of a tile' },
    ...{ score: ({ tileBias }) => tileBias.lasting, isWrong: 'above', beside: { ideal: 0, unseen: 3 } },
  },
  {
    ...{ limit: 'movingBias', code: 'PICTURE_CHANGED', name: 'moving bias of a tile' },
    ...{ score: ({ tileBias }) => tileBias.moving, isWrong: 'above', beside: { ideal: 0, unseen: 3 } },
  },
  {
    ...{ limit: 'colour', code: 'COLOUR_LOST', name: 'colour' },
    ...{ score: ({ colour }) => colour.ratio, isWrong: 'below', beside: 'ratio' },
  },
  {
    ...{ limit: 'colourDifference', code: 'COLOUR_LOST', name: 'difference of colour' },
    ...{ score: ({ colour }) => colour.difference, isWrong: 'above', beside: { ideal: 0, unseen: 1 } },
  },
  {
    ...{ limit: 'colourSharpness', code: 'COLOUR_LOST', name: 'share kept of the detail of the colours' },
    ...{ score: ({ quality }) => quality.colourSharpness, isWrong: 'below', beside: 'difference' },
  },
  {
    ...{ limit: 'detail', code: 'POOR_QUALITY', name: 'similarity at full size' },
    ...{ score: ({ quality }) => quality.similarity, isWrong: 'below', beside: { ideal: 1, unseen: 0.01 } },
  },
  {
    ...{ limit: 'sharpness', code: 'POOR_QUALITY', name: 'share of the detail kept' },
    ...{ score: ({ quality }) => quality.sharpness, isWrong: 'below', beside: 'difference' },
  },
  {
    ...{ limit: 'worstSharpness', code: 'POOR_QUALITY', name: 'worst share of the detail kept' },
    ...{ score: ({ quality }) => quality.worstSharpness, isWrong: 'below', beside: 'difference' },
  },
  {
    ...{ limit: 'blockiness', code: 'POOR_QUALITY', name: 'blockiness' },
    ...{ score: ({ quality }) => quality.blockiness, isWrong: 'above', beside: 'ratio' },
  },
  {
    // What a size is says only that of a reference.
    ...{ limit: 'size', code: 'POOR_QUALITY', name: 'size' },
    ...{ score: ({ sizeBytes }) => sizeBytes, isWrong: 'below', beside: 'ratio' },
  },
]

export function isBeyond(value: number, limit: number, { isWrong }: Pick<Measure, 'isWrong'>): boolean {
  return isWrong === 'below' ? value < limit : value > limit
}

/** How much worse a score is than that of a reference, as the measure's {@link Beside} says: more is worse. */
export function besideReference(own: number, reference: number, { isWrong, beside }: Measure): number {
  const sign = isWrong === 'below' ? -1 : 1
  if (beside === 'difference') return sign * (own - reference)
  const [worse, better] = isWrong === 'below' ? [reference, own] : [own, reference]
  if (beside === 'ratio') return worse / Math.max(better, 1e-6)
  const distance = (score: number) => Math.max(0, sign * (score - beside.ideal)) + beside.unseen
  return distance(own) / distance(reference)
}
