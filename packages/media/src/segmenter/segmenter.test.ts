import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  aacConfigTag,
  aacTag,
  avcc,
  config180p,
  config240p,
  configTag,
  type FrameOptions,
  frameTag,
} from '../../test/ingest/synthetic-tags.ts'
import { MalformedTagError, UnsupportedCodecError } from '../flv/errors.ts'
import { MalformedH264Error } from '../h264/errors.ts'
import { probeSegment } from '../mpegts/probe.ts'
import { demuxSegment } from '../mpegts/reader.ts'
import type { Segment } from '../segment.ts'
import { KeyframeMissingError, NoVideoError } from './errors.ts'
import { Segmenter } from './segmenter.ts'
import type { SegmenterOptions } from './types.ts'

const frameMs = 1000 / 30

function recorded(options: SegmenterOptions = {}) {
  const segments: Segment[] = []
  const segmenter = new Segmenter(options, { emit: (segment) => segments.push(segment) })
  return { segments, segmenter }
}

interface Push {
  readonly from?: number
  readonly frames: number
  /** Frames from keyframe to keyframe. */
  readonly gop?: number
  readonly atMs?: (frame: number) => number
  readonly frame?: FrameOptions
}

function pushVideo(segmenter: Segmenter, { from = 0, frames, gop = 30, atMs, frame }: Push): void {
  const time = atMs ?? ((index) => Math.round(index * frameMs))
  for (let index = from; index < from + frames; index++) {
    segmenter.video(frameTag(index % gop === 0 ? 'key' : 'delta', frame), time(index) >>> 0)
  }
}

function dtsTicks(segments: readonly Segment[]): number[] {
  return segments.flatMap(
    ({ bytes }) => demuxSegment(bytes).video?.pes.map((pes) => pes.dtsTicks ?? -1) ?? [],
  )
}

const isAscending = (ticks: readonly number[]) =>
  ticks.every((value, at) => at === 0 || value > (ticks[at - 1] ?? 0))

describe('cutting', () => {
  test('a segment ends at the first keyframe after the target, and the next begins with it', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 151 })
    expect(segments.map(({ seqNo, startMs, durationMs }) => [seqNo, startMs, durationMs])).toEqual([
      [0, 0, 2000],
      [1, 2000, 2000],
    ])
    segmenter.end()
    const probes = segments.map(({ bytes }) => probeSegment(bytes))
    expect(probes.map((probe) => probe.videoFrames)).toEqual([60, 60, 31])
    expect(probes.every((probe) => probe.startsWithKeyframe)).toBe(true)
    expect(segments[2]?.durationMs).toBe(1033)
  })

  test('a keyframe a few milliseconds early still cuts', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 121, gop: 60, atMs: (index) => index * 33 })
    expect(segments.map(({ durationMs }) => durationMs)).toEqual([1980, 1980])
  })

  test('millisecond timestamps get their frame rate back, so that steps are equal over the joints', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 200 })
    segmenter.end()
    const ticks = dtsTicks(segments)
    expect(new Set(ticks.slice(1).map((value, index) => value - (ticks[index] ?? 0)))).toEqual(
      new Set([3000]),
    )
    expect(segments.every(({ video }) => video?.fps === 30)).toBe(true)
  })

  test('the first keyframe is the first frame out, whatever undecodable frames came before', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(frameTag('delta'), 0)
    segmenter.video(configTag(config180p), 10)
    segmenter.video(frameTag('delta'), 10)
    segmenter.video(frameTag('key', { size: 77 }), 43)
    segmenter.end()
    expect(segments).toHaveLength(1)
    expect(probeSegment(segments[0]?.bytes ?? new Uint8Array())).toMatchObject({
      videoFrames: 1,
      startsWithKeyframe: true,
    })
    expect(segments[0]).toMatchObject({ startMs: 0, durationMs: 33, discontinuity: false })
  })

  test('a frame that only claims to be a keyframe does not cut', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 1 })
    const recoveryPoint = frameTag('delta')
    recoveryPoint[0] = 0x17
    segmenter.video(recoveryPoint, 3000)
    expect(segments).toHaveLength(0)
  })

  test('error: a stream whose keyframes do not come is refused with what to set', () => {
    const { segmenter } = recorded({ maxDurationMs: 4000 })
    segmenter.video(configTag(config180p), 0)
    expect(() => pushVideo(segmenter, { frames: 200, gop: 1000 })).toThrow(KeyframeMissingError)
    expect(() => pushVideo(segmenter, { from: 200, frames: 1, gop: 1000 })).toThrow(
      /keyframe interval to 2 s/,
    )
  })

  test('error: bytes of a segment are bounded', () => {
    const { segmenter } = recorded({ maxSegmentBytes: 10_000 })
    segmenter.video(configTag(config180p), 0)
    expect(() => pushVideo(segmenter, { frames: 20, frame: { size: 1000 } })).toThrow(KeyframeMissingError)
  })

  test('error: a publisher whose clock stands still is refused before it costs memory', () => {
    const { segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    segmenter.video(frameTag('key'), 0)
    const delta = frameTag('delta', { size: 2 })
    expect(() => {
      for (let index = 0; index < 200_000; index++) segmenter.video(delta, 0)
    }).toThrow(KeyframeMissingError)
  })
})

describe('time', () => {
  const jumps: readonly (readonly [string, (index: number) => number])[] = [
    ['a start far from zero', (index) => 4_000_000_000 + Math.round(index * frameMs)],
    ['the 32-bit wrap', (index) => 2 ** 32 - 1500 + Math.round(index * frameMs)],
    ['a jump ahead of an hour', (index) => Math.round(index * frameMs) + (index > 70 ? 3_600_000 : 0)],
    ['a jump back to zero', (index) => 900_000 + Math.round(index * frameMs) - (index > 70 ? 902_000 : 0)],
    [
      'single frames out of order',
      (index) => 1000 + Math.round(index * frameMs) - (index % 7 === 3 ? 200 : 0),
    ],
    ['a clock that stands still', (index) => (index < 100 ? Math.round(index * frameMs) : 3300)],
  ]

  test.each(jumps)('the timeline goes on through %s', (_, atMs) => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), atMs(0) >>> 0)
    pushVideo(segmenter, { frames: 150, atMs })
    segmenter.end()
    const ticks = dtsTicks(segments)
    expect(ticks).toHaveLength(150)
    expect(isAscending(ticks)).toBe(true)
    expect((ticks.at(-1) ?? 0) - (ticks[0] ?? 0)).toBeLessThanOrEqual(150 * 3000 + 4000)
    for (const [at, segment] of segments.entries()) {
      const before = segments[at - 1]
      if (before !== undefined) expect(segment.startMs).toBe(before.startMs + before.durationMs)
    }
  })

  test('sound and picture jump together', () => {
    const { segments, segmenter } = recorded()
    segmenter.audio(aacConfigTag, 0)
    segmenter.video(configTag(config180p), 0)
    const jump = (ms: number) => (ms > 2500 ? ms + 5_000_000 : ms)
    for (let index = 0; index < 150; index++) {
      const ms = Math.round(index * frameMs)
      segmenter.video(frameTag(index % 30 === 0 ? 'key' : 'delta'), jump(ms))
      segmenter.audio(aacTag(), jump(ms))
    }
    segmenter.end()
    const last = segments.at(-1)
    const { video, audio } = demuxSegment(last?.bytes ?? new Uint8Array())
    const apart = (video?.pes.at(-1)?.ptsTicks ?? 0) - (audio?.pes.at(-1)?.ptsTicks ?? 0)
    expect(Math.abs(apart)).toBeLessThan(40 * 90)
  })

  test('negative composition times give decoding times that never pass presentation', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    const compositions = [0, 67, -33, -33]
    for (let index = 0; index < 120; index++) {
      const compositionMs = index % 60 === 0 ? 0 : (compositions[index % 4] ?? 0)
      segmenter.video(
        frameTag(index % 60 === 0 ? 'key' : 'delta', { compositionMs }),
        Math.round(index * frameMs),
      )
    }
    segmenter.end()
    const pes = segments.flatMap(({ bytes }) => demuxSegment(bytes).video?.pes ?? [])
    expect(pes).toHaveLength(120)
    expect(pes.every(({ ptsTicks = 0, dtsTicks: dts = 0 }) => ptsTicks >= dts)).toBe(true)
    expect(isAscending(dtsTicks(segments))).toBe(true)
  })

  test('timestamps wrap at 33 bits and nothing else does', () => {
    const nextStartTicks = 2 ** 33 - 90_000 - 45_000
    const resumeFrom = { nextSeqNo: 7, nextStartTicks, nextAudioTicks: 0, continuity: {} }
    const { segments, segmenter } = recorded({ resumeFrom })
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 60 })
    segmenter.end()
    const probe = probeSegment(segments[0]?.bytes ?? new Uint8Array())
    expect(probe).toMatchObject({ durationMs: 2000, videoFrames: 60, firstPtsTicks: 2 ** 33 - 45_000 })
    expect(segments[0]).toMatchObject({
      seqNo: 7,
      startMs: Math.round(nextStartTicks / 90),
      durationMs: 2000,
    })
  })
})

describe('tracks', () => {
  test('sound that came before the first picture but belongs beside it is kept', () => {
    const { segments, segmenter } = recorded()
    segmenter.audio(aacConfigTag, 0)
    for (let index = 0; index < 10; index++) segmenter.audio(aacTag(), index * 21)
    segmenter.video(configTag(config180p), 100)
    segmenter.video(frameTag('key'), 100)
    segmenter.end()
    expect(demuxSegment(segments[0]?.bytes ?? new Uint8Array()).audio?.pes).toHaveLength(5)
    expect(segments[0]?.audio).toEqual({ codec: 'mp4a.40.2', sampleRateHz: 48_000, channels: 2 })
  })

  test('a stream without sound has no audio track', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 10 })
    segmenter.end()
    expect(segments[0]?.audio).toBeUndefined()
    expect(demuxSegment(segments[0]?.bytes ?? new Uint8Array()).audio).toBeUndefined()
  })

  test('sound that begins later is a discontinuity, for the tracks change', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 90 })
    segmenter.audio(aacConfigTag, 3000)
    pushVideo(segmenter, { from: 90, frames: 91 })
    expect(segments.map(({ audio, discontinuity }) => [audio?.channels, discontinuity])).toEqual([
      [undefined, false],
      [2, true],
      [2, false],
    ])
  })

  test('another picture size starts a segment at once, with a discontinuity', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    pushVideo(segmenter, { frames: 15 })
    segmenter.video(configTag(config240p), 500)
    segmenter.video(frameTag('delta'), 500)
    segmenter.video(frameTag('key'), 533)
    segmenter.end()
    expect(
      segments.map(({ video, discontinuity }) => [video?.widthPx, video?.heightPx, discontinuity]),
    ).toEqual([
      [320, 180, false],
      [426, 240, true],
    ])
    expect(probeSegment(segments[1]?.bytes ?? new Uint8Array()).video).toMatchObject({
      widthPx: 426,
      heightPx: 240,
    })
  })

  test('a sequence header that is only repeated changes nothing', () => {
    const { segments, segmenter } = recorded()
    for (let index = 0; index < 4; index++) {
      segmenter.video(configTag(config180p), index * 1000)
      pushVideo(segmenter, { from: index * 30, frames: 30 })
    }
    segmenter.end()
    expect(segments.map(({ durationMs, discontinuity }) => [durationMs, discontinuity])).toEqual([
      [2000, false],
      [2000, false],
    ])
  })

  test('parameter sets inside a keyframe go before those of the header', () => {
    const { segments, segmenter } = recorded()
    segmenter.video(configTag(config180p), 0)
    const sps = config240p.subarray(8, 8 + 22)
    const pps = config240p.subarray(-4)
    const idr = frameTag('key').subarray(9)
    segmenter.video(Buffer.concat([Buffer.of(0x17, 1, 0, 0, 0), avcc(sps, pps, idr)]), 0)
    segmenter.end()
    expect(segments[0]).toMatchObject({ discontinuity: false, video: { widthPx: 426, heightPx: 240 } })
  })

  test('error: sound alone is refused after a while', () => {
    const { segmenter } = recorded()
    segmenter.audio(aacConfigTag, 0)
    expect(() => {
      for (let ms = 0; ms < 11_000; ms += 21) segmenter.audio(aacTag(), ms)
    }).toThrow(NoVideoError)
  })

  test('error: pictures that never can be decoded are refused after a while', () => {
    const { segmenter } = recorded()
    expect(() => {
      for (let ms = 0; ms < 11_000; ms += 33) segmenter.video(frameTag('delta'), ms)
    }).toThrow(KeyframeMissingError)
  })

  test('error: other codecs are refused by name', () => {
    const { segmenter } = recorded()
    expect(() => segmenter.video(Buffer.of(0x12, 0, 0), 0)).toThrow(/Sorenson H.263.*H.264/)
    expect(() => segmenter.video(Buffer.from('\x91hvc1\0\0\0', 'latin1'), 0)).toThrow(/H.265.*H.264/)
    expect(() => segmenter.audio(Buffer.of(0x2f, 0), 0)).toThrow(/MP3.*AAC/)
  })
})

describe('an encoder that comes back', () => {
  test('goes on with the numbers and the timeline, and marks a discontinuity', () => {
    const first = recorded()
    first.segmenter.audio(aacConfigTag, 0)
    first.segmenter.video(configTag(config180p), 0)
    pushVideo(first.segmenter, { frames: 75 })
    first.segmenter.end()
    const second = recorded({ resumeFrom: first.segmenter.cursor })
    second.segmenter.audio(aacConfigTag, 0)
    for (let index = 0; index < 10; index++) second.segmenter.audio(aacTag(), index * 21)
    second.segmenter.video(configTag(config180p), 90)
    pushVideo(second.segmenter, { frames: 75, atMs: (index) => 100 + Math.round(index * frameMs) })
    second.segmenter.end()
    const all = [...first.segments, ...second.segments]
    expect(
      all.map(({ seqNo, startMs, durationMs, discontinuity }) => [seqNo, startMs, durationMs, discontinuity]),
    ).toEqual([
      [0, 0, 2000, false],
      [1, 2000, 500, false],
      [2, 2500, 2000, true],
      [3, 4500, 500, false],
    ])
    expect(isAscending(dtsTicks(all))).toBe(true)
    const audioTicks = all.flatMap(
      ({ bytes }) => demuxSegment(bytes).audio?.pes.map((pes) => pes.ptsTicks ?? 0) ?? [],
    )
    expect(audioTicks.every((ticks) => ticks >= 90_000 + 2500 * 90)).toBe(true)
  })

  test('ending without a picture leaves the cursor where it was', () => {
    const resumeFrom = { nextSeqNo: 3, nextStartTicks: 540_000, nextAudioTicks: 0, continuity: { 256: 5 } }
    const { segments, segmenter } = recorded({ resumeFrom })
    segmenter.end()
    expect(segments).toEqual([])
    expect(segmenter.cursor).toBe(resumeFrom)
  })
})

const declared = [
  MalformedTagError,
  MalformedH264Error,
  UnsupportedCodecError,
  KeyframeMissingError,
  NoVideoError,
]

test('error: whatever tags come, only declared errors leave, and time never goes back', () => {
  const tag = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(frameTag('key'), frameTag('delta'), aacTag(), aacConfigTag) },
    { weight: 1, arbitrary: fc.constantFrom(configTag(config180p), configTag(config240p)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
  )
  const push = fc.record({ tag, isVideo: fc.boolean(), ms: fc.oneof(fc.nat(10_000), fc.nat(2 ** 32 - 1)) })
  fc.assert(
    fc.property(fc.array(push, { maxLength: 60 }), (pushes) => {
      const { segments, segmenter } = recorded()
      segmenter.video(configTag(config180p), 0)
      for (const { tag: bytes, isVideo, ms } of pushes) {
        try {
          const isAac = bytes[0] === 0xaf
          if (isAac || !isVideo) segmenter.audio(bytes, ms)
          if (!isAac) segmenter.video(bytes, ms)
        } catch (error) {
          expect(declared.some((kind) => error instanceof kind)).toBe(true)
        }
      }
      segmenter.end()
      expect(isAscending(dtsTicks(segments))).toBe(true)
      for (const segment of segments) expect(probeSegment(segment.bytes).startsWithKeyframe).toBe(true)
    }),
    { numRuns: 300 },
  )
})
