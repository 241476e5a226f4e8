export { resultsAgree } from './results-agree.ts'
export {
  type MediaWorker,
  type RenditionToVerify,
  referenceEncoding,
  type SegmentToVerify,
  verifySegment,
} from './verify-segment.ts'
