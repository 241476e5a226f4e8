import type { ContentLimits } from '../limits.ts'
import type { Reason } from '../reason.ts'
import { isBeyond, measures } from './measures.ts'
import type { ContentScores } from './scores.ts'

/**
 * @returns a doubt for every score that few honest renditions have. None of them is proof: how far an honest rendition
 * may be from its source depends on what is in the picture, and only a reference knows that.
 */
export function checkContent(scores: ContentScores, limits: ContentLimits): readonly Reason[] {
  return measures.flatMap((measure) => {
    const value = measure.score(scores)
    const limit = limits[measure.limit].doubtful
    if (value === undefined || limit === undefined || !isBeyond(value, limit, measure)) return []
    const message = `The ${measure.name} is ${value.toFixed(3)}, ${measure.isWrong} ${limit}.`
    return [{ code: measure.code, severity: 'doubtful', message }]
  })
}
