import type { Plane } from '@millrace/media/samples'
import { sameSize } from './plane.ts'

const side = 8
const stride = 4
const c1 = (0.01 * 255) ** 2
const c2 = (0.03 * 255) ** 2

/** Structural similarity of two planes of one size, from −1 to 1: the mean over windows of 8 × 8. */
export function ssim(a: Plane, b: Plane): number {
  const { widthPx, heightPx } = sameSize(a, b)
  let sum = 0
  let windows = 0
  for (let y = 0; y + side <= heightPx; y += stride)
    for (let x = 0; x + side <= widthPx; x += stride) {
      sum += windowSsim(a, b, y * widthPx + x)
      windows++
    }
  return sum / windows
}

function windowSsim(a: Plane, b: Plane, from: number): number {
  let [sumA, sumB, sumAa, sumBb, sumAb] = [0, 0, 0, 0, 0]
  for (let row = 0; row < side; row++) {
    const start = from + row * a.widthPx
    for (let i = start; i < start + side; i++) {
      const [left, right] = [a.samples[i] ?? 0, b.samples[i] ?? 0]
      sumA += left
      sumB += right
      sumAa += left * left
      sumBb += right * right
      sumAb += left * right
    }
  }
  const count = side * side
  const [meanA, meanB] = [sumA / count, sumB / count]
  const varianceA = sumAa / count - meanA * meanA
  const varianceB = sumBb / count - meanB * meanB
  const covariance = sumAb / count - meanA * meanB
  return (
    ((2 * meanA * meanB + c1) * (2 * covariance + c2)) /
    ((meanA * meanA + meanB * meanB + c1) * (varianceA + varianceB + c2))
  )
}
