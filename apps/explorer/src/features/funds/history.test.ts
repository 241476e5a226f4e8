import { expect, test } from 'vitest'
import type { BrokerEvent } from '../../network/broker-events.ts'
import { fundsHistory, stepPath } from './history.ts'

const gateway = '0x00000000000000000000000000000000000000Aa'
const event = (block: bigint, depositChange: bigint, change: Partial<BrokerEvent> = {}): BrokerEvent => ({
  id: `${block}`,
  block,
  kind: 'paid',
  gateway,
  orchestrator: undefined,
  depositChange,
  reserveChange: 0n,
  amount: 0n,
  ...change,
})

test('the history ends at what is left, one point a block', () => {
  const events = [
    event(1n, 100n),
    event(1n, 0n, { reserveChange: 50n }),
    event(4n, -30n),
    event(4n, -10n),
    event(9n, -1n),
  ]
  expect(fundsHistory(events, gateway.toLowerCase())).toEqual([
    { block: 1, deposit: 100n, reserve: 50n },
    { block: 4, deposit: 60n, reserve: 50n },
    { block: 9, deposit: 59n, reserve: 50n },
  ])
})

test('other gateways do not count', () => {
  expect(
    fundsHistory([event(1n, 5n, { gateway: '0x00000000000000000000000000000000000000bb' })], gateway),
  ).toEqual([])
})

test('the path steps down inside its box', () => {
  const points = fundsHistory([event(0n, 100n), event(10n, -100n)], gateway)
  expect(stepPath(points, { width: 200, height: 40 })).toBe('M0.0 0.0H200.0V40.0')
  expect(stepPath(points.slice(0, 1), { width: 200, height: 40 })).toBe('')
})
