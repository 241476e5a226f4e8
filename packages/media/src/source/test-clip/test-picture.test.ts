import fc from 'fast-check'
import { expect, test } from 'vitest'
import { probeSegment } from '../../mpegts/probe.ts'
import { makeTestClip } from './make-test-clip.ts'
import { testGraph } from './test-picture.ts'

const picture = { widthPx: 426, heightPx: 240, framesPerSecond: 30, seconds: 2 }

/** Numbers from 0 to 1 that a test knows. */
function replay(numbers: readonly number[]): () => number {
  let next = 0
  return () => numbers[next++ % numbers.length] ?? 0
}

const numbers = fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), {
  minLength: 16,
  maxLength: 16,
})

test('the same chance makes the same clip, every other one another', () => {
  fc.assert(
    fc.property(numbers, (chance) => {
      expect(testGraph(picture, replay(chance))).toBe(testGraph(picture, replay(chance)))
    }),
  )
  const graphs = Array.from({ length: 1_000 }, () => testGraph(picture, Math.random))
  expect(new Set(graphs).size).toBe(graphs.length)
})

test.each([0, 0.4, 0.8])(
  'a clip is cut into segments of the size and length that were wanted (%d)',
  async (kind) => {
    let drawn = 0
    const random = () => (drawn++ === 0 ? kind : Math.random())
    const segments = await makeTestClip(picture, random)
    expect(segments.map(({ durationMs }) => Math.round(durationMs / 100))).toEqual([20])
    const { video, audio, videoFrames } = probeSegment(segments[0]?.bytes ?? new Uint8Array())
    expect(video).toMatchObject({ widthPx: 426, heightPx: 240, fps: 30 })
    expect([audio?.sampleRateHz, videoFrames]).toEqual([48_000, 60])
  },
)
