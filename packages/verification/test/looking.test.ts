import { silentLogger } from '@millrace/common'
import { h264Profile, TranscoderPool } from '@millrace/media'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ffmpeg, makeSegment } from '../../media/test/clips.ts'
import type { Verdict } from '../src/index.ts'
import {
  type RenditionToVerify,
  resultsAgree,
  type SegmentToVerify,
  verifySegment,
} from '../src/looking/index.ts'

const sourceSize = { widthPx: 640, heightPx: 360 }
const profile = h264Profile({ name: '180p', widthPx: 320, heightPx: 180, bitrateBps: 500_000 })
const timeoutMs = 60_000
let pool: TranscoderPool
let source: Uint8Array
beforeAll(async () => {
  source = await makeSegment({ size: '640x360', audio: true, seconds: 1, video: ['-crf', '16'] })
  pool = await TranscoderPool.create({ workers: 1, threads: 1 }, { log: silentLogger() })
})
afterAll(() => pool?.close())

const rendition = (bytes: Uint8Array, more: Partial<RenditionToVerify> = {}): RenditionToVerify => ({
  ...{ profile, bytes, isSigned: true, claimedPixels: undefined },
  ...more,
})

async function verdictsOf(...renditions: readonly RenditionToVerify[]): Promise<readonly Verdict[]> {
  return verifySegment({ source, sourceSize, renditions, phase: 0.5, depth: 'quick', timeoutMs }, pool)
}

const copies = ['-copyts', '-muxdelay', '0', '-muxpreload', '0', '-f', 'mpegts', 'pipe:1']

/** What an orchestrator with an FFmpeg of its own would make of the source. */
function transcode(filter: string, more: readonly string[] = []): Promise<Uint8Array> {
  const video = [
    '-vf',
    filter,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-bf',
    '0',
    '-b:v',
    '500k',
    '-g',
    '999',
  ]
  return ffmpeg(['-f', 'mpegts', '-i', 'pipe:0', ...video, '-c:a', 'copy', ...more, ...copies], source)
}

test('what this transcoder and another make is good, in both containers, and its pixels are counted', async () => {
  const profiles = [profile, { ...profile, name: 'mp4', format: 'mp4' } as const]
  const { renditions } = await pool.transcode({ source, profiles, timeoutMs })
  const verdicts = await verdictsOf(
    ...renditions.map((made) => rendition(made.bytes, { profile: made.profile, claimedPixels: made.pixels })),
    rendition(await transcode('scale=320:180:flags=lanczos', ['-preset', 'medium'])),
  )
  expect(verdicts.map(({ outcome, reasons }) => ({ outcome, reasons }))).toEqual(
    Array(3).fill({ outcome: 'good', reasons: [] }),
  )
})

test.each<[string, string, readonly string[], string]>([
  ['a flipped picture', 'hflip,scale=320:180', [], 'OTHER_PICTURE'],
  [
    'a frozen picture',
    'scale=320:180,loop=loop=-1:size=1:start=0,trim=end_frame=30',
    [],
    'FROZEN_OR_DROPPED',
  ],
  ['a picture laid over it', 'scale=320:180,drawbox=x=20:y=20:w=60:h=30:t=fill', [], 'PICTURE_CHANGED'],
  [
    'a starved bitrate',
    'scale=320:180',
    ['-b:v', '20k', '-maxrate', '20k', '-bufsize', '10k'],
    'POOR_QUALITY',
  ],
  ['a smaller size', 'scale=160:90', [], 'WRONG_SIZE'],
  ['fewer frames', 'scale=320:180,fps=15', [], 'WRONG_FRAME_COUNT'],
  ['no sound', 'scale=320:180', ['-an'], 'AUDIO_CHANGED'],
  ['another shape', 'scale=320:180,setsar=2', [], 'WRONG_SHAPE'],
])('error: %s', async (_, filter, more, code) => {
  const [verdict] = await verdictsOf(rendition(await transcode(filter, more)))
  expect(verdict?.outcome).toBe('bad')
  expect(verdict?.reasons.map((reason) => reason.code)).toContain(code)
})

test('error: what cannot be looked at is bad and says why, beside one that is good', async () => {
  const honest = await transcode('scale=320:180')
  const garbage = honest.map((byte, index) => (index % 188 === 0 ? byte : (byte * 31 + index) & 0xff))
  const huge = await makeSegment({ size: '4096x2304', fps: '2', seconds: 0.5 })
  const mpeg2 = await ffmpeg([
    '-f',
    'lavfi',
    '-i',
    'testsrc2=s=320x180:d=0.2',
    '-c:v',
    'mpeg2video',
    '-f',
    'mpegts',
    '-',
  ])
  const verdicts = await verdictsOf(
    rendition(honest),
    ...[garbage, new Uint8Array(0), honest.subarray(0, 376), huge, mpeg2].map((bytes) => rendition(bytes)),
    rendition(honest, { isSigned: false }),
  )
  expect(verdicts.map(({ outcome, reasons: [reason] }) => reason?.message ?? outcome)).toEqual([
    'good',
    expect.stringMatching(/^It cannot be looked at: /),
    'It cannot be looked at: it is not MPEG-TS.',
    expect.stringMatching(/^It cannot be looked at: /),
    'It cannot be looked at: its pictures are 4096×2304, far larger than what was ordered.',
    'It cannot be looked at: its video is neither H.264 nor H.265.',
    'The signature is not of these bytes.',
  ])
})

test('two honest encoders agree; one that upscales disagrees with them, and none agrees with what has no scores', async () => {
  const [one, other] = [await transcode('scale=320:180'), await transcode('scale=320:180:flags=lanczos')]
  const upscaled = await transcode('scale=160:90,scale=320:180')
  const verdicts = await verdictsOf(...[one, other, upscaled, new Uint8Array(0)].map((of) => rendition(of)))
  const agree = (a: number, b: number) => resultsAgree([profile], verdicts.slice(a), verdicts.slice(b))
  expect([agree(0, 1), agree(1, 0), agree(0, 2), agree(2, 0), agree(0, 3)]).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test.each(['down', 'near', 'zero'])(
  'at half the rate it is good whichever frames were chosen: %s',
  async (round) => {
    const half = { ...profile, fps: 15 }
    const honest = await transcode(`fps=15:round=${round},scale=320:180`)
    const [verdict] = await verdictsOf(rendition(honest, { profile: half }))
    expect(verdict).toMatchObject({ outcome: 'good', scores: { timeShift: { gain: 1 } } })
    expect(verdict?.scores?.similarity).toBeGreaterThan(0.9)
  },
)

test('several results of one order share a reference', async () => {
  const jobs: number[] = []
  const counting = {
    look: (job: Parameters<typeof pool.look>[0]) => pool.look(job),
    transcode: (job: Parameters<typeof pool.transcode>[0]) => {
      jobs.push(job.profiles.length)
      return pool.transcode(job)
    },
  }
  const honest = rendition(await transcode('scale=320:180'))
  const bad = rendition(await transcode('hflip,scale=320:180'))
  const verdicts = await verifySegment(
    { source, sourceSize, renditions: [honest, bad, honest], phase: 0.5, depth: 'thorough', timeoutMs },
    counting,
  )
  expect(verdicts.map(({ outcome }) => outcome)).toEqual(['good', 'bad', 'good'])
  expect(jobs).toEqual([1])
})

test('whatever bytes come, each has a verdict, with reasons unless it is good', async () => {
  const honest = await transcode('scale=320:180')
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })
  const changes = fc.array(fc.tuple(place, fc.uint8Array({ minLength: 1, maxLength: 40 })), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(changes, place), { minLength: 1, maxLength: 4 }), async (hostile) => {
      const sent = hostile.map(([list, cut]) => {
        const bytes = honest.slice(0, Math.ceil(honest.length * (1 - cut * cut * cut)))
        for (const [at, change] of list) {
          const from = Math.floor(at * bytes.length)
          bytes.set(change.slice(0, bytes.length - from), from)
        }
        return rendition(bytes)
      })
      for (const { outcome, reasons } of await verdictsOf(...sent))
        expect(outcome === 'good').toBe(reasons.length === 0)
    }),
    { numRuns: 8 },
  )
})

test('error: half of a rendition is not all of it', async () => {
  const honest = await transcode('scale=320:180')
  const [verdict] = await verdictsOf(rendition(honest.subarray(0, 188 * Math.floor(honest.length / 376))))
  expect(verdict?.reasons.map(({ code }) => code)).toContain('WRONG_FRAME_COUNT')
})

test('error: a source that is no video is nobody else’s fault', async () => {
  const bytes = await transcode('scale=320:180')
  const job: SegmentToVerify = {
    source: new Uint8Array(1_000),
    sourceSize,
    renditions: [rendition(bytes)],
    ...{ phase: 0, depth: 'quick', timeoutMs },
  }
  await expect(verifySegment(job, pool)).rejects.toMatchObject({ code: 'UNREADABLE_SEGMENT' })
})
