import type { Profile } from '@millrace/media'
import { doAgree } from '../content/do-agree.ts'
import { limitsFor } from '../content/limits-for.ts'
import type { Verdict } from '../verify.ts'
import { orderedBps } from './order-of.ts'

/**
 * Whether two results of one segment, looked at together, agree in every rendition. One that has no scores agrees with
 * nothing.
 * @param one verdicts in the order of the profiles, as those of the other.
 */
export function resultsAgree(
  profiles: readonly Profile[],
  one: readonly Verdict[],
  other: readonly Verdict[],
): boolean {
  return profiles.every((profile, index) => {
    const [own, others] = [one[index]?.scores, other[index]?.scores]
    return own && others && doAgree(own, others, limitsFor({ bitrateBps: orderedBps(profile) }))
  })
}
