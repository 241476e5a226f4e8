export { MalformedTagError, UnsupportedCodecError } from './flv/errors.ts'
export { MalformedH264Error } from './h264/errors.ts'
export { type LadderOptions, ladderFor } from './ladder.ts'
export { MalformedTsError } from './mpegts/errors.ts'
export { countPixels, probeSegment, type SegmentProbe } from './mpegts/probe.ts'
export { InvalidPlaylistValueError, MalformedPlaylistError } from './playlist/errors.ts'
export { type ParsedMasterPlaylist, type ParsedMediaPlaylist, parsePlaylist } from './playlist/parse.ts'
export { renderMasterPlaylist, renderMediaPlaylist } from './playlist/render.ts'
export type { MasterPlaylist, MediaPlaylist, PlaylistSegment, PlaylistVariant } from './playlist/types.ts'
export { defaultPresetNames, h264Profile, presetNamed, presets } from './presets.ts'
export {
  type EncoderProfile,
  type Profile,
  type ProfileFormat,
  parseRenditions,
  type VideoCodec,
} from './profile.ts'
export { InvalidProfileError } from './profile-errors.ts'
export { RemuxFailedError } from './remux/errors.ts'
export { writeMp4 } from './remux/write-mp4.ts'
export { type PictureSize, renditionSize } from './rendition-size.ts'
export type { AudioTrackInfo, Segment, VideoTrackInfo } from './segment.ts'
export { KeyframeMissingError, NoVideoError } from './segmenter/errors.ts'
export { Segmenter } from './segmenter/segmenter.ts'
export type { SegmenterCursor, SegmenterDependencies, SegmenterOptions } from './segmenter/types.ts'
export { SourceFileError } from './source/errors.ts'
export {
  type LiveSource,
  type LiveSourceDependencies,
  type LiveSourceOptions,
  startLiveSource,
} from './source/live-source.ts'
export type { FileSegment } from './source/segments/messages.ts'
export { type ReadSegmentsOptions, readSegments } from './source/segments/read-segments.ts'
export { makeTestClip, type TestClipOptions } from './source/test-clip/make-test-clip.ts'
export { type MeasurablePool, measureCapacity } from './transcoder/capacity.ts'
export { chooseDevice, type EncoderChoice } from './transcoder/choose-device.ts'
export type { ChosenDevice, EncoderDevice } from './transcoder/device-types.ts'
export {
  DeviceRefusedError,
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
  InspectedRendition,
  InspectJob,
  LookedAtRendition,
  LookJob,
  LookResult,
  RemuxJob,
  RenditionToInspect,
  RenditionToLookAt,
  SoftwareEncoding,
  TranscodedRendition,
  TranscodeJob,
  TranscodeResult,
  TranscoderPoolOptions,
  TranscoderPoolStats,
} from './transcoder/types.ts'
