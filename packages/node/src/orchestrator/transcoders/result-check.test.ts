import { h264Profile } from '@millrace/media'
import { expect, test } from 'vitest'
import { checkCount, checkedResult, longestResultBytes } from './result-check.ts'

const wide = h264Profile({ name: 'wide', widthPx: 640, heightPx: 360, bitrateBps: 800_000 })
const tiny = h264Profile({ name: 'tiny', widthPx: 64, heightPx: 36, bitrateBps: 50_000 })
const bytes = new Uint8Array(100)
const found = (widthPx: number, heightPx: number) => ({ frames: 2, pixels: 7n, widthPx, heightPx })

test('pixels are those that a decoder found', () => {
  const { renditions } = checkedResult({ profiles: [wide], renditions: [bytes] }, [found(640, 360)], 5n)
  expect(renditions).toEqual([{ profile: wide, bytes, pixels: 7n, widthPx: 640, heightPx: 360 }])
})

test.each([
  ['a portrait of the same length', wide, 202, 360],
  ['a turned picture', wide, 360, 640],
  ['another aspect', wide, 640, 480],
  ['the smallest picture of an encoder on a graphics card', tiny, 146, 82],
])('%s is what was ordered', (_, profile, widthPx, heightPx) => {
  const result = { profiles: [profile], renditions: [bytes] }
  expect(checkedResult(result, [found(widthPx, heightPx)], 0n).renditions).toHaveLength(1)
})

test.each([
  ['a wider picture', 656, 360],
  ['a higher picture', 360, 656],
])('error: %s is not', (_, widthPx, heightPx) => {
  const result = { profiles: [wide], renditions: [bytes] }
  expect(() => checkedResult(result, [found(widthPx, heightPx)], 0n)).toThrow(/came for 640/)
})

test('error: a rendition more or less, or one without content, is refused before anything is decoded', () => {
  expect(() => checkCount({ profiles: [wide, tiny], renditions: [bytes] })).toThrow('1 renditions came for 2')
  expect(() => checkCount({ profiles: [wide], renditions: [bytes, bytes] })).toThrow('2 renditions')
  expect(() => checkCount({ profiles: [wide], renditions: [new Uint8Array(24)] })).toThrow('is empty')
  expect(() => checkedResult({ profiles: [wide], renditions: [bytes] }, [], 0n)).toThrow('is missing')
})

test('a result may be as long as its bitrates say, whatever duration the order claims', () => {
  const longest = longestResultBytes([wide, tiny], 1, 1_000)
  expect(longest).toBe(longestResultBytes([wide, tiny], 30_000, 1_000))
  // Twice the bitrate for 30 s, the audio of the source, and 2 MiB, of each.
  expect(longest).toBe((2 * 850_000 * 30) / 8 + 2 * 1_000 + 2 * 2 * 1024 * 1024)
  expect(longestResultBytes([{ bitrateBps: 0 }], 2_000, 0)).toBeGreaterThan(100_000_000)
})
