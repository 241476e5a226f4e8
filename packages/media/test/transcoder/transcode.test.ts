import { silentLogger } from '@millrace/common'
import { h264Profile, type Profile, TranscoderPool } from '@millrace/media'
import {
  decodePictures,
  framePts,
  hammingDistance,
  hashedSize,
  type MediaSource,
  perceptualHash,
  readTimes,
} from '@millrace/media/frames'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ffmpeg, makeSegment, makeStream } from '../clips.ts'

const p180 = h264Profile({ name: '180p', widthPx: 320, heightPx: 180, bitrateBps: 300_000 })
const p120 = h264Profile({ name: '120p', widthPx: 214, heightPx: 120, bitrateBps: 150_000 })
const timeoutMs = 60_000

let pool: TranscoderPool
beforeAll(async () => {
  pool = await TranscoderPool.create({ workers: 2 }, { log: silentLogger() })
})
afterAll(() => pool.close())

async function transcodeTo(source: Uint8Array, facts: Partial<Profile>) {
  const { renditions } = await pool.transcode({ source, profiles: [{ ...p180, ...facts }], timeoutMs })
  const [rendition] = renditions
  if (!rendition) throw new Error('No rendition came back.')
  return rendition
}

function videoPts(source: MediaSource): number[] {
  return (readTimes(source).video?.packets ?? []).map(({ pts }) => pts ?? Number.NaN)
}

function inOrder(times: readonly number[]): number[] {
  return [...times].sort((a, b) => a - b)
}

test('a job may encode in its own way: a ceiling is kept over a second, a mean is not', async () => {
  const hard = 'testsrc2=s=320x180:r=30:d=3,noise=alls=90:allf=t'
  const coded = ['-c:v', 'libx264', '-crf', '16', '-bf', '0', '-g', '999', '-pix_fmt', 'yuv420p']
  const source = await ffmpeg(['-f', 'lavfi', '-i', hard, ...coded, '-f', 'mpegts', 'pipe:1'])
  const bytesOf = async (isCapped: boolean) => {
    const encoding = { preset: 'ultrafast', isCapped } as const
    const { renditions } = await pool.transcode({ source, profiles: [p180], encoding, timeoutMs })
    return renditions[0]?.bytes.length ?? Number.NaN
  }
  const orderedBytes = (p180.bitrateBps * 3) / 8
  // What a second may hold in hand comes on top, and the container.
  expect(await bytesOf(true)).toBeLessThan(1.5 * orderedBytes)
  expect(await bytesOf(false)).toBeGreaterThan(2 * orderedBytes)
})

describe('a stream of several segments', () => {
  test('every rendition keeps the times of the source exactly, over the joints too', async () => {
    const segments = await makeStream(3)
    const results = await Promise.all(
      segments.map((source) => pool.transcode({ source, profiles: [p120, p180], timeoutMs })),
    )
    const sourcePts = segments.flatMap((segment) => inOrder(videoPts(segment)))
    for (const index of [0, 1]) {
      const parts = results.map(({ renditions }) => renditions[index]?.bytes ?? new Uint8Array())
      const packets = parts.flatMap((bytes) => readTimes(bytes).video?.packets ?? [])
      expect(packets.map(({ pts }) => pts)).toEqual(sourcePts)
      expect(packets.map(({ dts }) => dts)).toEqual(sourcePts)
      for (const bytes of parts)
        expect(readTimes(bytes).video?.packets.map(({ isKeyframe }) => isKeyframe)).toEqual([
          true,
          ...Array.from({ length: 29 }, () => false),
        ])
    }
  })

  test('audio comes out as it went in: same times, same bytes', async () => {
    const source = await makeSegment({ audio: true })
    const rendition = await transcodeTo(source, {})
    const audioOf = (bytes: Uint8Array) =>
      ffmpeg(['-i', 'pipe:0', '-map', '0:a', '-c', 'copy', '-f', 'adts', 'pipe:1'], bytes)
    expect(readTimes(rendition.bytes).audio?.packets.map(({ pts }) => pts)).toEqual(
      readTimes(source).audio?.packets.map(({ pts }) => pts),
    )
    expect(Buffer.compare(await audioOf(rendition.bytes), await audioOf(source))).toBe(0)
  })

  test('the picture is that of the source at its beginning, middle and end', async () => {
    const source = await makeSegment({ size: '640x360' })
    const { renditions } = await pool.transcode({ source, profiles: [p120, p180], timeoutMs })
    const times = inOrder(videoPts(source))
    const options = {
      format: 'grey',
      size: hashedSize,
      atPts: [2, 15, 28].map((n) => times[n] ?? 0),
    } as const
    const hashes = decodePictures(source, options).map(perceptualHash)
    for (const { bytes } of renditions) {
      const distances = decodePictures(bytes, options).map((picture, index) =>
        hammingDistance(perceptualHash(picture), hashes[index] ?? 0n),
      )
      expect(distances).toHaveLength(3)
      for (const distance of distances) expect(distance).toBeLessThanOrEqual(4)
    }
  })

  test('pixels are the frames encoded times their size, decoded ones those of the source', async () => {
    const source = await makeSegment({ size: '640x360' })
    const result = await pool.transcode({ source, profiles: [p180, p120], timeoutMs })
    expect(result.decodedPixels).toBe(30n * 640n * 360n)
    expect(result.renditions.map(({ pixels }) => pixels)).toEqual([30n * 320n * 180n, 30n * 214n * 120n])
    expect(result.renditions.map(({ profile }) => profile.name)).toEqual(['180p', '120p'])
    for (const { bytes, pixels, widthPx, heightPx } of result.renditions)
      expect(BigInt(framePts(bytes).length * widthPx * heightPx)).toBe(pixels)
  })

  test('times go on through the wrap of the 33-bit clock', async () => {
    const wrap = 2 ** 33
    const source = await makeSegment({ startSeconds: wrap / 90_000 - 0.5 })
    const rendition = await transcodeTo(source, {})
    const wrapped = (bytes: Uint8Array) => videoPts(bytes).map((pts) => ((pts % wrap) + wrap) % wrap)
    expect(wrapped(source).some((pts) => pts < 90_000)).toBe(true)
    expect(wrapped(rendition.bytes)).toEqual(wrapped(source))
  })
})

describe('picture sizes', () => {
  const sizeOf = async (source: Uint8Array, facts: Partial<Profile> = {}) => {
    const { widthPx, heightPx, bytes } = await transcodeTo(source, facts)
    const video = readTimes(bytes).video
    expect([video?.widthPx, video?.heightPx]).toEqual([widthPx, heightPx])
    return `${widthPx}x${heightPx}`
  }

  test('keep the aspect of a 4:3 source, even on both sides', async () => {
    expect(await sizeOf(await makeSegment({ size: '640x480', seconds: 0.2 }))).toBe('320x240')
  })

  test('are even for a source that is odd', async () => {
    const source = await makeSegment({ size: '333x187', seconds: 0.2, video: ['-pix_fmt', 'yuv444p'] })
    expect(await sizeOf(source)).toBe('320x180')
  })

  test('stand upright for a portrait source', async () => {
    expect(await sizeOf(await makeSegment({ size: '180x320', seconds: 0.2 }))).toBe('180x320')
  })

  test('follow the displayed aspect of a source whose pixels are not square', async () => {
    const source = await makeSegment({ size: '360x288', filter: 'setsar=64/45', seconds: 0.2 })
    expect(await sizeOf(source)).toBe('320x180')
  })

  test('are turned when the source says that its picture lies on its side', async () => {
    const lying = await makeSegment({ size: '320x180', seconds: 0.2 })
    const copy = [
      '-f',
      'mpegts',
      '-i',
      'pipe:0',
      '-c',
      'copy',
      '-bsf:v',
      'h264_metadata=display_orientation=insert:rotate=90',
    ]
    const source = await ffmpeg([...copy, '-f', 'mpegts', 'pipe:1'], lying)
    expect(await sizeOf(source)).toBe('180x320')
  })

  test('may be larger than the source and all at once', async () => {
    const source = await makeSegment({ size: '320x180', seconds: 0.2 })
    const profiles = [p120, { ...p180, name: '360p', widthPx: 640, heightPx: 360 }, p180]
    const { renditions } = await pool.transcode({ source, profiles, timeoutMs })
    expect(renditions.map(({ widthPx }) => widthPx)).toEqual([214, 640, 320])
  })

  test('stay when the source changes its size within a segment', async () => {
    const [small, large] = await Promise.all([
      makeSegment({ seconds: 0.5 }),
      makeSegment({ seconds: 0.5, size: '480x270', startSeconds: 10.5 }),
    ])
    const rendition = await transcodeTo(Buffer.concat([small, large]), {})
    expect(rendition.pixels).toBe(30n * 320n * 180n)
  })
})

describe('frame rates', () => {
  test('a lower rate drops frames and stays on one grid over segments', async () => {
    const segments = await makeStream(2)
    const renditions = await Promise.all(segments.map((source) => transcodeTo(source, { fps: 15 })))
    const times = renditions.flatMap(({ bytes }) => videoPts(bytes))
    expect(times).toHaveLength(30)
    expect(new Set(times.slice(1).map((pts, index) => pts - (times[index] ?? 0)))).toEqual(new Set([6000]))
  })

  test('a higher rate repeats frames', async () => {
    const { bytes } = await transcodeTo(await makeSegment({ fps: '24' }), { fps: 30 })
    expect(videoPts(bytes)).toHaveLength(30)
  })

  test('the same rate leaves jittering times as they are', async () => {
    const jitter = "setpts='PTS+(0.004*random(0))/TB'"
    const source = await makeSegment({ filter: jitter, video: ['-fps_mode', 'passthrough'] })
    const { bytes } = await transcodeTo(source, { fps: 30 })
    expect(videoPts(bytes)).toEqual(videoPts(source))
  })

  test('a segment of a single frame gives a single frame', async () => {
    const source = await makeSegment({ seconds: 1 / 30 })
    expect(videoPts((await transcodeTo(source, {})).bytes)).toEqual(videoPts(source))
    expect(videoPts((await transcodeTo(source, { fps: 25 })).bytes)).toHaveLength(1)
  })
})

describe('orders', () => {
  const keyframes = (bytes: Uint8Array) =>
    (readTimes(bytes).video?.packets ?? []).flatMap(({ isKeyframe }, index) => (isKeyframe ? [index] : []))

  test('a GOP length puts key frames where it says', async () => {
    const source = await makeSegment()
    expect(keyframes((await transcodeTo(source, { gopMs: 500 })).bytes)).toEqual([0, 15])
    expect(keyframes((await transcodeTo(source, { gopMs: -1 })).bytes)).toHaveLength(30)
  })

  test('a profile of H.264 and a quality are kept', async () => {
    const source = await makeSegment({ seconds: 0.5 })
    const { bytes } = await transcodeTo(source, { encoderProfile: 'baseline' })
    const sps = Buffer.from(bytes).indexOf(Buffer.from([0, 0, 1, 0x67]))
    expect(bytes[sps + 4]).toBe(66)
    const [fine, coarse] = await Promise.all([
      transcodeTo(source, { quality: 18, bitrateBps: 5_000_000 }),
      transcodeTo(source, { quality: 40, bitrateBps: 5_000_000 }),
    ])
    expect(fine.bytes.length).toBeGreaterThan(coarse.bytes.length * 1.5)
  })

  test.each([
    { codec: 'h264', format: 'mp4' },
    { codec: 'h265', format: 'mpegts' },
    { codec: 'vp9', format: 'mp4' },
  ] as const)('$codec in $format is made, with its audio', async ({ codec, format }) => {
    const source = await makeSegment({ seconds: 0.5, audio: true })
    const { bytes } = await transcodeTo(source, { codec, format })
    expect(framePts(bytes)).toHaveLength(15)
    expect(readTimes(bytes).audio?.packets.length).toBe(readTimes(source).audio?.packets.length)
    expect(inOrder(framePts(bytes))[0]).toBe(inOrder(framePts(source))[0])
  })

  test('error: MPEG-TS cannot hold VP8', async () => {
    const order = transcodeTo(await makeSegment({ seconds: 0.2 }), { codec: 'vp8' })
    await expect(order).rejects.toMatchObject({ code: 'UNSUPPORTED_PROFILE', retryable: false })
  })

  test('error: no rendition, or too many, are refused without a try', async () => {
    const source = new Uint8Array(188)
    await expect(pool.transcode({ source, profiles: [], timeoutMs })).rejects.toMatchObject({
      code: 'UNSUPPORTED_PROFILE',
    })
    const profiles = Array.from({ length: 17 }, () => p120)
    await expect(pool.transcode({ source, profiles, timeoutMs })).rejects.toMatchObject({
      code: 'UNSUPPORTED_PROFILE',
    })
  })
})

describe('segments that cannot be transcoded', () => {
  const refusal = async (source: Uint8Array, facts: Partial<Profile> = {}) =>
    expect(await transcodeTo(source, facts).catch((error: unknown) => error)).toMatchObject({
      name: 'SegmentRefusedError',
      retryable: false,
      code: expect.any(String),
    })

  test('10 bits and 4:2:2 are no reason: they become 8 bits and 4:2:0', async () => {
    const source = await makeSegment({ seconds: 0.2, video: ['-pix_fmt', 'yuv422p10le'] })
    const { bytes } = await transcodeTo(source, {})
    expect(framePts(bytes)).toHaveLength(6)
  })

  test('error: without video', async () => {
    const sound = ['-f', 'lavfi', '-i', 'sine=duration=0.5', '-c:a', 'aac', '-f', 'mpegts', 'pipe:1']
    await expect(transcodeTo(await ffmpeg(sound), {})).rejects.toMatchObject({ code: 'NO_VIDEO' })
  })

  test('error: with video of another codec', async () => {
    const old = ['-f', 'lavfi', '-i', 'testsrc2=duration=0.3:size=320x180', '-c:v', 'mpeg2video']
    const source = await ffmpeg([...old, '-f', 'mpegts', 'pipe:1'])
    await expect(transcodeTo(source, {})).rejects.toMatchObject({ code: 'UNSUPPORTED_INPUT' })
  })

  test('error: without a key frame', async () => {
    const source = await makeSegment({ seconds: 0.5 })
    const dropKey = ['-f', 'mpegts', '-copyts', '-i', 'pipe:0', '-c', 'copy', '-bsf:v', 'noise=drop=key']
    const headless = await ffmpeg([...dropKey, '-copyinkf', '-f', 'mpegts', 'pipe:1'], source)
    await expect(transcodeTo(headless, {})).rejects.toMatchObject({ code: 'NO_KEYFRAME' })
  })

  test('error: nothing at all, text, random bytes, another container', async () => {
    await refusal(new Uint8Array())
    await refusal(Buffer.from('#EXTM3U\nfile:///etc/passwd\n'.repeat(200)))
    await refusal(crypto.getRandomValues(new Uint8Array(60_000)))
    const flv = ['-f', 'lavfi', '-i', 'testsrc2=duration=0.2:size=320x180', '-f', 'flv', 'pipe:1']
    await refusal(await ffmpeg(flv))
  })

  test('error: times that ask for a million repeated frames', async () => {
    const filter = "setpts='if(gte(N,10),PTS+36000/TB,PTS)'"
    const source = await makeSegment({ filter, video: ['-fps_mode', 'passthrough'] })
    await expect(transcodeTo(source, { fps: 60 })).rejects.toMatchObject({ code: 'RUNAWAY_FRAMES' })
  })
})
