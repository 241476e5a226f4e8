import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseAacConfig } from './aac-config.ts'
import { parseAudioTag } from './audio-tag.ts'
import { MalformedTagError, UnsupportedCodecError } from './errors.ts'
import { parseVideoTag } from './video-tag.ts'

const bytes = (...values: readonly number[]) => Uint8Array.of(...values)
const fourCc = (text: string) => [...Buffer.from(text, 'latin1')]

describe('video tags', () => {
  test('H.264 in its first form and by FourCC are the same', () => {
    expect(parseVideoTag(bytes(0x17, 0, 0, 0, 0, 1, 2))).toEqual({ kind: 'config', config: bytes(1, 2) })
    expect(parseVideoTag(bytes(0x90, ...fourCc('avc1'), 1, 2))).toEqual({
      kind: 'config',
      config: bytes(1, 2),
    })
    const frame = { kind: 'frame', keyframe: false, compositionTimeMs: -2, data: bytes(9) }
    expect(parseVideoTag(bytes(0x27, 1, 0xff, 0xff, 0xfe, 9))).toEqual(frame)
    expect(parseVideoTag(bytes(0xa1, ...fourCc('avc1'), 0xff, 0xff, 0xfe, 9))).toEqual(frame)
    const withoutOffset = { kind: 'frame', keyframe: true, compositionTimeMs: 0, data: bytes(9) }
    expect(parseVideoTag(bytes(0x93, ...fourCc('avc1'), 9))).toEqual(withoutOffset)
  })

  test('signs of life, ends and metadata carry no picture', () => {
    for (const tag of [bytes(), bytes(0x17, 2, 0, 0, 0), bytes(0x57, 0), bytes(0x94, ...fourCc('avc1'))]) {
      expect(parseVideoTag(tag)).toEqual({ kind: 'other' })
    }
  })

  test('error: another codec is named, and so is what to use', () => {
    expect(() => parseVideoTag(bytes(0x91, ...fourCc('hvc1')))).toThrow(
      'The video codec H.265 is not accepted: set the encoder to H.264.',
    )
    expect(() => parseVideoTag(bytes(0x91, ...fourCc('av01')))).toThrow(/AV1/)
    expect(() => parseVideoTag(bytes(0x91, 1, 2, 3, 4))).toThrow(/unknown/)
    expect(() => parseVideoTag(bytes(0x12))).toThrow(UnsupportedCodecError)
  })
})

describe('audio tags', () => {
  test('AAC in its first form and by FourCC are the same', () => {
    expect(parseAudioTag(bytes(0xaf, 0, 0x11, 0x90))).toEqual({ kind: 'config', config: bytes(0x11, 0x90) })
    expect(parseAudioTag(bytes(0x90, ...fourCc('mp4a'), 0x11, 0x90))).toEqual({
      kind: 'config',
      config: bytes(0x11, 0x90),
    })
    expect(parseAudioTag(bytes(0xaf, 1, 5))).toEqual({ kind: 'frame', data: bytes(5) })
    expect(parseAudioTag(bytes(0xaf))).toEqual({ kind: 'other' })
  })

  test('error: another codec is named', () => {
    expect(() => parseAudioTag(bytes(0x2f, 1))).toThrow(
      'The audio codec MP3 is not accepted: set the encoder to AAC.',
    )
    expect(() => parseAudioTag(bytes(0x91, ...fourCc('Opus')))).toThrow(/Opus/)
  })

  test('the configuration says rate, channels and object type', () => {
    expect(parseAacConfig(bytes(0x11, 0x90))).toMatchObject({
      codec: 'mp4a.40.2',
      sampleRateHz: 48_000,
      channels: 2,
    })
    expect(parseAacConfig(bytes(0x12, 0x08))).toMatchObject({ sampleRateHz: 44_100, channels: 1 })
    // HE-AAC, announced: the core is LC at half the rate.
    expect(parseAacConfig(bytes(0x2b, 0x11, 0x88, 0))).toMatchObject({
      codec: 'mp4a.40.5',
      objectType: 2,
      sampleRateHz: 24_000,
    })
  })

  test('error: what ADTS cannot carry is refused', () => {
    expect(() => parseAacConfig(bytes(0x11, 0x80))).toThrow(UnsupportedCodecError)
    expect(() => parseAacConfig(bytes(0x11))).toThrow(MalformedTagError)
  })
})

test('error: arbitrary tags give a value or a declared error', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (tag) => {
      for (const parse of [parseVideoTag, parseAudioTag, parseAacConfig]) {
        try {
          parse(tag)
        } catch (error) {
          expect(error instanceof MalformedTagError || error instanceof UnsupportedCodecError).toBe(true)
        }
      }
    }),
    { numRuns: 3000 },
  )
})
