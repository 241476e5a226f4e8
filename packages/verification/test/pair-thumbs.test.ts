import type { VideoSamples } from '@millrace/media/samples'
import { expect, test } from 'vitest'
import { pairThumbs } from '../src/content/pair-thumbs.ts'
import { contentScores } from '../src/index.ts'
import { record, type Scene, waves } from './scenes.ts'

const frames = 60
const source = record({ frames })

/** What shows, at each time, the frame of the source that is so many frames later. */
const shifted =
  (by: number): Scene =>
  (x, y, frame) =>
    waves(x, y, frame + by)

/** Every n-th frame of it: what a converter to a lower rate gives. */
function every(count: number, of: VideoSamples): VideoSamples {
  return { ...of, thumbs: of.thumbs.filter((_, index) => index % count === 0) }
}

function gainOf(rendition: VideoSamples): number {
  return contentScores(source, rendition)?.timeShift.gain ?? Number.NaN
}

test.each([
  [2, [-1, 0, 1]],
  [4, [-2, -1, 0, 1, 2]],
])('at a rate of 1/%s whichever frame a converter chose is in time', (count, choices) => {
  for (const by of choices) {
    const rendition = every(count, record({ luma: shifted(by), frames }))
    expect(gainOf(rendition)).toBe(1)
    const choice = pairThumbs(source.thumbs, rendition.thumbs, 3_000).map(
      (pair) => (pair.source.pts - pair.rendition.pts) / 3_000,
    )
    // At the ends there is no other frame.
    expect(new Set(choice.slice(1, -1))).toEqual(new Set([by]))
  }
})

test('frames shown twice at a higher rate are not late', () => {
  const { thumbs } = source
  const slow = { ...source, thumbs: thumbs.filter((_, index) => index % 3 === 0) }
  // Three frames of the rendition in the time of two of the source: each shows the one that came before.
  const shown = thumbs
    .filter((_, index) => index % 2 === 0)
    .map((thumb) => ({ ...(slow.thumbs[Math.floor(thumb.pts / 9_000)] ?? thumb), pts: thumb.pts }))
  expect(contentScores(slow, { ...source, thumbs: shown })?.motion?.lateness).toBe(0)
})

test('what is late at its own rate, or by more than a converter may choose, is late', () => {
  expect(gainOf(record({ luma: shifted(-1), frames }))).toBeGreaterThan(1.12)
  expect(gainOf(every(2, record({ luma: shifted(-3), frames })))).toBeGreaterThan(1.12)
})
