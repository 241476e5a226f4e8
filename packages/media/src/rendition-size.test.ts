import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renditionSize } from './rendition-size.ts'

const sizeOf = (ordered: [number, number], source: [number, number]) => {
  const [widthPx, heightPx] = ordered
  const made = renditionSize(
    { widthPx, heightPx, codec: 'h264' },
    { widthPx: source[0], heightPx: source[1] },
  )
  return [made.widthPx, made.heightPx]
}

test.each([
  [
    [426, 240],
    [1280, 720],
    [426, 240],
  ],
  [
    [854, 480],
    [1920, 1080],
    [854, 480],
  ],
  [
    [640, 360],
    [640, 480],
    [640, 480],
  ],
  [
    [426, 240],
    [720, 1280],
    [240, 426],
  ],
  [
    [240, 426],
    [1280, 720],
    [426, 240],
  ],
  [
    [1280, 720],
    [2560, 1080],
    [1280, 540],
  ],
  [
    [8192, 4320],
    [1280, 720],
    [4096, 2304],
  ],
] as [[number, number], [number, number], [number, number]][])(
  'ordered %j of a source of %j is made %j',
  (ordered, source, made) => {
    expect(sizeOf(ordered, source)).toEqual(made)
  },
)

test('both sides are even, the aspect stays within rounding, the longer side is the one ordered', () => {
  const side = fc.integer({ min: 64, max: 4096 })
  fc.assert(
    fc.property(side, side, side, side, (width, height, sourceWidth, sourceHeight) => {
      const [madeWidth = 0, madeHeight = 0] = sizeOf([width, height], [sourceWidth, sourceHeight])
      expect([madeWidth % 2, madeHeight % 2]).toEqual([0, 0])
      expect(Math.abs(Math.max(madeWidth, madeHeight) - Math.max(width, height))).toBeLessThanOrEqual(1)
      expect(Math.abs(madeWidth * sourceHeight - madeHeight * sourceWidth)).toBeLessThanOrEqual(
        2 * Math.max(sourceWidth, sourceHeight),
      )
    }),
  )
})
