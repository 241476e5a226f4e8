import type { VideoSamples } from '@millrace/media/samples'
import { expect, test } from 'vitest'
import {
  type ContentScores,
  checkAgainstReference,
  checkContent,
  contentScores,
  limits,
  outcomeOf,
  type Reason,
} from '../src/index.ts'
import { flipped, noisy, type Recording, record, type Scene, still, waves } from './scenes.ts'

const source = record()

function reasonsFor(rendition: Recording, original = source): readonly Reason[] {
  return checkContent(scoresOf(original, record(rendition)), limits.usual)
}

test('the source itself is perfect by every score', () => {
  const scores = scoresOf(source, source)
  expect(scores).toMatchObject({
    matchedShare: 1,
    motion: { ratio: 1, lateness: 0 },
    timeShift: { frames: 0, gain: 1 },
    tileBias: { lasting: 0, moving: 0, colour: 0 },
    colour: { difference: 0, ratio: 1 },
    quality: { fineness: 1, colourSharpness: 1 },
  })
  expect(scores.similarity).toBeCloseTo(1)
  expect(scores.quality.likeness).toBeCloseTo(1)
  expect(checkContent(scores, limits.usual)).toEqual([])
})

test('the noise of an encoder is good', () => {
  expect(reasonsFor({ luma: noisy(waves, 2) })).toEqual([])
})

const logo: Scene = (x, y, frame) => (x > 0.1 && x < 0.25 && y > 0.1 && y < 0.3 ? 235 : waves(x, y, frame))
const wanderingLogo: Scene = (x, y, frame) => {
  const from = (frame * 7) % 30
  return x * 36 > from && x * 36 < from + 6 && y > 0.4 && y < 0.7 ? 235 : waves(x, y, frame)
}

test.each<[string, Recording, Reason['code']]>([
  ['black', { luma: () => 16 }, 'OTHER_PICTURE'],
  ['upside down', { luma: flipped }, 'OTHER_PICTURE'],
  ['of one frame', { luma: still }, 'FROZEN_OR_DROPPED'],
  ['of every second frame', { luma: (x, y, n) => waves(x, y, n - (n % 2)) }, 'FROZEN_OR_DROPPED'],
  ['of every fourth frame', { luma: (x, y, n) => waves(x, y, n - (n % 4)) }, 'FROZEN_OR_DROPPED'],
  ['late by four frames', { luma: (x, y, n) => waves(x, y, n - 4) }, 'TIME_SHIFTED'],
  ['early by three frames', { luma: (x, y, n) => waves(x, y, n + 3) }, 'TIME_SHIFTED'],
  ['with something laid over it', { luma: logo }, 'PICTURE_CHANGED'],
  ['with something laid over it that moves', { luma: wanderingLogo }, 'PICTURE_CHANGED'],
  [
    'with something as bright laid over it',
    { blue: (x, y) => (x > 0.2 && x < 0.4 && y > 0.5 && y < 0.8 ? 40 : 100 + 40 * x) },
    'PICTURE_CHANGED',
  ],
  ['brighter', { luma: (x, y, n) => waves(x, y, n) + 18 }, 'PICTURE_CHANGED'],
  ['grey', { blue: () => 128, red: () => 128 }, 'COLOUR_LOST'],
])('a rendition that is %s is in doubt, and bad beside a reference', (_, rendition, code) => {
  const scores = scoresOf(source, record(rendition))
  const doubts = checkContent(scores, limits.usual)
  expect(outcomeOf(doubts)).toBe('doubtful')
  expect(doubts.map((reason) => reason.code)).toContain(code)
  const faults = checkAgainstReference(
    scores,
    scoresOf(source, record({ luma: noisy(waves, 2) })),
    limits.usual,
  )
  expect(outcomeOf(faults)).toBe('bad')
  expect(faults.map((reason) => reason.code)).toContain(code)
})

test('what a content makes hard for everybody is held against nobody', () => {
  const hard = scoresOf(source, record({ luma: noisy(waves, 40) }))
  expect(outcomeOf(checkContent(hard, limits.usual))).toBe('doubtful')
  expect(
    checkAgainstReference(hard, scoresOf(source, record({ luma: noisy(waves, 38) })), limits.usual),
  ).toEqual([])
})

test('a rendition that is a little too bright is doubtful', () => {
  const reasons = reasonsFor({ luma: (x, y, frame) => waves(x, y, frame) + 3 })
  expect(outcomeOf(reasons)).toBe('doubtful')
  expect(reasons.map(({ code }) => code)).toContain('PICTURE_CHANGED')
})

test('a rendition without the fine detail of its source is worse than a reference that has it', () => {
  const blurred: Scene = (x, y, frame) => waves(x, y, frame) - 12 * Math.sin(160 * x + 140 * y)
  const beside = checkAgainstReference(
    scoresOf(source, record({ luma: blurred })),
    scoresOf(source, source),
    limits.usual,
  )
  expect(beside.map(({ code }) => code)).toContain('POOR_QUALITY')
})

test('a rendition upscaled from half its size has lost the finest detail, and little else', () => {
  const fine: Scene = (x, y, frame) =>
    waves(x, y, frame) + 30 * Math.sin(70 * x) + 12 * Math.cos(Math.PI * 160 * x)
  const { quality } = scoresOf(
    record({ luma: fine }),
    record({ luma: (x, y, n) => fine(x, y, n) - 12 * Math.cos(Math.PI * 160 * x) }),
  )
  expect(quality.fineness).toBeLessThan(0.5)
  expect(quality.likeness).toBeGreaterThan(0.8)
})

test('an inverted picture has all scores, and bad ones', () => {
  const scores = scoresOf(source, record({ luma: (x, y, frame) => 255 - waves(x, y, frame) }))
  expect(Object.values(scores.quality).every(Number.isFinite)).toBe(true)
  expect(checkAgainstReference(scores, scoresOf(source, source), limits.usual)).not.toEqual([])
})

test('less size for more loss is worse than a reference, for less loss is not', () => {
  const sized = (luma: Scene, sizeBytes: number) => scoresOf(source, { ...record({ luma }), sizeBytes })
  const reference = sized(noisy(waves, 6), 90_000)
  const codesOf = (scores: ContentScores) =>
    checkAgainstReference(scores, reference, limits.usual).map(({ message }) => message)
  expect(codesOf(sized(noisy(waves, 12), 22_000)).join()).toContain('size for what was lost')
  expect(codesOf(sized(noisy(waves, 5), 22_000))).toEqual([])
})

test('of slides, which move once in a while, every change has to be in time', () => {
  const slides: Scene = (x, y, frame) => waves(x, y, 20 * Math.floor(frame / 10))
  const held: Scene = (x, y, frame) => slides(x, y, frame - (frame % 4))
  const [original, reference] = [record({ luma: slides }), record({ luma: noisy(slides, 2) })]
  const codesOf = (luma: Scene) =>
    checkAgainstReference(
      scoresOf(original, record({ luma })),
      scoresOf(original, reference),
      limits.usual,
    ).map(({ code }) => code)
  expect(codesOf(noisy(slides, 3))).toEqual([])
  expect(codesOf(held)).toContain('FROZEN_OR_DROPPED')
})

test('nothing is asked of motion where the source stands still, nor of colour where it is grey', () => {
  const grey = { blue: () => 128, red: () => 128 }
  const original = record({ luma: still, ...grey })
  expect(contentScores(original, original)).toMatchObject({ motion: undefined, colour: { ratio: undefined } })
  expect(reasonsFor({ luma: noisy(still, 1), ...grey }, original)).toEqual([])
})

test('half the frames are compared with those of their time', () => {
  const every = record({ luma: noisy(waves, 1) })
  const half = { ...every, thumbs: every.thumbs.filter((_, index) => index % 2 === 0) }
  expect(checkContent(scoresOf(source, half), limits.usual)).toEqual([])
})

test('videos that share no moment have no scores', () => {
  const later = { ...source, stills: source.stills.map((one) => ({ ...one, pts: one.pts + 900_000 })) }
  expect(contentScores(source, later)).toBeUndefined()
})

function scoresOf(original: VideoSamples, rendition: VideoSamples): ContentScores {
  const scores = contentScores(original, rendition)
  if (!scores) throw new Error('They are of the same time.')
  return scores
}
