import type { Reason, ReasonCode } from '../reason.ts'
import type { ContentScores } from './scores.ts'

/** A score beyond `doubtful` may still be honest, one beyond `bad` is not. */
interface Limit {
  readonly code: ReasonCode
  /** What the score is of, for the message. */
  readonly name: string
  /** Undefined where the source says nothing of it. */
  readonly score: (scores: ContentScores) => number | undefined
  readonly isWrong: 'below' | 'above'
  readonly doubtful: number
  readonly bad: number
}

/**
 * Between what honest encoders of all kinds reach and what cheats do, as measured on six scenes; see docs/verification.md.
 * Scores of quality are never bad by themselves, for they depend on what is in the picture.
 */
const limits: readonly Limit[] = [
  {
    ...{ code: 'WRONG_TIMES', name: 'share of frames at times of the source', isWrong: 'below' },
    ...{ score: ({ matchedShare }) => matchedShare, doubtful: 0.99, bad: 0.9 },
  },
  {
    ...{ code: 'OTHER_PICTURE', name: 'hash distance', isWrong: 'above' },
    ...{ score: ({ hashDistance }) => hashDistance, doubtful: 3, bad: 8 },
  },
  {
    ...{ code: 'OTHER_PICTURE', name: 'similarity', isWrong: 'below' },
    ...{ score: ({ similarity }) => similarity, doubtful: 0.935, bad: 0.8 },
  },
  {
    ...{ code: 'FROZEN_OR_DROPPED', name: 'share of repeated frames', isWrong: 'above' },
    ...{ score: ({ motion }) => motion?.repeatedShare, doubtful: 0.18, bad: 0.35 },
  },
  {
    ...{ code: 'FROZEN_OR_DROPPED', name: 'motion', isWrong: 'below' },
    ...{ score: ({ motion }) => motion?.ratio, doubtful: 0.55, bad: 0.2 },
  },
  {
    ...{ code: 'TIME_SHIFTED', name: 'gain of a shift in time', isWrong: 'above' },
    ...{ score: ({ timeShift: { frames, gain } }) => (frames === 0 ? 1 : gain), doubtful: 1.25, bad: 1.5 },
  },
  {
    ...{ code: 'PICTURE_CHANGED', name: 'lasting bias of a tile', isWrong: 'above' },
    ...{ score: ({ tileBias }) => tileBias.lasting, doubtful: 6, bad: 14 },
  },
  {
    ...{ code: 'PICTURE_CHANGED', name: 'moving bias of a tile', isWrong: 'above' },
    ...{ score: ({ tileBias }) => tileBias.moving, doubtful: 9, bad: 25 },
  },
  {
    ...{ code: 'COLOUR_LOST', name: 'colour', isWrong: 'below' },
    ...{ score: ({ colour }) => colour.ratio, doubtful: 0.7, bad: 0.4 },
  },
  {
    ...{ code: 'COLOUR_LOST', name: 'difference of colour', isWrong: 'above' },
    ...{ score: ({ colour }) => colour.difference, doubtful: 1.5, bad: 8 },
  },
  {
    ...{ code: 'POOR_QUALITY', name: 'similarity at full size', isWrong: 'below' },
    ...{ score: ({ quality }) => quality.similarity, doubtful: 0.95, bad: 0.6 },
  },
  {
    ...{ code: 'POOR_QUALITY', name: 'sharpness', isWrong: 'below' },
    ...{ score: ({ quality }) => quality.sharpness, doubtful: 0.67, bad: 0.15 },
  },
  {
    ...{ code: 'POOR_QUALITY', name: 'blockiness', isWrong: 'above' },
    ...{ score: ({ quality }) => quality.blockiness, doubtful: 1.5, bad: 12 },
  },
]

/** @returns every score that no honest rendition has, or not each */
export function checkContent(scores: ContentScores): readonly Reason[] {
  return limits.flatMap(({ code, name, score, isWrong, doubtful, bad }) => {
    const value = score(scores)
    if (value === undefined) return []
    const isBeyond = (limit: number) => (isWrong === 'below' ? value < limit : value > limit)
    if (!isBeyond(doubtful)) return []
    const severity = isBeyond(bad) ? 'bad' : 'doubtful'
    const limit = severity === 'bad' ? bad : doubtful
    const message = `The ${name} is ${value.toFixed(3)}, ${isWrong} ${limit}.`
    return [{ code, severity, message }]
  })
}
