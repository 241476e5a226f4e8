import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DailySpending } from '../../ordering/daily-spending.ts'
import { SpendCapError } from '../errors.ts'
import { StreamBudget } from './stream-budget.ts'

const dayMs = 86_400_000

function budgets({ streamCapWei, gatewayCapWei }: { streamCapWei?: bigint; gatewayCapWei?: bigint }) {
  const state = { nowMs: 0, spending: new DailySpending(), reached: [] as string[] }
  const of = (streamId: string) =>
    new StreamBudget(
      { streamId, streamCapWei, gatewayCapWei },
      {
        spending: state.spending,
        nowMs: () => state.nowMs,
        onReached: (detail) => state.reached.push(detail),
      },
    )
  return { state, of }
}

test('a cap is told once, holds until the day is over, and each stream has its own', () => {
  const { state, of } = budgets({ streamCapWei: 100n })
  const [one, other] = [of('one'), of('other')]
  one.reserve(90n)
  expect(() => one.reserve(20n)).toThrow(SpendCapError)
  expect(() => one.reserve(20n)).toThrow('The stream has spent')
  expect(one.exhausted).toMatch(/may spend today/)
  expect(other.exhausted).toBeUndefined()
  other.reserve(100n)
  expect(state.reached).toHaveLength(1)
  state.nowMs = dayMs
  expect(one.exhausted).toBeUndefined()
  one.reserve(100n)
})

test('what was not paid after all may be spent again', () => {
  const { of } = budgets({ streamCapWei: 100n })
  const budget = of('one')
  budget.reserve(100n)
  budget.release(60n)
  budget.reserve(60n)
  expect(() => budget.reserve(1n)).toThrow(SpendCapError)
})

test('neither cap is ever exceeded, whatever is paid when, and through restarts', () => {
  const step = fc.record({
    stream: fc.constantFrom('a', 'b', 'c'),
    wei: fc.bigInt({ min: 0n, max: 60n }),
    passMs: fc.constantFrom(0, 1, dayMs / 3),
    restart: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const caps = { streamCapWei: 100n, gatewayCapWei: 150n }
      const { state, of } = budgets(caps)
      let all = new Map(['a', 'b', 'c'].map((id) => [id, of(id)]))
      const disk = new Map<string, ReturnType<DailySpending['takeChanges']>[number]>()
      const paid = new Map<string, bigint>()
      for (const { stream, wei, passMs, restart } of steps) {
        state.nowMs += passMs
        for (const change of state.spending.takeChanges()) disk.set(change.purpose, change)
        if (restart) {
          state.spending = new DailySpending()
          state.spending.restore(disk.values())
          all = new Map(['a', 'b', 'c'].map((id) => [id, of(id)]))
        }
        try {
          all.get(stream)?.reserve(wei)
        } catch {
          continue
        }
        const day = Math.floor(state.nowMs / dayMs)
        for (const [key, cap] of [
          [`${day}/${stream}`, caps.streamCapWei],
          [`${day}/all`, caps.gatewayCapWei],
        ] as const) {
          paid.set(key, (paid.get(key) ?? 0n) + wei)
          expect(paid.get(key)).toBeLessThanOrEqual(cap)
        }
      }
    }),
  )
})
