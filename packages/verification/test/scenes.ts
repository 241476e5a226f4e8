import {
  type Detail,
  type Plane,
  type Still,
  stillSize,
  type Thumb,
  thumbSize,
  type VideoSamples,
} from '@millrace/media/samples'

/** Brightness or colour at a place of a moving picture: both coordinates from 0 to 1, time in frames. */
export type Scene = (x: number, y: number, frame: number) => number

const frameTicks = 3_000
const detailSize = { widthPx: 256, heightPx: 144 } as const
const detailColourSize = { widthPx: 128, heightPx: 72 } as const

/** Waves that travel at different speeds, with an edge: moving content with detail. */
export const waves: Scene = (x, y, frame) =>
  128 +
  50 * Math.sin(9 * x + 4 * y + frame / 3) +
  30 * Math.sin(23 * x - 17 * y - frame / 2) +
  (x + frame / 90 > 0.6 ? 30 : -10) +
  12 * Math.sin(160 * x + 140 * y)

/** The same, upside down. */
export const flipped: Scene = (x, y, frame) => waves(x, 1 - y, frame)

export const still: Scene = (x, y) => waves(x, y, 0)

export interface Recording {
  readonly luma?: Scene
  readonly blue?: Scene
  readonly red?: Scene
  readonly frames?: number
}

/** What is looked at of a scene of some 30 frames, at 30 frames a second. */
export function record({
  luma = waves,
  blue = (x) => 100 + 40 * x,
  red = (_x, y) => 120 + 30 * y,
  frames = 30,
}: Recording = {}): VideoSamples {
  const all = Array.from({ length: frames }, (_, frame) => frame)
  const every = (count: number) => all.filter((frame) => frame % count === 0)
  return {
    sizeBytes: 1_000,
    thumbs: all.map(
      (frame): Thumb => ({
        pts: frame * frameTicks,
        luma: paint(luma, { ...thumbSize, frame }),
        blue: paint(blue, { ...thumbSize, frame }),
        red: paint(red, { ...thumbSize, frame }),
      }),
    ),
    stills: every(10).map(
      (frame): Still => ({ pts: frame * frameTicks, luma: paint(luma, { ...stillSize, frame }) }),
    ),
    details: every(15).map(
      (frame): Detail => ({
        pts: frame * frameTicks,
        luma: paint(luma, { ...detailSize, frame }),
        blue: paint(blue, { ...detailColourSize, frame }),
        red: paint(red, { ...detailColourSize, frame }),
      }),
    ),
  }
}

type Size = Pick<Plane, 'widthPx' | 'heightPx'>

function paint(scene: Scene, { widthPx, heightPx, frame }: Size & { readonly frame: number }): Plane {
  const samples = new Uint8Array(widthPx * heightPx)
  for (let y = 0; y < heightPx; y++)
    for (let x = 0; x < widthPx; x++)
      samples[y * widthPx + x] = clamp(scene((x + 0.5) / widthPx, (y + 0.5) / heightPx, frame))
  return { widthPx, heightPx, samples }
}

function clamp(value: number): number {
  return Math.round(Math.min(255, Math.max(0, value)))
}

/** What an encoder adds: the same noise each time. */
export function noisy(scene: Scene, strength: number): Scene {
  return (x, y, frame) => scene(x, y, frame) + strength * Math.sin(x * 7_919 + y * 104_729 + frame * 31)
}
