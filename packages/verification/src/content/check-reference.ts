import type { ContentLimits } from '../limits.ts'
import type { Reason } from '../reason.ts'
import { besideReference, measures } from './measures.ts'
import type { ContentScores } from './scores.ts'

/**
 * Decides a doubt: the scores of a rendition beside those of one that was made of the same source, with the ordered
 * settings and a fast preset. What the content makes hard for one it makes hard for the other.
 * @returns what the rendition is worse in than an honest one
 */
export function checkAgainstReference(
  scores: ContentScores,
  reference: ContentScores,
  limits: ContentLimits,
): readonly Reason[] {
  return measures.flatMap((measure) => {
    const [own, other] = [measure.score(scores), measure.score(reference)]
    if (own === undefined || other === undefined) return []
    const limit = limits[measure.limit].reference
    if (besideReference(own, other, measure) <= limit) return []
    const message = `The ${measure.name} is ${own.toFixed(3)}; that of a reference transcode is ${other.toFixed(3)}.`
    return [{ code: measure.code, severity: 'bad', message }]
  })
}
