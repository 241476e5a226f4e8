import { expect, test } from 'vitest'
import { paidByOrchestrator } from './paid.ts'

const day = 86_400_000
const payment = (orchestrator: string, round: number, feesWei: bigint, time: number) => ({
  ...{ gateway: '0x1', orchestrator, round, feesWei, time, winningTickets: 2 },
})

test('payments are summed by orchestrator, those of ninety days besides', () => {
  const payments = [
    payment('0xa', 1, 5n, 0),
    payment('0xb', 90, 7n, 95 * day),
    payment('0xa', 99, 10n, 99 * day),
  ]
  expect(paidByOrchestrator(payments, 100 * day)).toEqual([
    { orchestrator: '0xa', feesWei: 15n, fees90DaysWei: 10n, winningTickets: 4, lastRound: 99 },
    { orchestrator: '0xb', feesWei: 7n, fees90DaysWei: 7n, winningTickets: 2, lastRound: 90 },
  ])
  expect(paidByOrchestrator([], 0)).toEqual([])
})
