import { z } from 'zod'
import { InvalidProfileError } from './profile-errors.ts'

export type ProfileFormat = 'mpegts' | 'mp4'
export type EncoderProfile = 'default' | 'baseline' | 'main' | 'high' | 'constrained-high'
export type VideoCodec = 'h264' | 'h265' | 'vp8' | 'vp9'

/** What one rendition of a stream must look like. The output may be smaller or turned: see {@link renditionSize}. */
export interface Profile {
  readonly name: string
  readonly widthPx: number
  readonly heightPx: number
  /** Mean rate of the video in bits a second; a ceiling when `quality` is set. */
  readonly bitrateBps: number
  /** Frames per `fpsDen` seconds; 0 = as the source. */
  readonly fps: number
  readonly fpsDen: number
  readonly format: ProfileFormat
  readonly encoderProfile: EncoderProfile
  /** Time between key frames; 0 = one GOP a segment, -1 = every frame is a key frame. */
  readonly gopMs: number
  readonly codec: VideoCodec
  /** CRF from 1 to 63; 0 = by bitrate. */
  readonly quality: number
}

/** Most renditions that one segment may be ordered in. */
export const maxRenditions = 16

const encoderProfiles: Readonly<Record<string, EncoderProfile>> = {
  '': 'default',
  none: 'default',
  h264baseline: 'baseline',
  h264main: 'main',
  h264high: 'high',
  h264constrainedhigh: 'constrained-high',
}

const codecs: Readonly<Record<string, VideoCodec>> = {
  '': 'h264',
  'h.264': 'h264',
  h264: 'h264',
  hevc: 'h265',
  vp8: 'vp8',
  vp9: 'vp9',
}

const gopSchema = z.string().transform((text, context) => {
  if (text === '') return 0
  if (text.toLowerCase() === 'intra') return -1
  const seconds = Number(text)
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= 3600) return Math.round(seconds * 1000)
  context.addIssue('is neither "intra" nor a number of seconds')
  return z.NEVER
})

const oneOf = <Value>(table: Readonly<Record<string, Value>>) =>
  z.string().transform((text, context) => {
    const value = Object.hasOwn(table, text.toLowerCase()) ? table[text.toLowerCase()] : undefined
    if (value !== undefined) return value
    context.addIssue(`knows only ${Object.keys(table).filter(Boolean).join(', ')}`)
    return z.NEVER
  })

const renditionSchema = z
  .object({
    name: z.string().max(128).default(''),
    width: z.int().min(16).max(8192),
    height: z.int().min(16).max(8192),
    bitrate: z.int().min(1000).max(1_000_000_000),
    fps: z.int().min(0).max(1_000_000).default(0),
    fpsDen: z.int().min(0).max(1_000_000).default(0),
    profile: oneOf(encoderProfiles).default('default'),
    gop: gopSchema.default(0),
    encoder: oneOf(codecs).default('h264'),
    // Only 8 bits and 4:2:0 are made; asking for more must fail rather than be left out in silence.
    colorDepth: z.literal(0).default(0),
    chromaFormat: z.literal(0).default(0),
    quality: z.int().min(0).max(63).default(0),
  })
  .transform(
    (json): Profile => ({
      name: json.name || `custom_${json.width}x${json.height}_${json.bitrate}`,
      widthPx: json.width,
      heightPx: json.height,
      bitrateBps: json.bitrate,
      fps: json.fps,
      fpsDen: json.fpsDen || 1,
      format: 'mpegts',
      encoderProfile: json.profile,
      gopMs: json.gop,
      codec: json.encoder,
      quality: json.quality,
    }),
  )

const renditionsSchema = z
  .array(renditionSchema)
  .max(maxRenditions)
  .refine((profiles) => new Set(profiles.map(({ name }) => name)).size === profiles.length, {
    message: 'two renditions have the same name',
  })

/**
 * Parses the JSON renditions of the push API and the auth webhook: `name, width, height, bitrate (bps), fps, fpsDen,
 * profile, gop (seconds or "intra"), encoder, quality`. Keys that it does not know are left out.
 * @throws {InvalidProfileError} naming the value that does not fit.
 */
export function parseRenditions(json: unknown): readonly Profile[] {
  const parsed = renditionsSchema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new InvalidProfileError({
    path: issue?.path.join('.') ?? '',
    reason: issue?.message ?? 'it does not fit',
    cause: parsed.error,
  })
}
