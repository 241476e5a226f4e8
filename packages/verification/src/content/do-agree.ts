import type { ContentLimits } from '../limits.ts'
import { checkAgainstReference } from './check-reference.ts'
import type { ContentScores } from './scores.ts'

/**
 * Whether two renditions of one order are as close to each other as honest work is to a reference transcode, each laid
 * beside the other as if that were the reference. Where they are not, one of them may be a cheat, or much the better
 * encoder: only a reference of one's own says which.
 */
export function doAgree(one: ContentScores, other: ContentScores, limits: ContentLimits): boolean {
  return [checkAgainstReference(one, other, limits), checkAgainstReference(other, one, limits)].every(
    (reasons) => reasons.length === 0,
  )
}
