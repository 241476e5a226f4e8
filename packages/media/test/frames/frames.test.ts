import {
  countFrames,
  decodePictures,
  framePts,
  hammingDistance,
  hashedSize,
  type Picture,
  perceptualHash,
  readTimes,
} from '@millrace/media/frames'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { ffmpeg, makeSegment } from '../clips.ts'

let clip: Uint8Array
beforeAll(async () => {
  clip = await makeSegment({ audio: true, startSeconds: 20 })
})

function hashesOf(source: Uint8Array): bigint[] {
  return decodePictures(source, { format: 'grey', size: hashedSize }).map(perceptualHash)
}

test('every frame is counted, with its time in 90 kHz ticks', () => {
  expect(countFrames(clip)).toBe(30)
  expect(framePts(clip)).toEqual(Array.from({ length: 30 }, (_, index) => 1_800_000 + index * 3000))
})

test('packets are listed with their times, without decoding', () => {
  const { video, audio } = readTimes(clip)
  expect(video).toMatchObject({ widthPx: 320, heightPx: 180 })
  expect(video?.packets.map(({ dts }) => dts)).toEqual(framePts(clip))
  expect(video?.packets[0]?.isKeyframe).toBe(true)
  expect(audio?.sampleRateHz).toBe(48_000)
  expect(audio?.packets[1]?.pts).toBe((audio?.packets[0]?.pts ?? 0) + 1920)
})

test('the frame nearest to each time wanted is decoded', () => {
  const atPts = [1_800_000 + 3000 * 29 + 50_000, 0, 1_800_000 + 3000 * 7 + 1000]
  const pictures = decodePictures(clip, { format: 'rgb', atPts })
  expect(pictures.map(({ pts }) => (pts - 1_800_000) / 3000)).toEqual([29, 0, 7])
  expect(pictures[0]?.samples).toHaveLength(320 * 180 * 3)
})

test('colours come out as they are', async () => {
  const red = await makeSegment({ filter: 'drawbox=color=red:t=fill', seconds: 0.5 })
  const [picture] = decodePictures(red, { format: 'rgb', atPts: [0] })
  const [r = 0, g = 255, b = 255] = picture?.samples.subarray(0, 3) ?? []
  expect(r).toBeGreaterThan(240)
  expect(Math.max(g, b)).toBeLessThan(15)
})

test('the hash tells an honest copy from another picture', async () => {
  const scene = 'mandelbrot=size=320x180:rate=10:start_scale=0.3'
  const encode = (filter: string, size: string) =>
    ffmpeg([
      ...['-f', 'lavfi', '-i', scene, '-t', '0.5', '-vf', `${filter},scale=${size}`, '-c:v', 'libx264'],
      ...['-f', 'mpegts', 'pipe:1'],
    ])
  const [source, small, flipped] = await Promise.all([
    encode('null', '320:180'),
    encode('null', '160:90'),
    encode('hflip', '320:180'),
  ])
  const [original = 0n] = hashesOf(source)
  expect(hammingDistance(hashesOf(small)[0] ?? 0n, original)).toBeLessThanOrEqual(3)
  expect(hammingDistance(hashesOf(flipped)[0] ?? 0n, original)).toBeGreaterThan(12)
})

test('brightness does not change the hash', () => {
  const random = fc.uint8Array({ minLength: 1024, maxLength: 1024, max: 200 })
  const grey = (samples: Uint8Array): Picture => ({ format: 'grey', ...hashedSize, pts: 0, samples })
  fc.assert(
    fc.property(random, (samples) => {
      const brighter = samples.map((value) => value + 40)
      const distance = hammingDistance(perceptualHash(grey(samples)), perceptualHash(grey(brighter)))
      expect(distance).toBeLessThanOrEqual(1)
    }),
    { numRuns: 20 },
  )
})

test('distance counts the bits that differ', () => {
  expect(hammingDistance(0n, 0xffff_ffff_ffff_ffffn)).toBe(64)
  expect(hammingDistance(0b1010n, 0b0110n)).toBe(2)
})

test('error: only a grey picture of 32 × 32 is hashed', () => {
  const [picture] = decodePictures(clip, { format: 'grey', atPts: [0] })
  expect(() => perceptualHash(picture as Picture)).toThrow(RangeError)
})

test('error: what is not media is not decoded', () => {
  expect(() => countFrames(new Uint8Array(5000))).toThrow()
})
