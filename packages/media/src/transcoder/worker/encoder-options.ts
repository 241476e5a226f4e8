import {
  FF_ENCODER_LIBVPX_VP8,
  FF_ENCODER_LIBVPX_VP9,
  FF_ENCODER_LIBX264,
  FF_ENCODER_LIBX265,
  type FFVideoEncoder,
} from 'node-av/constants'
import type { Profile, VideoCodec } from '../../profile.ts'
import type { FrameRate } from './frame-rate.ts'
import type { WorkerSettings } from './messages.ts'

/** Longer than any segment: the whole segment is one group of pictures. */
const noFurtherKeyFrame = 100_000

const x264Profiles = {
  default: undefined,
  baseline: 'baseline',
  main: 'main',
  high: 'high',
  // High without B-frames and interlacing, which are never made here.
  'constrained-high': 'high',
} as const

/** The software encoder of each codec. */
export const encoders: Readonly<Record<VideoCodec, FFVideoEncoder>> = {
  h264: FF_ENCODER_LIBX264,
  h265: FF_ENCODER_LIBX265,
  vp8: FF_ENCODER_LIBVPX_VP8,
  vp9: FF_ENCODER_LIBVPX_VP9,
}

/**
 * What FFmpeg is told about one rendition. No B-frames: with them the first decoding time of a segment would lie
 * before its start and the joints would overlap. No key frames of its own choice: players switch at segment starts.
 */
export function encoderOptions(
  profile: Profile,
  frameRate: FrameRate,
  { preset, isCapped = false }: Pick<WorkerSettings, 'preset' | 'isCapped'>,
): Readonly<Record<string, string>> {
  const keyFrames = keyFrameInterval(profile.gopMs, frameRate)
  const common = { g: String(keyFrames), bf: '0', ...rateOptions(profile, isCapped) }
  if (profile.codec === 'h264') {
    const level = x264Profiles[profile.encoderProfile]
    return { ...common, preset, sc_threshold: '0', ...(level ? { profile: level } : {}) }
  }
  if (profile.codec === 'h265')
    return {
      ...common,
      preset,
      'x265-params': `scenecut=0:bframes=0:open-gop=0:keyint=${keyFrames}:log-level=none`,
    }
  return { ...common, deadline: 'realtime', 'cpu-used': '8', 'auto-alt-ref': '0', 'lag-in-frames': '0' }
}

function rateOptions({ quality, bitrateBps }: Profile, isCapped: boolean): Readonly<Record<string, string>> {
  const rate = String(bitrateBps)
  if (quality === 0) return { b: rate, ...(isCapped && { maxrate: rate, bufsize: rate }) }
  // By quality the bitrate is only a ceiling; x264 keeps it over two seconds.
  return { crf: String(quality), maxrate: rate, bufsize: String(bitrateBps * 2) }
}

/** Frames between two key frames. */
export function keyFrameInterval(gopMs: number, { num, den }: FrameRate): number {
  if (gopMs < 0) return 1
  if (gopMs === 0) return noFurtherKeyFrame
  return Math.max(1, Math.round((gopMs * num) / (1000 * den)))
}
