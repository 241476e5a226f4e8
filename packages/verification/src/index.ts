export { checkContent } from './content/check-content.ts'
export { checkAgainstReference } from './content/check-reference.ts'
export {
  type Plane,
  type Still,
  stillSize,
  type Thumb,
  thumbSize,
  type VideoSamples,
} from './content/samples.ts'
export { type ContentScores, contentScores, type QualityScores, qualityScores } from './content/scores.ts'
export { checkFacts, type FactsToCheck } from './facts/check-facts.ts'
export type { AudioFacts, MediaFacts, RenditionOrder, VideoFacts } from './facts/facts.ts'
export { type Outcome, outcomeOf, type Reason, type ReasonCode } from './reason.ts'
export { type RenditionLooker, type Verdict, verifyRendition } from './verify.ts'
