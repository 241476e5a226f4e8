import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { newEntry } from '../discovery/orchestrator-entry.ts'
import { afterFailed, afterGood, unknownQuality } from '../selection/quality.ts'
import { afterFailure, noSuspension } from '../selection/suspension.ts'
import { Reputations } from './reputations.ts'
import { openGatewayDatabase } from './schema.ts'

const limits = { suspensionBaseMs: 5_000, suspensionMaxMs: 300_000, banBaseMs: 300_000, banMaxMs: 86_400_000 }

test('how good an orchestrator was, and that it was caught, is known after a restart', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'reputations-'))
  try {
    const time = { totalMs: 3_000, durationMs: 2_000, nowMs: 5 }
    const quality = afterFailed(afterGood(unknownQuality, time), time)
    const known = { id: 'o', recipient: undefined, serviceUri: 'https://o', stakeWei: 1n, region: '' }
    const first = openGatewayDatabase(dataDir)
    const before = new Reputations(first)
    const suspension = afterFailure(noSuspension, 'lie', 5, limits)
    before.note({ ...newEntry(known), quality, suspension })
    before.note(newEntry({ ...known, id: 'unknown' }))
    before.save(10)
    first.close()
    const second = openGatewayDatabase(dataDir)
    const after = new Reputations(second)
    expect(after.recall('o')?.quality).toEqual(quality)
    const nowMs = suspension.untilMs
    const again = afterFailure(after.recall('o')?.suspension ?? noSuspension, 'lie', nowMs, limits)
    expect(again.untilMs - nowMs).toBeGreaterThan(1.9 * limits.banBaseMs)
    expect(after.recall('unknown')?.quality).toEqual({})
    second.close()
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
