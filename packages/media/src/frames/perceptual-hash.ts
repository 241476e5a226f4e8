import type { Picture } from './pictures.ts'

/** Side of the grey picture that is hashed; give `size: hashedSize` to {@link decodePictures}. */
export const hashedSize = { widthPx: 32, heightPx: 32 } as const

const side = 32
const kept = 8
/** cosines[k][x] of the discrete cosine transform. */
const cosines = Array.from({ length: kept }, (_, k) =>
  Array.from({ length: side }, (_, x) => Math.cos(((2 * x + 1) * k * Math.PI) / (2 * side))),
)

/**
 * The 64-bit perceptual hash of a picture: one bit for each of the 8 × 8 lowest frequencies, set where it is above
 * the median. Honest transcodes differ from their source in a few bits (0 to 3 in the mean), other pictures in about 32.
 * @throws {RangeError} when it is not a grey picture of 32 × 32.
 */
export function perceptualHash({ format, widthPx, heightPx, samples }: Picture): bigint {
  if (format !== 'grey' || widthPx !== side || heightPx !== side)
    throw new RangeError(
      `A grey picture of ${side} × ${side} is hashed, not ${format} ${widthPx} × ${heightPx}.`,
    )
  const rows = Array.from({ length: side }, (_, y) =>
    cosines.map((wave) => wave.reduce((sum, factor, x) => sum + factor * (samples[y * side + x] ?? 0), 0)),
  )
  const frequencies = cosines.flatMap((wave) =>
    Array.from({ length: kept }, (_, u) =>
      wave.reduce((sum, factor, y) => sum + factor * (rows[y]?.[u] ?? 0), 0),
    ),
  )
  // The first one is the mean brightness and would drown the others.
  const sorted = frequencies.slice(1).sort((a, b) => a - b)
  const median = sorted[sorted.length >> 1] ?? 0
  return frequencies.reduce((bits, value) => (bits << 1n) | (value > median ? 1n : 0n), 0n)
}

/** Number of bits that differ. */
export function hammingDistance(a: bigint, b: bigint): number {
  let distance = 0
  for (let bits = a ^ b; bits > 0n; bits &= bits - 1n) distance += 1
  return distance
}
