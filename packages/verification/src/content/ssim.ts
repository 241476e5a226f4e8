import type { Plane } from '@millrace/media/samples'
import { sameSize } from './plane.ts'

/** Windows of 8 × 8, four samples apart: each is made of four blocks, and each block is summed once. */
const block = 4
const count = 4 * block * block
const c1 = (0.01 * 255) ** 2
const c2 = (0.03 * 255) ** 2

/** Structural similarity of two planes of one size, from −1 to 1: the mean over windows of 8 × 8. */
export function ssim(a: Plane, b: Plane): number {
  const { widthPx, heightPx } = sameSize(a, b)
  const columns = Math.floor(widthPx / block)
  const rows = Math.floor(heightPx / block)
  let above = new Float64Array(columns * sums)
  let below = new Float64Array(columns * sums)
  let total = 0
  for (let row = 0; row < rows; row++) {
    ;[above, below] = [below, above]
    sumBlocks(a, b, { row, into: below })
    if (row > 0) total += similarityOf(above, below)
  }
  return total / ((columns - 1) * (rows - 1))
}

/** Of a block: of a, of b, of their squares together, and of their products. */
const sums = 4

function sumBlocks(a: Plane, b: Plane, { row, into }: { row: number; into: Float64Array }): void {
  const { widthPx } = a
  const [left, right] = [a.samples, b.samples]
  for (let at = 0; at < into.length; at += sums) {
    let sumA = 0
    let sumB = 0
    let squares = 0
    let products = 0
    const from = row * block * widthPx + (at / sums) * block
    for (let start = from; start < from + block * widthPx; start += widthPx)
      for (let i = start; i < start + block; i++) {
        const x = left[i] ?? 0
        const y = right[i] ?? 0
        sumA += x
        sumB += y
        squares += x * x + y * y
        products += x * y
      }
    into[at] = sumA
    into[at + 1] = sumB
    into[at + 2] = squares
    into[at + 3] = products
  }
}

/** Sum over the windows of two rows of blocks. */
function similarityOf(above: Float64Array, below: Float64Array): number {
  let total = 0
  for (let at = 0; at + sums < above.length; at += sums) {
    const meanA = windowSum(above, below, at) / count
    const meanB = windowSum(above, below, at + 1) / count
    const variances = windowSum(above, below, at + 2) / count - meanA * meanA - meanB * meanB
    const covariance = windowSum(above, below, at + 3) / count - meanA * meanB
    total +=
      ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
      ((meanA * meanA + meanB * meanB + c1) * (variances + c2))
  }
  return total
}

function windowSum(above: Float64Array, below: Float64Array, at: number): number {
  return (above[at] ?? 0) + (above[at + sums] ?? 0) + (below[at] ?? 0) + (below[at + sums] ?? 0)
}
