import fc from 'fast-check'
import { expect, test } from 'vitest'
import { depositHistory, type FundsEvent } from './deposit-history.ts'

const event = (blockNumber: number, name: string, args: Record<string, string>): FundsEvent => ({
  blockNumber,
  name,
  args,
})

test('a deposit is followed back from what it is now', () => {
  const newestFirst = [
    event(9, 'Withdrawal', { deposit: '4', reserve: '2' }),
    event(7, 'WinningTicketTransfer', { amount: '5' }),
    event(7, 'ReserveClaimed', { amount: '2' }),
    event(5, 'WinningTicketTransfer', { amount: '3' }),
    event(4, 'ReserveFunded', { amount: '2' }),
    event(3, 'DepositFunded', { amount: '10' }),
  ]
  expect(depositHistory(0n, newestFirst)).toEqual([
    { block: 3, depositWei: 10n },
    { block: 5, depositWei: 7n },
    { block: 7, depositWei: 4n },
    { block: 9, depositWei: 0n },
  ])
  expect(depositHistory(7n, [])).toEqual([])
})

test('whatever was put in and paid out, the points are what a walk forwards finds', () => {
  const move = fc.record({
    gap: fc.integer({ min: 0, max: 3 }),
    isIn: fc.boolean(),
    amount: fc.bigInt({ min: 1n, max: 10n ** 24n }),
  })
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      let [block, deposit] = [1, 0n]
      const after = new Map<number, bigint>()
      const events = moves.map(({ gap, isIn, amount }) => {
        block += gap
        deposit += isIn ? amount : -amount
        after.set(block, deposit)
        return event(block, isIn ? 'DepositFunded' : 'WinningTicketTransfer', { amount: String(amount) })
      })
      const points = depositHistory(deposit, events.toReversed())
      expect(points.map((point) => [point.block, point.depositWei])).toEqual([...after])
    }),
  )
})
