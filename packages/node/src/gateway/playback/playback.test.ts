import { h264Profile, type ParsedMediaPlaylist, parsePlaylist, type Segment } from '@millrace/media'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CheckedRendition } from '../dispatch/types.ts'
import { parsePlaybackPath } from './playback-path.ts'
import { StreamPlayback } from './stream-playback.ts'

const small = h264Profile({ name: '90p', widthPx: 160, heightPx: 90, bitrateBps: 100_000 })

function segment(seqNo: number, facts: Partial<Segment> = {}): Segment {
  return {
    seqNo,
    bytes: new Uint8Array(1_000).fill(seqNo),
    startMs: seqNo * 2_000,
    durationMs: 2_000,
    discontinuity: false,
    video: { codec: 'avc1.640028', widthPx: 320, heightPx: 180, fps: 30 },
    audio: undefined,
    ...facts,
  }
}

function rendition({ seqNo }: Segment): readonly CheckedRendition[] {
  return [
    {
      name: '90p',
      bytes: new Uint8Array(200).fill(seqNo),
      pixels: 1n,
      widthPx: 160,
      heightPx: 90,
      fps: 30,
      codecs: ['avc1.4d400c'],
    },
  ]
}

function media(playback: StreamPlayback, name: string): ParsedMediaPlaylist {
  const playlist = parsePlaylist(playback.mediaPlaylist(name, (seqNo) => `${name}/${seqNo}.ts`) ?? '')
  if (playlist.kind !== 'media') throw new Error('It is a master playlist.')
  return playlist
}

const newPlayback = (playbackWindow = 5) => {
  const playback = new StreamPlayback({ playbackWindow, segmentTargetMs: 2_000 })
  playback.setProfiles([small])
  return playback
}

test('playlists stay contiguous, aligned and as RFC 8216 wants them, whatever is lost, late or renewed', () => {
  const step = fc.record({
    lost: fc.boolean(),
    discontinuity: fc.boolean(),
    durationMs: fc.integer({ min: 1, max: 20_000 }),
    renditionsNow: fc.boolean(),
    shrink: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 3, max: 8 }), (steps, window) => {
      const playback = newPlayback(window)
      const waiting: { segment: Segment; lost: boolean }[] = []
      const seen = new Map<string, ParsedMediaPlaylist>()
      let startMs = 0
      for (const [seqNo, { lost, discontinuity, durationMs, renditionsNow, shrink }] of steps.entries()) {
        const next = segment(seqNo, { startMs, durationMs, discontinuity })
        startMs += durationMs
        playback.addSource(next, startMs)
        waiting.push({ segment: next, lost })
        while (renditionsNow && waiting.length > 0) {
          const done = waiting.shift()
          if (done) playback.addRenditions(done.segment, done.lost ? undefined : rendition(done.segment))
        }
        if (shrink) playback.shrink()
        for (const name of ['source', '90p']) {
          const playlist = media(playback, name)
          expect(playlist.segments.length).toBeLessThanOrEqual(window)
          playlist.segments.forEach(({ uri, gap }, index) => {
            expect(uri).toBe(`${name}/${playlist.mediaSequence + index}.ts`)
            const lookup = playback.segment(name, playlist.mediaSequence + index)
            expect(lookup.kind).toBe(gap ? 'gone' : 'found')
          })
          const before = seen.get(name)
          if (before) expectFollows(before, playlist)
          seen.set(name, playlist)
        }
        expectSameSegments(media(playback, 'source'), media(playback, '90p'))
      }
    }),
    { numRuns: 60 },
  )
})

/** Sequence numbers only grow, and count exactly what left. */
function expectFollows(before: ParsedMediaPlaylist, after: ParsedMediaPlaylist): void {
  const left = after.mediaSequence - before.mediaSequence
  expect(left).toBeGreaterThanOrEqual(0)
  expect(after.targetDurationMs).toBeGreaterThanOrEqual(before.targetDurationMs)
  if (before.segments.length < left) return
  const gone = before.segments.slice(0, left).filter(({ discontinuity }) => discontinuity).length
  expect(after.discontinuitySequence).toBe(before.discontinuitySequence + gone)
}

/** What both playlists list is the same stretch of the stream, with the same discontinuity number. */
function expectSameSegments(a: ParsedMediaPlaylist, b: ParsedMediaPlaylist): void {
  const describe = (playlist: ParsedMediaPlaylist) => {
    let discontinuityNo = playlist.discontinuitySequence
    return new Map(
      playlist.segments.map(({ durationMs, discontinuity, programDateTimeMs }, index) => {
        if (discontinuity) discontinuityNo++
        const facts = { durationMs, discontinuity, programDateTimeMs, discontinuityNo }
        return [playlist.mediaSequence + index, facts]
      }),
    )
  }
  const other = describe(b)
  for (const [seqNo, facts] of describe(a)) {
    const same = other.get(seqNo)
    if (same) expect(same).toEqual(facts)
  }
}

test('a segment that has left the playlist can still be fetched for a while, then is gone', () => {
  const playback = newPlayback(3)
  for (let seqNo = 0; seqNo < 20; seqNo++) playback.addSource(segment(seqNo), 0)
  expect(media(playback, 'source').mediaSequence).toBe(17)
  expect(playback.segment('source', 13).kind).toBe('found')
  expect(playback.segment('source', 5).kind).toBe('gone')
  expect(playback.segment('source', 20).kind).toBe('unknown')
  expect(playback.segment('nothing', 1).kind).toBe('unknown')
})

test('shrinking frees memory and stops at the least a player needs', () => {
  const playback = newPlayback(10)
  for (let seqNo = 0; seqNo < 10; seqNo++) {
    playback.addSource(segment(seqNo), 0)
    playback.addRenditions(segment(seqNo), rendition(segment(seqNo)))
  }
  const before = playback.heldBytes
  expect(playback.shrink()).toBe(true)
  expect(playback.heldBytes).toBe(before - 1_200)
  while (playback.shrink());
  expect(media(playback, 'source').segments).toHaveLength(3)
  expect(media(playback, '90p').mediaSequence).toBe(7)
})

test('the master playlist offers measured rates and real sizes, and only the source while nobody can be paid', async () => {
  const playback = newPlayback()
  const master = () => playback.masterPlaylist((name) => `${name}.m3u8`) ?? ''
  expect(playback.masterPlaylist(String)).toBeUndefined()
  playback.addSource(segment(0), 100_000)
  playback.offerRenditions(false)
  expect(master()).not.toContain('90p')
  playback.offerRenditions(true)
  playback.addRenditions(segment(0), rendition(segment(0)))
  await playback.ready(new AbortController().signal)
  const parsed = parsePlaylist(master())
  expect(parsed).toMatchObject({
    variants: [
      { uri: 'source.m3u8', bandwidthBps: 4_000, widthPx: 320 },
      { uri: '90p.m3u8', bandwidthBps: 800, widthPx: 160, codecs: ['avc1.4d400c'] },
    ],
  })
})

test('an ended stream ends its playlists, and an encoder that comes back opens them', () => {
  const playback = newPlayback()
  playback.addSource(segment(0), 100_000)
  playback.end()
  expect(media(playback, 'source').ended).toBe(true)
  playback.end(false)
  expect(media(playback, 'source').ended).toBe(false)
})

test('playback paths are read in both forms, and nothing else is', () => {
  expect(parsePlaybackPath('/hls/live/index.m3u8')).toEqual({ kind: 'master', form: 'hls', streamId: 'live' })
  expect(parsePlaybackPath('/stream/live.m3u8')).toEqual({
    kind: 'master',
    form: 'network',
    streamId: 'live',
  })
  const expected = { kind: 'segment', streamId: 'a b', rendition: '240p', seqNo: 12 }
  expect(parsePlaybackPath('/hls/a%20b/240p/12.ts')).toEqual(expected)
  expect(parsePlaybackPath('/stream/a%20b/240p/12.ts')).toEqual(expected)
  for (const path of [
    '/hls/live',
    '/hls//index.m3u8',
    '/stream/live/240p/x.ts',
    '/hls/%/a.m3u8',
    '/x/y.m3u8',
  ]) {
    expect(parsePlaybackPath(path)).toBeUndefined()
  }
  fc.assert(fc.property(fc.string(), (path) => void parsePlaybackPath(path)))
})
