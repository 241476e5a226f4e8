import { delay, silentLogger } from '@millrace/common'
import type { Verdict } from '@millrace/verification'
import type { SegmentToVerify } from '@millrace/verification/looking'
import { defaultPolicy } from '@millrace/verification/policy'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { gatewayConfigSchema } from '../config.ts'
import { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type { ReceivedResult } from '../dispatch/types.ts'
import { CheckMetrics } from './check-metrics.ts'
import { Consequences } from './consequences.ts'
import { ResultChecks } from './result-checks.ts'
import { ResultLook } from './result-look.ts'

const id = '0x01'
const clock = { nowMs: () => 0 }
const policy = { ...defaultPolicy, trialChecks: 2, baseRate: 0.5, thoroughShare: 0.5 }
const good: Verdict = {
  ...{ outcome: 'good', reasons: [], scores: undefined, usedReference: true, wasDoubtful: false },
}

function resultOf(seqNo: number): ReceivedResult {
  const exchange = { terms: { authToken: { sessionId: 'session' } } }
  return {
    segment: { seqNo, bytes: new Uint8Array(), video: { widthPx: 640, heightPx: 360 } },
    result: { renditions: [{}], exchange },
    ...{ orchestratorId: id, orchestrator: id, waitMs: 60_000 },
  } as unknown as ReceivedResult
}

/** Checks of the results of one orchestrator, each of which is given the same verdict. */
function openChecks(by: 'facts' | 'content', verdict = good) {
  const asked: SegmentToVerify[] = []
  const settings = { ...gatewayConfigSchema.parse({}), maxPrice: undefined }
  const book = new OrchestratorBook(settings, { clock, random: () => 0.5, onChange: () => {} })
  book.setKnown([{ id, recipient: undefined, serviceUri: 'https://one', stakeWei: 1n, region: '' }])
  const examine = async (segment: SegmentToVerify) => {
    asked.push(segment)
    return [verdict]
  }
  const metrics = new CheckMetrics(new Registry())
  const look = new ResultLook({
    examiner: { hasRoom: true, isClosed: false, examine },
    machine: { isSaturated: false },
    ...{ metrics, clock, log: silentLogger() },
  })
  const consequences = new Consequences(policy, { book, metrics, onBad: () => {}, clock })
  const checks = new ResultChecks(
    { by, policy, secret: new Uint8Array(32).fill(7) },
    { book, look, consequences, metrics, clock, delay },
  )
  const check = checks.forStream({ streamId: 'live', profiles: [] })
  const checkMany = async (count: number) => {
    for (let seqNo = 0; seqNo < count; seqNo++) await check(resultOf(seqNo))
    return asked.map(({ depth }) => depth)
  }
  return { checkMany, checks, standing: () => book.get(id)?.checks.standing }
}

test('a new orchestrator is looked at thoroughly, one that is known quickly but for a part of the looks', async () => {
  const { checkMany, checks } = openChecks('content')
  const depths = await checkMany(200)
  expect(depths.slice(0, 2)).toEqual(['thorough', 'thorough'])
  expect(new Set(depths.slice(2))).toEqual(new Set(['quick', 'thorough']))
  // Half of them are drawn, and half of these thoroughly: four standard deviations are 28.
  expect(Math.abs(depths.length - 100)).toBeLessThan(29)
  expect(Math.abs(depths.filter((depth) => depth === 'thorough').length - 50)).toBeLessThan(29)
  expect(checks.counts).toMatchObject({ good: depths.length, dispelled: 0 })
})

test('a doubt that a thorough look dispelled is none; one of a quick look raises the share', async () => {
  const { checkMany, checks, standing } = openChecks('content', { ...good, wasDoubtful: true })
  expect(await checkMany(2)).toEqual(['thorough', 'thorough'])
  expect(standing()).toEqual({ trialLeft: 0, rate: 1 })
  expect(checks.counts).toMatchObject({ good: 2, dispelled: 0 })
  const depths = await checkMany(100)
  const { good: found, dispelled } = checks.counts
  expect([found, dispelled]).toEqual([
    depths.filter((depth) => depth === 'thorough').length,
    depths.filter((depth) => depth === 'quick').length,
  ])
})

test('by facts no picture is looked at, whatever is due', async () => {
  const { checkMany } = openChecks('facts')
  expect(new Set(await checkMany(20))).toEqual(new Set(['facts']))
})
