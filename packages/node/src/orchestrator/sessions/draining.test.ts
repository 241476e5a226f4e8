import { silentLogger } from '@millrace/common'
import { expect, test } from 'vitest'
import { Draining } from './draining.ts'
import type { SessionRegistry } from './session-registry.ts'

function setUp({ size = 2 } = {}) {
  let nowMs = 1_000
  const sessions: { size: number; takes: SessionRegistry['takes'] } = { size, takes: 'all' }
  const draining = new Draining({ sessions, clock: { nowMs: () => nowMs }, log: silentLogger() })
  let isStopWanted = false
  draining.stopWanted.then(() => {
    isStopWanted = true
  })
  return {
    draining,
    sessions,
    isStopWanted: async () => {
      await Promise.resolve()
      return isStopWanted
    },
    advance: (ms: number) => {
      nowMs += ms
      draining.look()
    },
  }
}

test('a drain takes no new sessions, says why the node is not ready, and is over with the last session', async () => {
  const { draining, sessions, advance, isStopWanted } = setUp()
  expect(draining.notReady()).toBeUndefined()
  draining.begin({ stops: true })
  expect([sessions.takes, draining.notReady()]).toEqual(['running', 'draining: sessions left 2'])
  advance(3_600_000)
  expect([draining.status.isDone, await isStopWanted()]).toEqual([false, false])
  sessions.size = 0
  advance(1)
  expect(draining.status).toMatchObject({ isDraining: true, isDone: true, beganAtMs: 1_000 })
  expect([draining.notReady(), await isStopWanted()]).toEqual(['drained', true])
})

test('a drain is over when its time is, whatever still runs', () => {
  const { draining, advance } = setUp()
  draining.begin({ timeoutMs: 5_000 })
  advance(4_999)
  expect(draining.status.isDone).toBe(false)
  advance(1)
  expect(draining.status).toMatchObject({ isDone: true, deadlineMs: 6_000 })
})

test('a drain can be taken back, and does not stop the node then', async () => {
  const { draining, sessions, advance, isStopWanted } = setUp()
  draining.begin({ stops: true })
  draining.end()
  sessions.size = 0
  advance(1)
  expect([sessions.takes, draining.notReady(), await isStopWanted()]).toEqual(['all', undefined, false])
  draining.begin()
  expect(draining.status.isDone).toBe(true)
})

test('a drain that is taken back does not open a node that stops', () => {
  const { draining, sessions } = setUp()
  draining.begin()
  sessions.takes = 'none'
  draining.end()
  expect(sessions.takes).toBe('none')
})
