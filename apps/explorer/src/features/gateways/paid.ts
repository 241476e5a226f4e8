import type { RowOf } from '../../api/indexer.ts'

type Payment = RowOf<'/v1/payments'>

/** What a gateway paid one orchestrator. */
export interface Paid {
  readonly orchestrator: string
  readonly feesWei: bigint
  readonly fees90DaysWei: bigint
  readonly winningTickets: number
  readonly lastRound: number
}

const recentMs = 90 * 86_400_000

/** Payments by orchestrator, those that got most first. */
export function paidByOrchestrator(payments: readonly Payment[], nowMs: number): readonly Paid[] {
  return [...Map.groupBy(payments, ({ orchestrator }) => orchestrator)]
    .map(([orchestrator, own]) => ({
      orchestrator,
      feesWei: sumOf(own),
      fees90DaysWei: sumOf(own.filter(({ time }) => time > nowMs - recentMs)),
      winningTickets: own.reduce((sum, { winningTickets }) => sum + winningTickets, 0),
      lastRound: own.reduce((last, { round }) => Math.max(last, round), 0),
    }))
    .toSorted((a, b) =>
      a.feesWei === b.feesWei ? (a.orchestrator < b.orchestrator ? -1 : 1) : a.feesWei > b.feesWei ? -1 : 1,
    )
}

function sumOf(payments: readonly Payment[]): bigint {
  return payments.reduce((sum, { feesWei }) => sum + feesWei, 0n)
}
