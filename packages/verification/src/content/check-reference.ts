import type { Reason, ReasonCode } from '../reason.ts'
import type { ContentScores } from './scores.ts'

/** One score beside that of a reference transcode. */
interface Comparison {
  readonly code: ReasonCode
  /** What the score is of, for the message. */
  readonly name: string
  /** Undefined where the source says nothing of it. */
  readonly score: (scores: ContentScores) => number | undefined
  /** Whether it is worse than that of any honest encoder, device or scaler would be. */
  readonly isWorse: (score: number, reference: number) => boolean
}

const comparisons: readonly Comparison[] = [
  {
    ...{ code: 'OTHER_PICTURE', name: 'hash distance', score: ({ hashDistance }) => hashDistance },
    isWorse: (score, reference) => score > reference + 2,
  },
  {
    ...{ code: 'OTHER_PICTURE', name: 'similarity', score: ({ similarity }) => similarity },
    isWorse: (score, reference) => score < reference - 0.03,
  },
  {
    ...{ code: 'FROZEN_OR_DROPPED', name: 'share of repeated frames' },
    score: ({ motion }) => motion?.repeatedShare,
    isWorse: (score, reference) => score > reference + 0.1,
  },
  {
    ...{ code: 'FROZEN_OR_DROPPED', name: 'motion', score: ({ motion }) => motion?.ratio },
    isWorse: (score, reference) => score < reference * 0.7,
  },
  {
    ...{ code: 'PICTURE_CHANGED', name: 'lasting bias of a tile', score: ({ tileBias }) => tileBias.lasting },
    isWorse: (score, reference) => score > reference + 4,
  },
  {
    ...{ code: 'PICTURE_CHANGED', name: 'moving bias of a tile', score: ({ tileBias }) => tileBias.moving },
    isWorse: (score, reference) => score > reference + 5,
  },
  {
    ...{ code: 'COLOUR_LOST', name: 'colour', score: ({ colour }) => colour.ratio },
    isWorse: (score, reference) => score < reference * 0.8,
  },
  {
    ...{ code: 'COLOUR_LOST', name: 'difference of colour', score: ({ colour }) => colour.difference },
    isWorse: (score, reference) => score > reference + 1,
  },
  {
    ...{ code: 'POOR_QUALITY', name: 'similarity at full size', score: ({ quality }) => quality.similarity },
    isWorse: (score, reference) => score < reference - 0.03,
  },
  {
    ...{ code: 'POOR_QUALITY', name: 'sharpness', score: ({ quality }) => quality.sharpness },
    isWorse: (score, reference) => score < reference * 0.75,
  },
  {
    ...{ code: 'POOR_QUALITY', name: 'blockiness', score: ({ quality }) => quality.blockiness },
    isWorse: (score, reference) => score > reference * 1.6,
  },
]

/**
 * Decides a doubt: the scores of a rendition beside those of one that was made of the same source, with the ordered
 * settings and a fast preset. What the content makes hard for one it makes hard for the other.
 * @returns what the rendition is worse in than an honest one
 */
export function checkAgainstReference(scores: ContentScores, reference: ContentScores): readonly Reason[] {
  return comparisons.flatMap(({ code, name, score, isWorse }) => {
    const [own, other] = [score(scores), score(reference)]
    if (own === undefined || other === undefined || !isWorse(own, other)) return []
    const message = `The ${name} is ${own.toFixed(3)}; that of a reference transcode is ${other.toFixed(3)}.`
    return [{ code, severity: 'bad', message }]
  })
}
