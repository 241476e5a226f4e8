import { silentLogger } from '@millrace/common'
import type { Verdict } from '@millrace/verification'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { gatewayConfigSchema } from '../config.ts'
import { OrchestratorBook } from '../discovery/orchestrator-book.ts'
import type { SegmentSession, TakenResult } from '../dispatch/types.ts'
import { CheckMetrics } from './check-metrics.ts'
import { Consequences, type FoundBad } from './consequences.ts'
import { RedundantSampling } from './redundant-sampling.ts'
import type { Excused, Unseen } from './result-look.ts'

const clock = { nowMs: () => 0 }
const ids = ['0x01', '0x02', '0x03'] as const
const reason = { code: 'POOR_QUALITY', severity: 'bad', message: 'It is poor.' } as const
const good: Verdict = {
  ...{ outcome: 'good', reasons: [], scores: undefined, usedReference: false, wasDoubtful: false },
}
const bad: Verdict = { ...good, outcome: 'bad', reasons: [reason] }

function takenFrom(seqNo: number): TakenResult {
  const exchange = { terms: { authToken: { sessionId: 'session' } } }
  return {
    segment: { seqNo, bytes: new Uint8Array() },
    result: { renditions: [{}], exchange },
    ...{ orchestratorId: ids[0], orchestrator: ids[0] },
  } as unknown as TakenResult
}

interface Scene {
  readonly share?: number
  /** What each look sees of the two results, or why it sees nothing. */
  readonly looks?: readonly (readonly [first: Verdict, second: Verdict] | Excused)[]
  readonly whyNot?: Unseen
  /** Off chain every entry is an operator of its own. */
  readonly hosts?: readonly string[]
  readonly answer?: () => Promise<TakenResult['result']>
}

/** Sampling beside one stream, with three orchestrators, of which the first one made what is taken. */
function openSampling({ share = 1, looks = [], whyNot, hosts = ['one', 'two', 'three'], answer }: Scene) {
  const asked: { readonly without: readonly string[]; readonly id: string }[] = []
  const depths: string[] = []
  const found: FoundBad[] = []
  const settings = { ...gatewayConfigSchema.parse({}), maxPrice: undefined }
  const book = new OrchestratorBook(settings, { clock, random: () => 0.5, onChange: () => {} })
  book.setKnown(
    ids.map((id, index) => {
      return {
        id,
        recipient: id,
        serviceUri: `https://${hosts[index]}:${index + 1}`,
        stakeWei: 1n,
        region: '',
      }
    }),
  )
  const metrics = new CheckMetrics(new Registry())
  const consequences = new Consequences(
    { trialChecks: 1, baseRate: 1, thoroughShare: 1, easing: 0.5, doubtFactor: 2 },
    { book, metrics, onBad: (one) => found.push(one), clock },
  )
  const sampling = new RedundantSampling(
    { share, secret: new Uint8Array(32).fill(7), deadlineMs: 60_000 },
    {
      ...{ book, consequences, metrics, log: silentLogger() },
      look: {
        whyNot: () => whyNot,
        look: async (_, { depth }) => {
          const seen = looks[depths.push(depth) - 1]
          return typeof seen === 'object' ? seen.map((verdict) => [verdict]) : seen
        },
      },
    },
  )
  const another = async (tried: ReadonlySet<string>): Promise<SegmentSession | undefined> => {
    const id = ids.find((candidate) => !tried.has(candidate))
    if (!id) return undefined
    asked.push({ without: [...tried], id })
    const transcode = answer ?? (async () => takenFrom(0).result)
    return { orchestratorId: id, address: id, sessionId: 'second', transcode }
  }
  const compare = (seqNo = 0) =>
    sampling.compare(
      takenFrom(seqNo),
      { streamId: 'live', profiles: [{ name: '360p' }] as never },
      { sessions: { another }, signal: new AbortController().signal, onForfeit: () => {} },
    )
  const caught = () => found.map(({ received, wasPublished }) => [received.orchestratorId, wasPublished])
  return { compare, sampling, asked, depths, caught, book }
}

test('as many segments are drawn as the share says, and none by default', async () => {
  const half = openSampling({ share: 0.5, looks: [] })
  for (let seqNo = 0; seqNo < 400; seqNo++) await half.compare(seqNo)
  // Four standard deviations are 40.
  expect(Math.abs(half.asked.length - 200)).toBeLessThan(41)
  const none = openSampling({ share: gatewayConfigSchema.parse({}).redundancyShare })
  for (let seqNo = 0; seqNo < 20; seqNo++) await none.compare(seqNo)
  expect(none.asked).toEqual([])
})

test('whoever is bad at once is caught, be it the first one, the second, or both', async () => {
  const cases = [
    [[bad, good], [['0x01', true]]],
    [[good, bad], [['0x02', false]]],
    [
      [bad, bad],
      [
        ['0x01', true],
        ['0x02', false],
      ],
    ],
  ] as const
  for (const [look, caught] of cases) {
    const { compare, ...scene } = openSampling({ looks: [look] })
    await compare()
    expect(scene.caught()).toEqual(caught)
    expect(scene.depths).toEqual(['quick'])
    expect(scene.sampling.countOf('bad')).toBe(1)
    for (const [id] of caught) expect(scene.book.isShunned(id)).toBe(true)
  }
})

test('where two disagree, a thorough look at both decides; where that finds both good, nothing follows', async () => {
  const decided = openSampling({
    looks: [
      [good, good],
      [bad, good],
    ],
  })
  await decided.compare()
  expect(decided.depths).toEqual(['quick', 'thorough'])
  expect(decided.caught()).toEqual([['0x01', true]])
  const dispelled = openSampling({
    looks: [
      [good, good],
      [good, good],
    ],
  })
  await dispelled.compare()
  expect(dispelled.caught()).toEqual([])
  expect(dispelled.sampling.countOf('dispelled')).toBe(1)
  expect(dispelled.book.get(ids[0])?.checks.checked).toBe(0)
})

test('somebody of another operator is asked, and of the same one only where there is no other', async () => {
  const foreign = openSampling({ hosts: ['one', 'one', 'three'], looks: ['failed'] })
  await foreign.compare()
  expect(foreign.asked).toEqual([{ without: ['0x01', '0x02'], id: '0x03' }])
  const alike = openSampling({ hosts: ['one', 'one', 'one'], looks: ['failed'] })
  await alike.compare()
  expect(alike.asked).toEqual([{ without: ['0x01'], id: '0x02' }])
})

test('what is nobody’s fault has no consequence: no answer, a source or a machine that fails, no room', async () => {
  const scenes: readonly [Scene, string][] = [
    [{ answer: () => Promise.reject(new Error('away')) }, 'unanswered'],
    [{ looks: ['source'] }, 'source'],
    [{ looks: [[good, good], 'failed'] }, 'failed'],
    [{ whyNot: 'busy' }, 'busy'],
  ]
  for (const [scene, outcome] of scenes) {
    const { compare, sampling, caught, asked } = openSampling(scene)
    await compare()
    expect(sampling.countOf(outcome as 'busy')).toBe(1)
    expect(caught()).toEqual([])
    if (scene.whyNot) expect(asked).toEqual([])
  }
})

test('no more than two segments are held for it', async () => {
  const { promise, resolve } = Promise.withResolvers<TakenResult['result']>()
  const { compare, sampling, asked } = openSampling({ answer: () => promise, looks: [] })
  const all = [compare(0), compare(1), compare(2)]
  await all[2]
  expect(sampling.countOf('no-room')).toBe(1)
  resolve(takenFrom(0).result)
  await Promise.all(all)
  expect(asked).toHaveLength(2)
})
