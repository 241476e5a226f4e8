import { readFile } from 'node:fs/promises'
import {
  countFrames,
  decodePictures,
  framePts,
  hammingDistance,
  perceptualHash,
  readTimes,
} from '@millrace/media/frames'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeSource, pushRtmp } from './support/ffmpeg.ts'
import { type FollowedRendition, HlsFollower } from './support/hls-follower.ts'
import { startTestNetwork, type TestNetwork } from './support/network.ts'
import { until } from './support/until.ts'
import { isLeftOut } from './support/without.ts'

const seconds = 16
const fps = 24
const ticksPerSecond = 90_000
/** Hashes of the same picture, re-encoded and scaled, differ in fewer bits; other pictures in far more. */
const sameBits = 6

describe.skipIf(isLeftOut('ffmpeg'))('a publisher pushes sixteen seconds by RTMP', () => {
  let running: TestNetwork
  let source: string
  let renditions: readonly FollowedRendition[]

  beforeAll(async () => {
    running = await startTestNetwork()
    const { gatewayUrl, rtmpUrl, streamKey, observer } = running.network.parts
    source = await encodeSource({ seconds })
    const viewer = new HlsFollower(`${gatewayUrl}/hls/live/index.m3u8`)
    expect(await pushRtmp(source, `${rtmpUrl}/${streamKey}`).done).toBe(0)
    await until('every segment published', () => {
      const stream = observer.feed.status?.streams.find(({ id }) => id === 'live')
      return (
        stream &&
        stream.segmentsIn === seconds / 2 &&
        stream.segmentsOut + stream.segmentsLost === stream.segmentsIn
      )
    })
    await until(
      'the viewer has them all',
      () =>
        viewer.renditions.length > 0 &&
        viewer.renditions.every(({ segments }) => segments.length === seconds / 2),
    )
    renditions = await viewer.stop()
  }, 240_000)
  afterAll(() => running.close(), 30_000)

  test('source and ladder are there, in their sizes', () => {
    expect(renditions.map(({ widthPx, heightPx }) => `${widthPx}x${heightPx}`)).toEqual(
      expect.arrayContaining(['1280x720', '640x360', '426x240']),
    )
    expect(new Set(renditions.map(({ uri }) => uri)).size).toBe(renditions.length)
  })

  test('all renditions are cut at the same places, with no gap and no discontinuity', () => {
    for (const { segments } of renditions) {
      expect(segments.map(({ mediaSequence }) => mediaSequence)).toEqual(
        segments.map((_, index) => (segments[0]?.mediaSequence ?? 0) + index),
      )
      expect(
        segments.some(({ isGap, isDiscontinuity }, index) => isGap || (isDiscontinuity && index > 0)),
      ).toBe(false)
      expect(segments.map(({ durationMs }) => Math.round(durationMs / 10))).toEqual(segments.map(() => 200))
    }
  })

  test('no frame is lost and the decoding times step evenly over every joint', () => {
    for (const { uri, segments } of renditions) {
      const dts = segments.flatMap(
        ({ bytes }) => readTimes(bytes).video?.packets.flatMap((packet) => packet.dts ?? []) ?? [],
      )
      expect(dts.length, uri).toBe(seconds * fps)
      const steps = dts.slice(1).map((time, index) => time - (dts[index] ?? 0))
      expect(Math.min(...steps), uri).toBeGreaterThanOrEqual(ticksPerSecond / fps - 91)
      expect(Math.max(...steps), uri).toBeLessThanOrEqual(ticksPerSecond / fps + 91)
      expect(
        segments.reduce((frames, { bytes }) => frames + countFrames(bytes), 0),
        uri,
      ).toBe(seconds * fps)
    }
  })

  test('sound runs through every joint as it did in the source', () => {
    for (const { uri, segments } of renditions) {
      const dts = segments.flatMap(
        ({ bytes }) => readTimes(bytes).audio?.packets.flatMap((packet) => packet.dts ?? []) ?? [],
      )
      const steps = dts.slice(1).map((time, index) => time - (dts[index] ?? 0))
      const frameTicks = (1_024 / 44_100) * ticksPerSecond
      expect(dts.length, uri).toBeGreaterThan(seconds * 42)
      expect(Math.min(...steps), uri).toBeGreaterThan(frameTicks - 182)
      expect(Math.max(...steps), uri).toBeLessThan(frameTicks + 182)
    }
  })

  test('at three moments every rendition shows what the source shows', async () => {
    const original = await readFile(source)
    const sourceTimes = framePts(original)
    for (const index of [13, 150, 330]) {
      const segmentIndex = Math.floor(index / (2 * fps))
      const [wanted] = decodePictures(original, {
        format: 'grey',
        size: { widthPx: 32, heightPx: 32 },
        atPts: [sourceTimes[index] ?? 0],
      })
      const [other] = decodePictures(original, {
        format: 'grey',
        size: { widthPx: 32, heightPx: 32 },
        atPts: [sourceTimes[(index + sourceTimes.length / 2) % sourceTimes.length] ?? 0],
      })
      if (!wanted || !other) throw new Error('The source has no such frame.')
      for (const { uri, segments } of renditions) {
        const bytes = segments[segmentIndex]?.bytes ?? new Uint8Array()
        const times = framePts(bytes)
        const [seen] = decodePictures(bytes, {
          format: 'grey',
          size: { widthPx: 32, heightPx: 32 },
          atPts: [times[index - segmentIndex * 2 * fps] ?? 0],
        })
        if (!seen) throw new Error(`${uri} has no such frame.`)
        expect(
          hammingDistance(perceptualHash(seen), perceptualHash(wanted)),
          `${uri} frame ${index}`,
        ).toBeLessThanOrEqual(sameBits)
        expect(
          hammingDistance(perceptualHash(seen), perceptualHash(other)),
          `${uri} frame ${index} against another`,
        ).toBeGreaterThan(sameBits)
      }
    }
  })
})
