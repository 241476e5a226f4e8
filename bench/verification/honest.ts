import type { Profile, VideoCodec } from '@millrace/media'

/** A way to encode that an honest orchestrator may have chosen. */
export interface HonestVariant {
  readonly name: string
  readonly codec: VideoCodec
  readonly scaler: 'bilinear' | 'bicubic' | 'lanczos' | 'area'
  /** Nothing of it is in what thresholds are made from. */
  readonly isHeldOut?: boolean
  /** FFmpeg's arguments of the encoder. */
  readonly encoder: (profile: Profile) => readonly string[]
}

const mean = ({ bitrateBps }: Profile) => ['-b:v', String(bitrateBps)]
/** Never above the bitrate for long. */
const capped = ({ bitrateBps }: Profile) => [
  ...['-b:v', String(bitrateBps), '-maxrate', String(bitrateBps), '-bufsize', String(bitrateBps)],
]
const x264 =
  (preset: string, more: readonly string[] = [], rate = mean) =>
  (profile: Profile) => [
    ...['-c:v', 'libx264', '-preset', preset, '-sc_threshold', '0', '-bf', '0', ...rate(profile), ...more],
  ]
const x265 = (preset: string) => (profile: Profile) => [
  ...['-c:v', 'libx265', '-preset', preset, ...mean(profile)],
  ...['-x265-params', 'log-level=none:bframes=0:scenecut=0:pools=1:frame-threads=1'],
]
/** What chips leave out: no tree of macroblocks, one reference, no trellis, small search, capped. */
const chip = (more: string) =>
  x264('ultrafast', ['-tune', 'zerolatency', '-x264-params', `cabac=1:8x8dct=1:deblock=0,0:${more}`], capped)

/** Between them all presets, scalers, ways to hold the rate, with and without B-frames, of one thread and of several. */
export const honestVariants: readonly HonestVariant[] = [
  { name: 'x264 ultrafast bilinear', codec: 'h264', scaler: 'bilinear', encoder: x264('ultrafast') },
  {
    name: 'x264 ultrafast bicubic capped',
    codec: 'h264',
    scaler: 'bicubic',
    encoder: x264('ultrafast', [], capped),
  },
  {
    name: 'x264 superfast bilinear',
    codec: 'h264',
    scaler: 'bilinear',
    encoder: x264('superfast', [], capped),
  },
  { name: 'x264 veryfast bicubic', codec: 'h264', scaler: 'bicubic', encoder: x264('veryfast') },
  {
    name: 'x264 veryfast lanczos B',
    codec: 'h264',
    scaler: 'lanczos',
    encoder: x264('veryfast', ['-bf', '2']),
  },
  { name: 'x264 faster area', codec: 'h264', scaler: 'area', encoder: x264('faster') },
  {
    name: 'x264 medium bicubic B',
    codec: 'h264',
    scaler: 'bicubic',
    encoder: x264('medium', ['-bf', '3'], capped),
  },
  { name: 'chip', codec: 'h264', scaler: 'bilinear', encoder: chip('subme=2:ref=1:aq-mode=0') },
  {
    ...{ name: 'chip, baseline', codec: 'h264', scaler: 'bicubic', isHeldOut: true },
    encoder: x264(
      'ultrafast',
      ['-profile:v', 'baseline', '-tune', 'zerolatency', '-x264-params', 'slices=4'],
      capped,
    ),
  },
  {
    ...{ name: 'x264 slow lanczos', codec: 'h264', scaler: 'lanczos', isHeldOut: true },
    encoder: x264('slow', ['-bf', '2']),
  },
  // Threads share the frames, or each frame: what one cannot see of the others it does not predict from.
  {
    ...{ name: 'x264 veryfast bicubic, 4 threads', codec: 'h264', scaler: 'bicubic', isHeldOut: true },
    encoder: x264('veryfast', ['-x264-params', 'threads=4']),
  },
  {
    ...{
      name: 'x264 superfast bilinear, 4 sliced threads',
      codec: 'h264',
      scaler: 'bilinear',
      isHeldOut: true,
    },
    encoder: x264('superfast', ['-x264-params', 'threads=4:sliced-threads=1'], capped),
  },
  { name: 'x265 ultrafast bilinear', codec: 'h265', scaler: 'bilinear', encoder: x265('ultrafast') },
  { name: 'x265 superfast bicubic', codec: 'h265', scaler: 'bicubic', encoder: x265('superfast') },
  { name: 'x265 fast lanczos', codec: 'h265', scaler: 'lanczos', isHeldOut: true, encoder: x265('fast') },
]
