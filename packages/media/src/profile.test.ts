import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultPresetNames, presetNamed, presets } from './presets.ts'
import { parseRenditions } from './profile.ts'
import { InvalidProfileError } from './profile-errors.ts'

describe('renditions in JSON', () => {
  test('a complete one is taken over', () => {
    const json = [
      {
        ...{ name: 'hd', width: 1280, height: 720, bitrate: 3_000_000, fps: 30_000, fpsDen: 1001 },
        ...{ profile: 'H264ConstrainedHigh', gop: '2.5', encoder: 'H.264', quality: 23, unknown: true },
      },
    ]
    expect(parseRenditions(json)).toEqual([
      {
        ...{ name: 'hd', widthPx: 1280, heightPx: 720, bitrateBps: 3_000_000, fps: 30_000, fpsDen: 1001 },
        ...{ format: 'mpegts', encoderProfile: 'constrained-high', gopMs: 2_500, codec: 'h264', quality: 23 },
      },
    ])
  })

  test('what is left out gets its default, and a name', () => {
    expect(parseRenditions([{ width: 640, height: 360, bitrate: 800_000 }])).toEqual([
      {
        ...{ name: 'custom_640x360_800000', widthPx: 640, heightPx: 360, bitrateBps: 800_000, fps: 0 },
        ...{ fpsDen: 1, format: 'mpegts', encoderProfile: 'default', gopMs: 0, codec: 'h264', quality: 0 },
      },
    ])
  })

  test.each([
    ['h264baseline', 'baseline'],
    ['H264MAIN', 'main'],
    ['None', 'default'],
  ])('the profile %s is read in any case', (profile, encoderProfile) => {
    const json = [{ width: 640, height: 360, bitrate: 800_000, profile, gop: 'INTRA', encoder: 'hevc' }]
    expect(parseRenditions(json)[0]).toMatchObject({ encoderProfile, gopMs: -1, codec: 'h265' })
  })

  test.each([
    ['width', { width: 0 }],
    ['height', { height: 100_000 }],
    ['bitrate', { bitrate: '800k' }],
    ['gop', { gop: 'soon' }],
    ['gop', { gop: '-1' }],
    ['encoder', { encoder: 'toString' }],
    ['profile', { profile: 'H264Extended' }],
    ['colorDepth', { colorDepth: 2 }],
    ['quality', { quality: 64 }],
  ])('error: a bad %s is named', (key, change) => {
    const json = [{ width: 640, height: 360, bitrate: 800_000, ...change }]
    expect(() => parseRenditions(json)).toThrow(InvalidProfileError)
    expect(() => parseRenditions(json)).toThrow(`0.${key}`)
  })

  test('error: two of one name, or too many, are refused', () => {
    const rendition = { width: 640, height: 360, bitrate: 800_000 }
    expect(() => parseRenditions([rendition, rendition])).toThrow('same name')
    const many = Array.from({ length: 17 }, (_, n) => ({ ...rendition, name: `r${n}` }))
    expect(() => parseRenditions(many)).toThrow(InvalidProfileError)
  })

  test('error: nothing but the declared error comes out of anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        try {
          parseRenditions(json)
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidProfileError)
        }
      }),
    )
  })
})

describe('presets', () => {
  test('have the size, rate and bitrate of their name', () => {
    expect(presetNamed('P720p60fps16x9')).toMatchObject({
      ...{ name: 'P720p60fps16x9', widthPx: 1280, heightPx: 720, bitrateBps: 6_000_000, fps: 60 },
    })
    for (const [name, profile] of presets) {
      expect(name).toContain(`P${profile.heightPx}p${profile.fps}fps`)
      const aspect = name.endsWith('16x9') ? 16 / 9 : 4 / 3
      expect(Math.abs(profile.widthPx - profile.heightPx * aspect)).toBeLessThan(2)
    }
  })

  test('the defaults are among them', () => {
    expect(defaultPresetNames.map((name) => presetNamed(name).heightPx)).toEqual([240, 360])
  })

  test('error: an unknown name is answered with those that exist', () => {
    expect(() => presetNamed('P1080p')).toThrow('P144p30fps16x9')
  })
})
