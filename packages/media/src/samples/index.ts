/** What is looked at of media, as plain data: nothing here decodes. */
export type { AudioFacts, MediaFacts, VideoFacts } from './facts.ts'
export { frameTicksOf, placesShown, reachOf } from './frame-times.ts'
export {
  type Detail,
  type Plane,
  type Still,
  stillSize,
  type Thumb,
  thumbSize,
  type VideoSamples,
} from './samples.ts'
