import type { Address } from '@millrace/crypto'
import { expect, test } from 'vitest'
import type { SessionClosed } from '../events.ts'
import { Admission } from './admission.ts'
import { BoundedQueue } from './bounded-queue.ts'
import { MediaPace } from './media-pace.ts'
import { Session } from './session.ts'
import { SessionRegistry } from './session-registry.ts'

const gateway: Address = '0x1111111111111111111111111111111111111111'
const other: Address = '0x2222222222222222222222222222222222222222'

function registryOver({ capacity = 100, maxSessions = 10, maxSessionsPerGateway = 10 } = {}) {
  let nowMs = 1_000
  const closed: SessionClosed[] = []
  const openedIds: string[] = []
  const admission = new Admission({ capacityPixelsPerSecond: capacity })
  const registry = new SessionRegistry(
    { maxSessions, maxSessionsPerGateway, idleMs: 70_000, parallel: 1, queueLimit: 4 },
    {
      clock: { nowMs: () => nowMs },
      admission,
      onOpened: ({ sessionId }) => openedIds.push(sessionId),
      onClosed: (event) => closed.push(event),
    },
  )
  return {
    registry,
    admission,
    closed,
    openedIds,
    advance: (ms: number) => {
      nowMs += ms
      return nowMs
    },
  }
}

const order = (sessionId: string, pixelsPerSecond = 10, from = gateway) => ({
  sessionId,
  gateway: from,
  manifestId: sessionId,
  tokenExpiresAtMs: 1_801_000,
  pixelsPerSecond,
})

function opened(result: ReturnType<SessionRegistry['admit']>): Session {
  if (result instanceof Session) return result
  throw new Error(`refused: ${result}`)
}

test('a new session that does not fit is capped while the running one keeps being admitted', () => {
  const { registry } = registryOver({ capacity: 100 })
  const running = opened(registry.admit(order('a', 80)))
  expect(registry.admit(order('b', 30))).toBe('capped')
  expect(registry.admit(order('a', 80))).toBe(running)
  expect(registry.size).toBe(1)
})

test('error: a session id is of no use to another gateway', () => {
  const { registry } = registryOver()
  registry.admit(order('a'))
  expect(registry.admit(order('a', 10, other))).toBe('foreign')
})

test('error: one gateway cannot take more sessions than its share', () => {
  const { registry } = registryOver({ maxSessionsPerGateway: 2 })
  registry.admit(order('a'))
  registry.admit(order('b'))
  expect(registry.admit(order('c'))).toBe('capped')
  expect(registry.hasRoomFor(gateway)).toBe(false)
  expect(registry.hasRoomFor(other)).toBe(true)
  registry.close('a', 'ended')
  expect(registry.admit(order('c'))).toBeInstanceOf(Session)
})

test('a session is closed after 70 s without a segment, but not while one is in work', () => {
  const { registry, closed, advance, admission } = registryOver()
  const session = opened(registry.admit(order('a')))
  registry.confirm(session)
  session.begin()
  advance(80_000)
  registry.sweep()
  expect(registry.size).toBe(1)
  session.end(advance(0))
  advance(69_999)
  registry.sweep()
  expect(registry.size).toBe(1)
  advance(1)
  registry.sweep()
  expect(closed).toEqual([{ sessionId: 'a', gateway, reason: 'idle', segments: 0 }])
  expect(admission.usedPixelsPerSecond).toBe(0)
})

test('a session whose first segment is refused leaves no trace', () => {
  const { registry, closed, openedIds, admission } = registryOver()
  const session = opened(registry.admit(order('a')))
  session.begin()
  registry.forgetUnconfirmed(session)
  expect(registry.size).toBe(1)
  session.end(1_000)
  registry.forgetUnconfirmed(session)
  expect([registry.size, admission.usedPixelsPerSecond, closed, openedIds]).toEqual([0, 0, [], []])
})

test('a refused later segment does not end a session that was paid for', () => {
  const { registry, openedIds } = registryOver()
  const session = opened(registry.admit(order('a')))
  registry.confirm(session)
  registry.confirm(session)
  registry.forgetUnconfirmed(session)
  expect(registry.size).toBe(1)
  expect(openedIds).toEqual(['a'])
})

test('a stream whose token is renewed takes the room of its old session on a full node', () => {
  const { registry, advance } = registryOver({ capacity: 100 })
  registry.confirm(opened(registry.admit(order('a', 100))))
  expect(registry.hasRoomFor(gateway)).toBe(false)
  advance(1_600_000)
  expect(registry.hasRoomFor(gateway)).toBe(true)
  expect(registry.hasRoomFor(other)).toBe(false)
  expect(registry.admit({ ...order('b', 100), manifestId: 'a' })).toBeInstanceOf(Session)
  expect(registry.admit({ ...order('c', 100, other), manifestId: 'a' })).toBe('capped')
  expect(registry.admit(order('a', 100))).toBe('capped')
})

test('a session that makes far more pixels than it ordered is told apart', () => {
  const { registry, admission } = registryOver({ capacity: 100 })
  const session = opened(registry.admit(order('a', 20)))
  registry.measure(session, 40)
  expect([session.isBeyondOrder, admission.usedPixelsPerSecond]).toEqual([false, 40])
  registry.admit(order('a', 20))
  expect(admission.usedPixelsPerSecond).toBe(40)
  registry.measure(session, 81)
  expect(session.isBeyondOrder).toBe(true)
})

test('media may come ahead of the clock by a burst and no more', () => {
  const pace = new MediaPace({ burstMs: 10_000, nowMs: 0 })
  expect([1, 2, 3, 4, 5].map(() => pace.take(2_000, 0))).toEqual([true, true, true, true, true])
  expect(pace.take(2_000, 1_999)).toBe(false)
  expect(pace.take(2_000, 2_000)).toBe(true)
  expect(pace.take(300_000, 1_000_000)).toBe(true)
  expect(pace.take(1, 1_000_001)).toBe(false)
})

test('a queue runs in order, so much at once, and refuses what is too much', async () => {
  const queue = new BoundedQueue({ parallel: 2, limit: 3 })
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>())
  const started: number[] = []
  const runs = gates.map((gate, index) =>
    queue.run(async () => {
      started.push(index)
      await gate.promise
    }),
  )
  expect(queue.run(async () => {})).toBeUndefined()
  expect(started).toEqual([0, 1])
  gates[1]?.resolve()
  await runs[1]
  expect(started).toEqual([0, 1, 2])
  gates[0]?.resolve()
  gates[2]?.resolve()
  await Promise.all(runs)
  expect(queue.size).toBe(0)
})

test('error: work that fails frees its place in the queue', async () => {
  const queue = new BoundedQueue({ parallel: 1, limit: 1 })
  await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await queue.run(async () => 7)).toBe(7)
})
