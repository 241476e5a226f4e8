import type { Address } from '@millrace/crypto'
import { expect, test } from 'vitest'
import type { SessionClosed } from '../events.ts'
import { Admission } from './admission.ts'
import { BoundedQueue } from './bounded-queue.ts'
import { Session } from './session.ts'
import { SessionRegistry } from './session-registry.ts'

const gateway: Address = '0x1111111111111111111111111111111111111111'
const other: Address = '0x2222222222222222222222222222222222222222'

function registryOver({ capacity = 100, maxSessions = 10, maxSessionsPerGateway = 10 } = {}) {
  let nowMs = 1_000
  const closed: SessionClosed[] = []
  const admission = new Admission({ capacityPixelsPerSecond: capacity })
  const registry = new SessionRegistry(
    { maxSessions, maxSessionsPerGateway, idleMs: 70_000, parallel: 1, queueLimit: 4 },
    { clock: { nowMs: () => nowMs }, admission, onOpened: () => {}, onClosed: (event) => closed.push(event) },
  )
  return {
    registry,
    admission,
    closed,
    advance: (ms: number) => {
      nowMs += ms
      return nowMs
    },
  }
}

const order = (sessionId: string, pixelsPerSecond = 10, from = gateway) => ({
  sessionId,
  gateway: from,
  manifestId: 'm',
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
