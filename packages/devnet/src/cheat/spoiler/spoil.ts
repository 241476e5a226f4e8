import type { TranscodeResult } from '@millrace/media'
import {
  type AudioToCopy,
  decodeVideo,
  type Frame,
  makeSample,
  openSegment,
  presentationTimes,
  type SegmentInput,
} from '@millrace/media/worker'
import type { CheatRecipe } from '../cheats.ts'
import type { SpoilOrder } from './messages.ts'
import { SpoiledRendition } from './spoiled-rendition.ts'

/**
 * Makes all renditions of a segment as the recipe of a cheat says, in one pass of decoding: as fast as honest work. Times,
 * codec and container are those that were ordered, unless they are the cheat, and the pixels of what was ordered are
 * claimed.
 * @throws when the segment cannot be read, or FFmpeg fails.
 */
export function spoil({ source, profiles, recipe, other }: SpoilOrder): TranscodeResult {
  using resources = new DisposableStack()
  const input = openSegment(source, resources)
  const needsOther = recipe.from !== undefined || recipe.audio === 'other'
  const foreign = needsOther ? openSegment(other ?? otherClip(), resources) : undefined
  const pictures = (recipe.from && foreign) ?? input
  const times = presentationTimes(input)
  const sound = soundOf(recipe, input, foreign)
  let renditions: readonly SpoiledRendition[] = []
  let taken = 0
  const take = (frame: Frame) => {
    if (taken >= times.length) return
    if (taken === 0)
      renditions = profiles.map(
        (profile) => new SpoiledRendition({ profile, recipe, frame, input, sound, times }, resources),
      )
    frame.pts = BigInt(taken++)
    for (const rendition of renditions) rendition.push(frame)
  }
  // One that is shorter begins again.
  do decodeVideo(pictures, { threads: 0, resources }, take)
  while (pictures !== input && taken > 0 && taken < times.length)
  if (taken === 0) throw new Error('None of its video can be decoded.')
  const { width, height } = input.video.codecpar
  return {
    renditions: renditions.map((rendition) => rendition.finish()),
    decodedPixels: BigInt(times.length) * BigInt(width) * BigInt(height),
  }
}

let clip: Uint8Array | undefined

/** A moving test picture: nobody will take it for the stream. */
function otherClip(): Uint8Array {
  clip ??= makeSample()
  return clip
}

function soundOf(
  { audio }: CheatRecipe,
  input: SegmentInput,
  foreign: SegmentInput | undefined,
): AudioToCopy {
  if (audio === undefined || !input.audio) return input
  if (audio === 'none' || !foreign) return { audio: undefined, audioPackets: [] }
  const shift = (input.audioPackets[0]?.pts ?? 0n) - (foreign.audioPackets[0]?.pts ?? 0n)
  for (const packet of foreign.audioPackets) {
    packet.pts += shift
    packet.dts += shift
  }
  return foreign
}
