export { type LadderOptions, ladderFor } from './ladder.ts'
export { defaultPresetNames, h264Profile, presetNamed, presets } from './presets.ts'
export {
  type EncoderProfile,
  maxRenditions,
  type Profile,
  type ProfileFormat,
  parseRenditions,
  type VideoCodec,
} from './profile.ts'
export { InvalidProfileError } from './profile-errors.ts'
export {
  PoisonSegmentError,
  PoolBusyError,
  PoolClosedError,
  type RefusalCode,
  SegmentRefusedError,
  TranscodeFailedError,
  TranscoderStartError,
  TranscodeTimeoutError,
} from './transcoder/errors.ts'
export { TranscoderPool, type TranscoderPoolDependencies } from './transcoder/pool.ts'
export type {
  EncoderPreset,
  TranscodedRendition,
  TranscodeJob,
  TranscodeResult,
  TranscoderPoolOptions,
  TranscoderPoolStats,
} from './transcoder/types.ts'
