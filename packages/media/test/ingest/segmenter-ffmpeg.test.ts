import { describe, expect, test } from 'vitest'
import { countPixels, probeSegment } from '../../src/mpegts/probe.ts'
import {
  concatenated,
  cutAll,
  decodeAll,
  distinctSteps,
  ffprobePackets,
  makeClip,
  readFlvTags,
} from './flv-fixtures.ts'

const ofKind = (kind: 'video' | 'audio') => (packet: { codec_type: string }) => packet.codec_type === kind

describe('a stream of x264 with B-frames and AAC', () => {
  test('plays through all joints: equal steps, no warning, no frame lost', async () => {
    const { segments } = cutAll(readFlvTags(await makeClip({ seconds: 7, encoder: ['-bf', '3'] })))
    const whole = concatenated(segments)
    const packets = await ffprobePackets(whole)
    expect(segments.map(({ durationMs }) => durationMs)).toEqual([2000, 2000, 2000, 1000])
    expect(distinctSteps(packets.filter(ofKind('video')).map(({ dts }) => dts))).toEqual([3000])
    expect(distinctSteps(packets.filter(ofKind('audio')).map(({ pts }) => pts))).toEqual([1920])
    expect(await decodeAll(whole)).toEqual({ warnings: '', frames: 210 })
  })

  test('each segment decodes on its own', async () => {
    const { segments } = cutAll(readFlvTags(await makeClip({ seconds: 4, encoder: ['-bf', '2'] })))
    for (const { bytes } of segments) expect(await decodeAll(bytes)).toEqual({ warnings: '', frames: 60 })
  })

  test('the frame rate of film and television comes out exact', async () => {
    const { segments } = cutAll(readFlvTags(await makeClip({ rate: '30000/1001', seconds: 4 })))
    const packets = await ffprobePackets(concatenated(segments))
    expect(distinctSteps(packets.filter(ofKind('video')).map(({ dts }) => dts))).toEqual([3003])
    expect(segments[0]).toMatchObject({ durationMs: 2002, video: { fps: 29.97 } })
  })
})

test('an encoder that comes back leaves no step back and no warning but none is lost', async () => {
  const tags = readFlvTags(await makeClip({ seconds: 3 }))
  const first = cutAll(tags)
  const second = cutAll(tags, { resumeFrom: first.cursor })
  const whole = concatenated([...first.segments, ...second.segments])
  const packets = await ffprobePackets(whole)
  expect(distinctSteps(packets.filter(ofKind('video')).map(({ dts }) => dts))).toEqual([3000])
  expect(distinctSteps(packets.filter(ofKind('audio')).map(({ pts }) => pts))[0]).toBeGreaterThan(0)
  expect(await decodeAll(whole)).toEqual({ warnings: '', frames: 180 })
})

describe('probing what FFmpeg muxed', () => {
  const cases = [
    ['progressive with B-frames', { encoder: ['-bf', '3'] }],
    ['many slices a picture', { encoder: ['-tune', 'zerolatency', '-x264-params', 'slices=4'] }],
    ['interlaced', { encoder: ['-flags', '+ildct+ilme', '-x264-params', 'tff=1'] }],
    ['an odd size', { size: '426x240' }],
    ['without sound', { audio: false }],
  ] as const

  test.each(cases)('%s: counts are those of a decoder', async (_, options) => {
    const bytes = await makeClip({ seconds: 2, format: 'mpegts', ...options })
    const { frames } = await decodeAll(bytes)
    const [widthPx = 0, heightPx = 0] = ('size' in options ? options.size : '320x180').split('x').map(Number)
    expect(probeSegment(bytes)).toMatchObject({
      video: { widthPx, heightPx, fps: 30 },
      videoFrames: frames,
      keyframes: 2,
      durationMs: 2000,
      startsWithKeyframe: true,
    })
    expect(countPixels(bytes)).toBe(BigInt(frames * widthPx * heightPx))
    expect(probeSegment(bytes).audio === undefined).toBe('audio' in options)
  })
})
