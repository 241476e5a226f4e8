import { calibrationClips } from './calibration-clips.ts'
import type { Originals } from './originals.ts'
import { testClips } from './test-clips.ts'

/** Something to transcode. Limits are made from calibration clips and judged on the others. */
export interface Clip {
  readonly name: string
  readonly split: 'calibration' | 'test'
  /** FFmpeg's input arguments. */
  readonly input: readonly string[]
  readonly filter?: string
  readonly fps: number
  /** Nothing moves: frozen, late, dropped and repeated pictures are those of an honest rendition. */
  readonly isStill?: boolean
  /** There is no colour that could be lost. */
  readonly isGrey?: boolean
}

/** Two seconds each: segments of every clip that may be taken. */
export const segmentsPerClip = 8
export const segmentSeconds = 2

/** No picture, photograph or generator is in both splits. */
export function clipsFrom(originals: Originals, split: Clip['split']): readonly Clip[] {
  const clips = split === 'calibration' ? calibrationClips(originals) : testClips(originals)
  return clips.map((clip) => ({ ...clip, split }))
}
