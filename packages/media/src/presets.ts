import type { Profile } from './profile.ts'
import { InvalidProfileError } from './profile-errors.ts'

const table = [
  ['P720p60fps16x9', 1280, 720, 6000, 60],
  ['P720p30fps16x9', 1280, 720, 4000, 30],
  ['P720p25fps16x9', 1280, 720, 3500, 25],
  ['P720p30fps4x3', 960, 720, 3500, 30],
  ['P576p30fps16x9', 1024, 576, 1500, 30],
  ['P576p25fps16x9', 1024, 576, 1500, 25],
  ['P360p30fps16x9', 640, 360, 1200, 30],
  ['P360p25fps16x9', 640, 360, 1000, 25],
  ['P360p30fps4x3', 480, 360, 1000, 30],
  ['P240p30fps16x9', 426, 240, 600, 30],
  ['P240p25fps16x9', 426, 240, 600, 25],
  ['P240p30fps4x3', 320, 240, 600, 30],
  ['P144p30fps16x9', 256, 144, 400, 30],
] as const

/** The named profiles that gateways, tools and web services of this network know. */
export const presets: ReadonlyMap<string, Profile> = new Map(
  table.map(([name, widthPx, heightPx, kbps, fps]) => [
    name,
    h264Profile({ name, widthPx, heightPx, bitrateBps: kbps * 1000, fps }),
  ]),
)

/** What a stream is transcoded to when nobody chose. */
export const defaultPresetNames = ['P240p30fps16x9', 'P360p30fps16x9'] as const

/** @throws {InvalidProfileError} when there is no preset of that name. */
export function presetNamed(name: string): Profile {
  const profile = presets.get(name)
  if (profile) return profile
  throw new InvalidProfileError({
    path: '',
    reason: `there is no preset ${JSON.stringify(name.slice(0, 64))}, only ${[...presets.keys()].join(', ')}`,
  })
}

/** An H.264 MPEG-TS profile with the usual rest: frame rate of the source, one GOP a segment, by bitrate. */
export function h264Profile(
  facts: Pick<Profile, 'name' | 'widthPx' | 'heightPx' | 'bitrateBps'> & Partial<Profile>,
): Profile {
  return {
    fps: 0,
    fpsDen: 1,
    format: 'mpegts',
    encoderProfile: 'default',
    gopMs: 0,
    codec: 'h264',
    quality: 0,
    ...facts,
  }
}
