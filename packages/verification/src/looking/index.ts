export {
  type MediaWorker,
  type RenditionToVerify,
  type SegmentToVerify,
  verifySegment,
} from './verify-segment.ts'
