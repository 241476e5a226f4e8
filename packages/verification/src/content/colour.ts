import type { Plane, Thumb } from '@millrace/media/samples'
import type { Pair } from './pair.ts'
import { meanDifference } from './plane.ts'

/** Value of a colour plane where there is no colour. */
const neutral = 128
/** A source with less colour is grey, in mean sample values: what was lost of it cannot be told. */
const colouredFrom = 2

export interface Colour {
  /** Mean difference of the colour planes, in sample values. */
  readonly difference: number
  /** Colour of the rendition as a multiple of that of its source; undefined for a grey source. */
  readonly ratio: number | undefined
}

/** How far the colours of a rendition are from those of its source. Zero without a pair. */
export function colourOf(pairs: readonly Pair<Thumb>[]): Colour {
  let [difference, source, rendition] = [0, 0, 0]
  for (const pair of pairs) {
    for (const plane of ['blue', 'red'] as const) {
      difference += meanDifference(pair.source[plane], pair.rendition[plane])
      source += colourfulness(pair.source[plane])
      rendition += colourfulness(pair.rendition[plane])
    }
  }
  const planes = pairs.length * 2
  if (planes === 0) return { difference: 0, ratio: undefined }
  const isColoured = source / planes >= colouredFrom
  return { difference: difference / planes, ratio: isColoured ? rendition / source : undefined }
}

function colourfulness({ samples }: Plane): number {
  let sum = 0
  for (const sample of samples) sum += Math.abs(sample - neutral)
  return sum / samples.length
}
