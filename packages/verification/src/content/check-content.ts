import { limits } from '../limits.ts'
import type { Reason } from '../reason.ts'
import { isBeyond, measures } from './measures.ts'
import type { ContentScores } from './scores.ts'

/** @returns every score that no honest rendition has, or not each */
export function checkContent(scores: ContentScores): readonly Reason[] {
  return measures.flatMap((measure) => {
    const value = measure.score(scores)
    const { doubtful, bad } = limits.content[measure.limit]
    if (value === undefined || !isBeyond(value, doubtful, measure)) return []
    const severity = isBeyond(value, bad, measure) ? 'bad' : 'doubtful'
    const limit = severity === 'bad' ? bad : doubtful
    const message = `The ${measure.name} is ${value.toFixed(3)}, ${measure.isWrong} ${limit}.`
    return [{ code: measure.code, severity, message }]
  })
}
