import { DatabaseSync } from 'node:sqlite'
import { silentLogger } from '@millrace/common'
import { expect, test } from 'vitest'
import { SettingsStore } from '../../state/settings-store.ts'
import { machineCapacity } from './measured-capacity.ts'

function settingsInMemory(): SettingsStore {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE settings (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT')
  return new SettingsStore(database)
}

/** A pool that answers at once with a hundred pixels a job. */
function stubPool() {
  let jobs = 0
  const profile = { name: 'p' }
  return {
    jobs: () => jobs,
    stats: { workers: 1, cpuSeconds: 0 },
    makeSample: async () => new Uint8Array(1),
    transcode: async () => {
      jobs++
      return {
        renditions: [{ profile, bytes: new Uint8Array(1), pixels: 100n, widthPx: 1, heightPx: 1 }],
        decodedPixels: 1n,
      }
    },
  }
}

test('the capacity is measured once, and again after a week or on another machine', async () => {
  const settings = settingsInMemory()
  let nowMs = 0
  const pool = stubPool()
  const measure = () =>
    machineCapacity({ pool: pool as never, settings, nowMs: () => nowMs, log: silentLogger() })
  const first = await measure()
  expect(first).toBeGreaterThan(0)
  const { jobs } = pool
  const after = jobs()
  expect(await measure()).toBe(first)
  expect(jobs()).toBe(after)
  nowMs = 8 * 24 * 3_600_000
  await measure()
  expect(jobs()).toBeGreaterThan(after)
  settings.set('capacity', new TextEncoder().encode('{"pixelsPerSecond":-1}'))
  expect(await measure()).toBeGreaterThan(0)
})
