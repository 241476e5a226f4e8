import { AV_FRAME_DATA_DISPLAYMATRIX } from 'node-av/constants'
import type { Frame } from 'node-av/lib'
import type { FrameRate } from './frame-rate.ts'
import type { SourcePicture } from './picture-graph.ts'

/** Pixels may be declared up to this much wider than high, or the reverse; more is taken for damage. */
const maxPixelAspect = 8

/** How a decoded frame is meant to be seen: its pixel aspect and its turn applied. */
export function sourcePicture(frame: Frame, timeBase: FrameRate): SourcePicture {
  const turnDegrees = turnOf(frame.getSideData(AV_FRAME_DATA_DISPLAYMATRIX))
  const { num, den } = frame.sampleAspectRatio
  const declared = num > 0 && den > 0 ? num / den : 1
  const aspect = declared > maxPixelAspect || declared < 1 / maxPixelAspect ? 1 : declared
  const wide = Math.max(1, Math.round(frame.width * aspect))
  const size =
    turnDegrees % 180 === 0
      ? { widthPx: wide, heightPx: frame.height }
      : { widthPx: frame.height, heightPx: wide }
  return { frame, timeBase, turnDegrees, size }
}

/** The display matrix holds nine 32-bit numbers, the first two of 16.16 fixed point are cosine and sine. */
function turnOf(matrix: Buffer | null): number {
  if (!matrix || matrix.length < 36) return 0
  const degrees = (Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0)) * 180) / Math.PI
  return (((Math.round(degrees / 90) * 90) % 360) + 360) % 360
}
