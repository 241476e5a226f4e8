import type { InspectedRendition, RenditionToInspect } from '../types.ts'
import { Refusal } from './refusal.ts'
import { decodeVideo, openSegment } from './segment-input.ts'

/**
 * Decodes a rendition that somebody else made and counts what comes out, which is what a viewer would get.
 * @throws {Refusal} when it holds no video that can be decoded.
 */
export function inspectRendition({ bytes, format }: RenditionToInspect): InspectedRendition {
  using resources = new DisposableStack()
  const input = openSegment(bytes, resources, format)
  let [frames, pixels, widthPx, heightPx] = [0, 0n, 0, 0]
  decodeVideo(input, { threads: 1, resources, isRough: true }, (frame) => {
    frames += 1
    pixels += BigInt(frame.width) * BigInt(frame.height)
    widthPx = Math.max(widthPx, frame.width)
    heightPx = Math.max(heightPx, frame.height)
  })
  if (frames === 0) throw new Refusal('UNREADABLE_SEGMENT', 'none of its video can be decoded')
  return { frames, pixels, widthPx, heightPx }
}
