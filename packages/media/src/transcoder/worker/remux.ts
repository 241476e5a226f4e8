import { writeToMemory } from '../../ffmpeg/memory-io.ts'
import type { ProfileFormat } from '../../profile.ts'
import { RemuxOutput } from '../../remux/remux-output.ts'
import { openSegment } from './segment-input.ts'

/**
 * Puts one file into another container.
 * @throws {Refusal} when it holds no video.
 */
export function remux(
  file: Uint8Array,
  { from, into }: { readonly from: ProfileFormat; readonly into: ProfileFormat },
): Uint8Array {
  using resources = new DisposableStack()
  const writer = writeToMemory()
  resources.defer(() => writer.io.freeContext())
  const output = new RemuxOutput(into, writer.io, resources)
  output.add(openSegment(file, resources, from))
  output.finish()
  return writer.bytes()
}
