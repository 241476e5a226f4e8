import type { Verdict } from '../verify.ts'
import type { ScoreEvidence, VerdictEvidence } from './evidence.ts'

const microsPerUnit = 1e6
/** Scores beyond say no more. */
const greatestScore = 1e9

/** The verdicts on all renditions of a result, in their order, in the form that is kept. */
export function verdictEvidence(verdicts: readonly Verdict[]): VerdictEvidence {
  return {
    usedReference: verdicts.some(({ usedReference }) => usedReference),
    reasons: verdicts.flatMap(({ reasons }, rendition) =>
      reasons.map((reason) => ({ rendition, ...reason })),
    ),
    scores: verdicts.flatMap(({ scores }, rendition) => scoresOf(rendition, scores ?? {})),
  }
}

/** Every number below `scores`, named by its way there; one that is not finite says nothing and is left out. */
function scoresOf(rendition: number, scores: object, prefix = ''): readonly ScoreEvidence[] {
  return Object.entries(scores).flatMap(([key, value]): readonly ScoreEvidence[] => {
    if (typeof value === 'object' && value !== null) return scoresOf(rendition, value, `${prefix}${key}.`)
    if (typeof value !== 'number' || !Number.isFinite(value)) return []
    const bounded = Math.max(-greatestScore, Math.min(greatestScore, value))
    return [{ rendition, name: `${prefix}${key}`, micros: BigInt(Math.round(bounded * microsPerUnit)) }]
  })
}
