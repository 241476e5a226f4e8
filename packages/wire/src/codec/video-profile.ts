import { create } from '@bufbuild/protobuf'
import type { Profile } from '@millrace/media'
import { ProfileRefusedError } from '../errors.ts'
import {
  type SegData,
  type VideoProfile,
  VideoProfile_Format,
  VideoProfile_Profile,
  VideoProfile_VideoCodec,
  VideoProfileSchema,
} from '../generated/net/orchestrator_pb.ts'
import { maxProfileNameLength, maxProfiles } from '../limits.ts'

const formats = {
  mpegts: VideoProfile_Format.MPEGTS,
  mp4: VideoProfile_Format.MP4,
} as const satisfies Record<Profile['format'], number>

const encoderProfiles = {
  default: VideoProfile_Profile.ENCODER_DEFAULT,
  baseline: VideoProfile_Profile.H264_BASELINE,
  main: VideoProfile_Profile.H264_MAIN,
  high: VideoProfile_Profile.H264_HIGH,
  'constrained-high': VideoProfile_Profile.H264_CONSTRAINED_HIGH,
} as const satisfies Record<Profile['encoderProfile'], number>

const codecs = {
  h264: VideoProfile_VideoCodec.H264,
  h265: VideoProfile_VideoCodec.H265,
  vp8: VideoProfile_VideoCodec.VP8,
  vp9: VideoProfile_VideoCodec.VP9,
} as const satisfies Record<Profile['codec'], number>

type ProfileFields = Pick<SegData, 'fullProfiles' | 'fullProfiles2' | 'fullProfiles3'>

/**
 * Puts an order's profiles into the one field that the network uses for them: the first when they are plain MPEG-TS,
 * the second when some of them are MP4, the third when any sets a frame rate denominator, encoder profile or GOP.
 */
export function toProfileFields(profiles: readonly Profile[]): Partial<ProfileFields> {
  const messages = profiles.map(toVideoProfile)
  const needsThird = profiles.some(
    ({ fpsDen, encoderProfile, gopMs, codec, quality }) =>
      fpsDen > 1 || encoderProfile !== 'default' || gopMs !== 0 || codec !== 'h264' || quality !== 0,
  )
  if (needsThird) return { fullProfiles3: messages }
  return profiles.some(({ format }) => format === 'mp4')
    ? { fullProfiles2: messages }
    : { fullProfiles: messages }
}

/** @returns the message for one profile; a frame rate denominator of 1 is left out. */
export function toVideoProfile(profile: Profile): VideoProfile {
  return create(VideoProfileSchema, {
    name: profile.name,
    width: profile.widthPx,
    height: profile.heightPx,
    bitrate: profile.bitrateBps,
    fps: profile.fps,
    fpsDen: profile.fpsDen > 1 ? profile.fpsDen : 0,
    format: formats[profile.format],
    profile: encoderProfiles[profile.encoderProfile],
    gop: profile.gopMs,
    encoder: codecs[profile.codec],
    quality: profile.quality,
  })
}

/**
 * Reads an order's profiles: the third field before the second before the first.
 * @throws {ProfileRefusedError} when there are none or too many, one is out of range, or two share a name.
 */
export function readProfiles(fields: ProfileFields): readonly Profile[] {
  const messages = [fields.fullProfiles3, fields.fullProfiles2, fields.fullProfiles].find(
    (list) => list.length > 0,
  )
  if (messages === undefined) throw new ProfileRefusedError('no profiles')
  if (messages.length > maxProfiles) throw new ProfileRefusedError('too many profiles')
  const profiles = messages.map(readVideoProfile)
  // Results are addressed by profile name, and the signature covers names alone.
  if (new Set(profiles.map(({ name }) => name)).size !== profiles.length) {
    throw new ProfileRefusedError('duplicate profile name')
  }
  return profiles
}

/**
 * @returns the profile, with the network's name for one that has none.
 * @throws {ProfileRefusedError} when it names an unknown format, encoder profile or codec, or a value is out of range.
 */
function readVideoProfile(message: VideoProfile): Profile {
  const format = keyOf(formats, message.format)
  if (format === undefined) throw new ProfileRefusedError('unrecognized profile output format')
  const encoderProfile = keyOf(encoderProfiles, message.profile)
  if (encoderProfile === undefined) throw new ProfileRefusedError('unrecognized encoder profile')
  const codec = keyOf(codecs, message.encoder)
  if (codec === undefined) throw new ProfileRefusedError('unrecognized video codec')
  const { width, height, bitrate, fps, fpsDen, gop, quality } = message
  const isInRange =
    isWithin(width, 1, 16_384) &&
    isWithin(height, 1, 16_384) &&
    isWithin(bitrate, 0, 1_000_000_000) &&
    isWithin(fps, 0, 1_000_000) &&
    isWithin(fpsDen, 0, 1_000_000) &&
    isWithin(gop, -1, 3_600_000) &&
    isWithin(quality, 0, 63)
  if (!isInRange) throw new ProfileRefusedError('profile out of range')
  return {
    name: readName(message),
    widthPx: width,
    heightPx: height,
    bitrateBps: bitrate,
    fps,
    fpsDen: fpsDen || 1,
    format,
    encoderProfile,
    gopMs: gop,
    codec,
    quality,
  }
}

function readName({ name, width, height, bitrate }: VideoProfile): string {
  if (name === '') return `net_${width}x${height}_${bitrate}`
  // The name becomes a part of a path and of log lines.
  const isPlain =
    name.length <= maxProfileNameLength && !/[\p{Cc}\p{Cs}]/u.test(name) && !/^\.{1,2}$/.test(name)
  if (!isPlain) throw new ProfileRefusedError('profile name out of range')
  return name
}

function isWithin(value: number, lowest: number, highest: number): boolean {
  return value >= lowest && value <= highest
}

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, value: number): Key | undefined {
  return (Object.keys(table) as Key[]).find((key) => table[key] === value)
}
