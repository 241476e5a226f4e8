import type { Depth, Verdict } from '@millrace/verification'
import type { CheckOutcome } from '@millrace/verification/policy'
import type { BadResult } from './check-record.ts'

/**
 * What the verdicts on all renditions of a result come to. A thorough look leaves no doubt: every rendition was beside a
 * reference.
 */
export function outcomeOf(verdicts: readonly Verdict[], depth: Depth): CheckOutcome {
  if (verdicts.some(({ outcome }) => outcome === 'bad')) return 'bad'
  if (depth === 'thorough') return 'good'
  return verdicts.some(({ wasDoubtful }) => wasDoubtful) ? 'dispelled' : 'good'
}

/** @param names of the renditions, in their order. */
export function reasonsOf(verdicts: readonly Verdict[], names: readonly string[]): BadResult['reasons'] {
  return verdicts.flatMap(({ outcome, reasons }, index) => {
    if (outcome !== 'bad') return []
    const rendition = names[index] ?? ''
    // Those that raise a doubt say little beside those that settle it.
    const settled = reasons.filter(({ severity }) => severity === 'bad')
    return settled.map(({ code, message }) => ({ rendition, code, message }))
  })
}

const maxSentences = 3

/** For people: the first few reasons, each with its rendition. */
export function describeReasons(reasons: BadResult['reasons']): string {
  const sentences = reasons.slice(0, maxSentences).map(({ rendition, message }) => `${rendition}: ${message}`)
  const left = reasons.length - sentences.length
  return [...sentences, ...(left > 0 ? [`And ${left} more.`] : [])].join(' ')
}
