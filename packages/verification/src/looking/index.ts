export { resultsAgree } from './results-agree.ts'
export {
  type MediaWorker,
  type RenditionToVerify,
  referencePreset,
  type SegmentToVerify,
  verifySegment,
} from './verify-segment.ts'
