import type { BrokerEvent } from '../../network/broker-events.ts'

export interface FundsPoint {
  readonly block: number
  /** Deposit and reserve after the block, in wei. */
  readonly deposit: bigint
  readonly reserve: bigint
}

/** A gateway's deposit and reserve after each block in which they changed, from events alone. */
export function fundsHistory(events: readonly BrokerEvent[], gateway: string): FundsPoint[] {
  const points: FundsPoint[] = []
  let deposit = 0n
  let reserve = 0n
  for (const event of events) {
    if (event.gateway.toLowerCase() !== gateway.toLowerCase()) continue
    deposit += event.depositChange
    reserve += event.reserveChange
    const point = { block: Number(event.block), deposit, reserve }
    if (points.at(-1)?.block === point.block) points.pop()
    points.push(point)
  }
  return points
}

/** The points as an SVG path of steps in a box, newest at the right; empty with fewer than two points. */
export function stepPath(
  points: readonly FundsPoint[],
  { width, height }: { width: number; height: number },
): string {
  const first = points[0]
  const last = points.at(-1)
  if (!first || !last || points.length < 2) return ''
  const values = points.map(({ deposit }) => Number(deposit))
  const low = Math.min(...values)
  const span = Math.max(...values) - low || 1
  const x = (block: number) => ((block - first.block) / (last.block - first.block || 1)) * width
  const y = (value: number) => height - ((value - low) / span) * height
  const round = (value: number) => value.toFixed(1)
  return points
    .map(({ block, deposit }, index) =>
      index === 0
        ? `M${round(x(block))} ${round(y(Number(deposit)))}`
        : `H${round(x(block))}V${round(y(Number(deposit)))}`,
    )
    .join('')
}
