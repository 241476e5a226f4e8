import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LoopTimeline } from './loop-timeline.ts'

const frame = 1024n

/** Plays a clip of 24 frames a second and AAC at 44.1 kHz `loops` times. */
function play({ frames, audioFrames, loops }: { frames: number; audioFrames: number; loops: number }) {
  const timeline = new LoopTimeline({
    videoStart: 0n,
    videoLength: BigInt(frames) * 512n,
    videoTicksPerSecond: 12_288,
    audioStart: 0n,
    audioTicksPerSecond: 44_100,
  })
  const video: bigint[] = []
  const audio: { readonly time: bigint; readonly inClip: bigint }[] = []
  for (let loop = 0; loop < loops; loop += 1) {
    if (loop > 0) timeline.nextLoop()
    for (let n = 0n; n < frames; n += 1n) {
      const time = n * 512n
      video.push(timeline.video({ pts: time, dts: time, duration: 512n }).dts)
    }
    for (let n = 0n; n < audioFrames; n += 1n) {
      const times = timeline.audio({ pts: n * frame, dts: n * frame, duration: frame })
      if (times) audio.push({ time: times.dts, inClip: BigInt(loop * frames * 44_100) / 24n + n * frame })
    }
  }
  return { video, audio }
}

test('the picture goes on over the joint as if there were none', () => {
  const { video } = play({ frames: 48, audioFrames: 87, loops: 20 })
  for (const [index, time] of video.entries()) expect(time).toBe(BigInt(index) * 512n)
})

test('the sound never stops, jumps or overlaps, and stays within a frame and a half of the picture', () => {
  fc.assert(
    fc.property(fc.integer({ min: 24, max: 240 }), (frames) => {
      const enough = Math.ceil((frames * 44_100) / 24 / 1024) + 2
      const { audio } = play({ frames, audioFrames: enough, loops: 12 })
      expect(audio.findIndex(({ time }, index) => time !== BigInt(index) * frame)).toBe(-1)
      const offsets = audio.map(({ time, inClip }) => Math.abs(Number(time - inClip)))
      expect(Math.max(...offsets)).toBeLessThanOrEqual(1536)
    }),
    { numRuns: 20 },
  )
})

test('sound that ends early is taken up again with the picture', () => {
  const { audio } = play({ frames: 48, audioFrames: 40, loops: 3 })
  expect(audio.map(({ time }) => time).filter((_, index) => index % 40 === 0)).toEqual([
    0n,
    88_200n,
    176_400n,
  ])
})

test('a clip whose times do not begin at zero begins at zero', () => {
  const timeline = new LoopTimeline({
    videoStart: 900n,
    videoLength: 3000n,
    videoTicksPerSecond: 90_000,
    audioStart: undefined,
    audioTicksPerSecond: 1,
  })
  expect(timeline.video({ pts: 900n, dts: 900n, duration: 3000n })).toEqual({ pts: 0n, dts: 0n })
  timeline.nextLoop()
  expect(timeline.video({ pts: 900n, dts: 900n, duration: 3000n })).toEqual({ pts: 3000n, dts: 3000n })
})
