import type { MediaFacts, VideoFacts } from '@millrace/media/samples'
import { expect, test } from 'vitest'
import { checkFacts, type FactsToCheck } from '../src/index.ts'

const sourceVideo: VideoFacts = {
  codec: 'h264',
  widthPx: 1280,
  heightPx: 720,
  pixelAspect: 1,
  turnDegrees: 0,
  frames: 60,
  firstPts: 900_000,
  lastPts: 900_000 + 59 * 3_000,
  beginsWithKeyframe: true,
  sizeBytes: 500_000,
}
const audio = { codec: 'aac', digest: 'one' }
const source: MediaFacts = { video: sourceVideo, audio }
const order = {
  codec: 'h264',
  widthPx: 640,
  heightPx: 360,
  framesPerSecond: undefined,
  bitrateBps: undefined,
}
const video: VideoFacts = { ...sourceVideo, widthPx: 640, heightPx: 360 }

function codesFor(change: Partial<FactsToCheck>): readonly string[] {
  const facts = {
    order,
    source,
    rendition: { video, audio },
    isSigned: true,
    claimedPixels: undefined,
    ...change,
  }
  return checkFacts(facts).map(({ code }) => code)
}

test('a rendition as it was ordered has nothing wrong', () => {
  expect(codesFor({})).toEqual([])
})

test('half the frame rate is good where it was ordered, at any phase', () => {
  const slow = { ...order, framesPerSecond: 15 }
  for (const [frames, shift] of [
    [30, 0],
    [31, 0],
    [29, 3_000],
  ] as const) {
    const lastPts = sourceVideo.lastPts - 3_000
    const rendition = { video: { ...video, frames, firstPts: 900_000 + shift, lastPts }, audio }
    expect(codesFor({ order: slow, rendition })).toEqual([])
  }
})

test.each<[string, Partial<VideoFacts>, string]>([
  ['another codec', { codec: 'hevc' }, 'WRONG_CODEC'],
  ['another size', { heightPx: 352 }, 'WRONG_SIZE'],
  ['a frame less', { frames: 59 }, 'WRONG_FRAME_COUNT'],
  ['a later start', { firstPts: 903_000 }, 'WRONG_TIMES'],
  ['an earlier end', { lastPts: sourceVideo.lastPts - 3_000 }, 'WRONG_TIMES'],
  ['pictures that are turned', { turnDegrees: 90 }, 'WRONG_SHAPE'],
  ['pixels that are not square', { pixelAspect: 4 / 3 }, 'WRONG_SHAPE'],
  ['a start that cannot be decoded', { beginsWithKeyframe: false }, 'NO_KEYFRAME_AT_START'],
])('error: %s', (_, change, code) => {
  expect(codesFor({ rendition: { video: { ...video, ...change }, audio } })).toEqual([code])
})

test('pixels may keep the shape of the source where the size does not, and are claimed as they are', () => {
  const square = { ...order, widthPx: 480 }
  const rendition = { video: { ...video, widthPx: 480, pixelAspect: 4 / 3 }, audio }
  expect(codesFor({ order: square, rendition })).toEqual([])
  expect(codesFor({ claimedPixels: 60n * 640n * 360n })).toEqual([])
  expect(codesFor({ claimedPixels: 61n * 640n * 360n })).toEqual(['WRONG_PIXEL_COUNT'])
})

test.each<[string, MediaFacts['audio'], MediaFacts['audio']]>([
  ['sound that is missing', audio, undefined],
  ['sound of another', audio, { ...audio, digest: 'two' }],
  ['sound in another codec', audio, { ...audio, codec: 'opus' }],
  ['sound out of nowhere', undefined, audio],
])('error: %s', (_, ofSource, ofRendition) => {
  const facts = { source: { ...source, audio: ofSource }, rendition: { video, audio: ofRendition } }
  expect(codesFor(facts)).toEqual(['AUDIO_CHANGED'])
})

test('error: what is not signed, or has no video, is not looked at further', () => {
  expect(codesFor({ isSigned: false, rendition: { video: undefined, audio } })).toEqual(['NOT_SIGNED'])
  expect(codesFor({ rendition: { video: undefined, audio } })).toEqual(['NO_VIDEO'])
})
