import type { MediaFacts, Plane, Thumb, VideoSamples } from '@millrace/media/samples'

/** What was found in one rendition. */
export interface Look {
  readonly facts: MediaFacts
  readonly samples: VideoSamples
}

type Picture = Pick<Thumb, 'luma' | 'blue' | 'red'>

const planes = ['luma', 'blue', 'red'] as const

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Mean difference of two pictures, over all their samples. */
function distance(a: Picture, b: Picture): number {
  return mean(
    planes.map((plane) => meanOf(a[plane].samples, (sample, at) => sample - (b[plane].samples[at] ?? 0))),
  )
}

/** Mean of the absolute values of a figure of each sample. */
function meanOf(samples: Uint8Array, figure: (sample: number, at: number) => number): number {
  let sum = 0
  samples.forEach((sample, at) => {
    sum += Math.abs(figure(sample, at))
  })
  return sum / samples.length
}

/** Mean difference of the pictures of one moment. */
export function apart(a: readonly Picture[], b: readonly Picture[]): number {
  return mean(a.flatMap((picture, at) => (b[at] ? [distance(picture, b[at])] : [])))
}

/** Differences between each picture and the next. */
export function steps({ samples: { thumbs } }: Look): readonly number[] {
  return thumbs.slice(1).map((thumb, at) => distance(thumb, thumbs[at] ?? thumb))
}

/** Part of the pictures that are those before once more. */
export function repeated(look: Look): number {
  const moved = steps(look)
  return moved.filter((step) => step < 0.3).length / moved.length
}

export function light({ luma }: Picture): number {
  return meanOf(luma.samples, (sample) => sample)
}

/** How far from grey. */
export function colour({ blue, red }: Picture): number {
  return mean([blue, red].map(({ samples }) => meanOf(samples, (sample) => sample - 128)))
}

/** How much neighbours differ. */
export function sharpness({ samples, widthPx }: Plane): number {
  return meanOf(samples, (sample, at) => (at % widthPx === 0 ? 0 : sample - (samples[at - 1] ?? sample)))
}

/** The picture with each sample taken from elsewhere; places from 0 to 1. */
export function moved(
  picture: Picture,
  from: (x: number, y: number) => readonly [x: number, y: number],
): Picture {
  const move = ({ widthPx, heightPx, samples }: Plane): Plane => {
    const made = samples.map((_, at) => {
      const [x, y] = from(((at % widthPx) + 0.5) / widthPx, (Math.floor(at / widthPx) + 0.5) / heightPx)
      return samples[Math.floor(y * heightPx) * widthPx + Math.floor(x * widthPx)] ?? 0
    })
    return { widthPx, heightPx, samples: made }
  }
  return { luma: move(picture.luma), blue: move(picture.blue), red: move(picture.red) }
}

export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A part of the picture; sides from 0 to 1. */
export function part(picture: Picture, { left, top, right, bottom }: Box): Picture {
  const cut = ({ widthPx, heightPx, samples }: Plane): Plane => {
    const kept = samples.filter((_, at) => {
      const [x, y] = [((at % widthPx) + 0.5) / widthPx, (Math.floor(at / widthPx) + 0.5) / heightPx]
      return x >= left && x < right && y >= top && y < bottom
    })
    return { widthPx: kept.length, heightPx: 1, samples: kept }
  }
  return { luma: cut(picture.luma), blue: cut(picture.blue), red: cut(picture.red) }
}
