import type { FundsPoint } from '../../network/ledger.ts'

export interface StepChart {
  /** SVG path of steps in the box, newest at the right; empty with nothing to show. */
  readonly line: string
  /** The same, closed along the bottom. */
  readonly area: string
  readonly firstBlock: number
  readonly highest: bigint
  readonly lowest: bigint
}

interface Box {
  readonly width: number
  readonly height: number
}

/** The deposit as a line of steps up to the newest block; undefined while it has not changed yet. */
export function stepChart(
  points: readonly FundsPoint[],
  head: number,
  { width, height }: Box,
): StepChart | undefined {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length < 2) return undefined
  const sorted = points.map(({ deposit }) => deposit).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const lowest = sorted[0] ?? 0n
  const highest = sorted.at(-1) ?? 0n
  const span = Number(highest - lowest) || 1
  const end = Math.max(head, last.block)
  const x = (block: number) => (((block - first.block) / (end - first.block || 1)) * width).toFixed(1)
  const y = (deposit: bigint) => ((Number(highest - deposit) / span) * height).toFixed(1)
  const steps = points.slice(1).map(({ block, deposit }) => `H${x(block)}V${y(deposit)}`)
  const line = `M0.0 ${y(first.deposit)}${steps.join('')}H${width.toFixed(1)}`
  return { line, area: `${line}V${height}H0Z`, firstBlock: first.block, highest, lowest }
}
