import type { VideoSamples } from '@millrace/media/samples'
import { checkContent } from './content/check-content.ts'
import { checkAgainstReference } from './content/check-reference.ts'
import { limitsFor } from './content/limits-for.ts'
import { type ContentScores, contentScores } from './content/scores.ts'
import { checkFacts, type FactsToCheck } from './facts/check-facts.ts'
import { type Outcome, outcomeOf, type Reason } from './reason.ts'

/** Whatever decodes and transcodes, for one rendition. Each step is asked only where the one before found nothing bad. */
export interface RenditionLooker {
  /** What source and rendition are, from decoding the rendition once. */
  facts(): Promise<FactsToCheck>
  /** Sampled pictures of both. */
  samples(): Promise<{ readonly source: VideoSamples; readonly rendition: VideoSamples }>
  /** Sampled pictures of a transcode of the source as it was ordered: by far the dearest step. */
  reference(): Promise<VideoSamples>
}

export interface Verdict {
  readonly outcome: Outcome
  /** Why it is not good; those of doubts that the reference dispelled are not among them. */
  readonly reasons: readonly Reason[]
  /** Undefined where the facts were enough. */
  readonly scores: ContentScores | undefined
  /** Whether a reference transcode was made. */
  readonly usedReference: boolean
  /** Whether something raised a doubt before any reference, be it dispelled by one. Looks by facts alone have none. */
  readonly wasDoubtful: boolean
}

/**
 * `facts`: no picture is looked at. `quick`: a reference transcode is made after a doubt. `thorough`: of everything that is
 * not bad without it.
 */
export type Depth = 'facts' | 'quick' | 'thorough'

/** Whether a rendition is what was ordered, by checks in the order of what they cost. Throws what the looker throws. */
export async function verifyRendition(looker: RenditionLooker, depth: Depth): Promise<Verdict> {
  const toCheck = await looker.facts()
  const facts = checkFacts(toCheck)
  if (outcomeOf(facts) === 'bad') return verdictOf({ reasons: facts })
  // Doubts are of the content: only pictures could dispel them.
  if (depth === 'facts') return verdictOf({ reasons: [] })
  const { source, rendition } = await looker.samples()
  const scores = contentScores(source, rendition)
  if (!scores) return verdictOf({ reasons: [sharesNoMoment] })
  const limits = limitsFor(toCheck.order)
  const reasons = [...facts, ...checkContent(scores, limits)]
  const outcome = outcomeOf(reasons)
  if (outcome === 'bad' || (outcome === 'good' && depth === 'quick')) return verdictOf({ reasons, scores })
  const referenceScores = contentScores(source, await looker.reference())
  if (!referenceScores) throw new Error('The reference is of another time than its source.')
  const worse = checkAgainstReference(scores, referenceScores, limits)
  return verdictOf({ reasons: worse, scores, usedReference: true, wasDoubtful: outcome === 'doubtful' })
}

const sharesNoMoment: Reason = {
  code: 'WRONG_TIMES',
  severity: 'bad',
  message: 'None of the pictures looked at closely is of a time of the source.',
}

function verdictOf(found: {
  reasons: readonly Reason[]
  scores?: ContentScores
  usedReference?: boolean
  wasDoubtful?: boolean
}): Verdict {
  const { reasons, scores, usedReference = false, wasDoubtful = false } = found
  return { outcome: outcomeOf(reasons), reasons, scores, usedReference, wasDoubtful }
}
