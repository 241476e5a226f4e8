import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidPlaylistValueError, MalformedPlaylistError } from './errors.ts'
import { parsePlaylist } from './parse.ts'
import { renderMasterPlaylist, renderMediaPlaylist } from './render.ts'

const empty = { mediaSequence: 0, discontinuitySequence: 0, targetDurationMs: 2000, ended: false }

describe('master playlists', () => {
  test('variants carry what a player chooses by', () => {
    const text = renderMasterPlaylist({
      independentSegments: true,
      variants: [
        {
          uri: '720p30.m3u8',
          bandwidthBps: 2_812_345.6,
          averageBandwidthBps: 2_500_000,
          codecs: ['avc1.640028', 'mp4a.40.2'],
          widthPx: 1280,
          heightPx: 720,
          fps: 29.97,
        },
      ],
    })
    expect(text).toBe(
      [
        '#EXTM3U',
        '#EXT-X-VERSION:3',
        '#EXT-X-INDEPENDENT-SEGMENTS',
        '#EXT-X-STREAM-INF:BANDWIDTH=2812346,AVERAGE-BANDWIDTH=2500000,CODECS="avc1.640028,mp4a.40.2",' +
          'RESOLUTION=1280x720,FRAME-RATE=29.970',
        '720p30.m3u8',
        '',
      ].join('\n'),
    )
    expect(parsePlaylist(text)).toMatchObject({
      kind: 'master',
      independentSegments: true,
      variants: [{ fps: 29.97 }],
    })
  })
})

describe('media playlists', () => {
  test('a live window has sequence, discontinuities, gaps and dates', () => {
    const text = renderMediaPlaylist({
      ...empty,
      mediaSequence: 41,
      discontinuitySequence: 2,
      segments: [
        { uri: '41.ts', durationMs: 2002, programDateTimeMs: Date.UTC(2026, 0, 2, 3, 4, 5, 6) },
        { uri: '42.ts', durationMs: 1500, discontinuity: true, gap: true },
      ],
    })
    expect(text.split('\n')).toEqual([
      '#EXTM3U',
      '#EXT-X-VERSION:3',
      '#EXT-X-TARGETDURATION:2',
      '#EXT-X-MEDIA-SEQUENCE:41',
      '#EXT-X-DISCONTINUITY-SEQUENCE:2',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.006Z',
      '#EXTINF:2.002,',
      '41.ts',
      '#EXT-X-DISCONTINUITY',
      '#EXT-X-GAP',
      '#EXTINF:1.500,',
      '42.ts',
      '',
    ])
  })

  test('the target duration is a whole number that no rounded segment passes', () => {
    const target = (durationMs: number) => {
      const text = renderMediaPlaylist({ ...empty, segments: [{ uri: 'a.ts', durationMs }] })
      return /TARGETDURATION:(\d+)/.exec(text)?.[1]
    }
    expect([100, 2499, 2500, 8333].map(target)).toEqual(['2', '2', '3', '8'])
  })

  test('an initialisation section needs version 6', () => {
    const text = renderMediaPlaylist({ ...empty, segments: [], initUri: 'init.mp4', ended: true })
    expect(parsePlaylist(text)).toMatchObject({ version: 6, initUri: 'init.mp4', ended: true })
  })

  test('error: a URI cannot add tags', () => {
    const render = (uri: string) => renderMediaPlaylist({ ...empty, segments: [{ uri, durationMs: 1 }] })
    for (const uri of ['', '#EXT-X-ENDLIST', 'a\n#EXT-X-ENDLIST', 'a"b']) {
      expect(() => render(uri)).toThrow(InvalidPlaylistValueError)
    }
    expect(() => renderMediaPlaylist({ ...empty, mediaSequence: Number.NaN, segments: [] })).toThrow(
      /mediaSequence/,
    )
  })

  test('what is rendered is read back', () => {
    const segment = fc.record({
      uri: fc.stringMatching(/^[a-z0-9]{1,8}\.ts$/),
      durationMs: fc.nat(20_000),
      discontinuity: fc.constantFrom(true, undefined),
      gap: fc.constantFrom(true, undefined),
      programDateTimeMs: fc.option(fc.nat(2 ** 41), { nil: undefined }),
    })
    const playlist = fc.record({
      mediaSequence: fc.nat(),
      discontinuitySequence: fc.nat(),
      targetDurationMs: fc.integer({ min: 1, max: 30 }).map((seconds) => seconds * 1000),
      segments: fc.array(segment, { maxLength: 10 }),
      ended: fc.boolean(),
    })
    fc.assert(
      fc.property(playlist, (given) => {
        const parsed = parsePlaylist(renderMediaPlaylist(given))
        if (parsed.kind !== 'media') throw new Error('A master playlist came back.')
        const { kind, version, targetDurationMs, ...read } = parsed
        const { targetDurationMs: wished, ...rest } = given
        expect([kind, version]).toEqual(['media', 3])
        expect(targetDurationMs).toBeGreaterThanOrEqual(wished)
        expect(read).toEqual({ ...rest, initUri: undefined })
      }),
    )
  })
})

describe('the strict reader', () => {
  const head = '#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:2\n'

  test.each([
    ['no beginning', '#EXT-X-VERSION:3\n'],
    ['no target duration', '#EXTM3U\n'],
    ['a segment without duration', `${head}a.ts\n`],
    ['a duration without its comma', `${head}#EXTINF:2\na.ts\n`],
    ['a segment longer than the target', `${head}#EXTINF:2.5,\na.ts\n`],
    ['fractions in version 1', '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1.5,\na.ts\n'],
    ['a tag twice', `${head}#EXT-X-TARGETDURATION:3\n`],
    ['a sequence behind a segment', `${head}#EXTINF:2,\na.ts\n#EXT-X-MEDIA-SEQUENCE:1\n`],
    ['tags that belong to nothing', `${head}#EXT-X-DISCONTINUITY\n`],
    ['a control character', `${head}#EXTINF:2,\na\u0000.ts\n`],
    ['a variant without bandwidth', '#EXTM3U\n#EXT-X-STREAM-INF:RESOLUTION=1x1\na.m3u8\n'],
    ['a variant without URI', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n'],
    ['an attribute twice', '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1,BANDWIDTH=2\na.m3u8\n'],
    ['both kinds at once', `${head}#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n`],
  ])('error: %s', (_, text) => {
    expect(() => parsePlaylist(text)).toThrow(MalformedPlaylistError)
  })

  test('error: arbitrary text gives the declared error, or a playlist', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '#EXTINF:2,',
        'a.ts',
        '#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="a',
        '#EXT-X-TARGETDURATION:x',
        '#EXT-X-MAP:',
      ),
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        try {
          parsePlaylist(['#EXTM3U', ...lines].join('\n'))
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedPlaylistError)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
