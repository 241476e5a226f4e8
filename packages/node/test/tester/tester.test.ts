import { zeroAddress } from '@millrace/crypto'
import { afterEach, expect, test } from 'vitest'
import { z } from 'zod'
import { TestChain } from '../gateway/test-chain.ts'
import { askOperator } from '../operator.ts'
import { flipped, getJson, runOf, TesterHarness } from './tester-harness.ts'

let harness = new TesterHarness()
afterEach(async () => {
  await harness.close()
  harness = new TesterHarness()
})

interface Standing {
  readonly orchestrator: string
  readonly region: string
  readonly score: number
  readonly successRate: number
  readonly latencyScore: number
  readonly quality: number | null
  readonly honesty: number | null
  readonly roundTripMs: number | null
  readonly lastFailure: { readonly code: string } | null
}
interface Board {
  readonly items: readonly Standing[]
  readonly profiles: readonly string[]
  readonly regions: readonly string[]
}
interface Results {
  readonly items: readonly {
    readonly test: string
    readonly orchestrator: string
    readonly paidWei: string
  }[]
  readonly next?: string
}

/** What a gateway of this network makes of performance scores: account → region → score. */
const gatewayReads = z.record(
  z.string().regex(/^0x[0-9a-f]{40}$/),
  z.record(z.string(), z.object({ score: z.number().min(0).max(1) })),
)

test('honest, slow, failing, overcharging, price-raising, cheating, posing and dead orchestrators get what they deserve, within bounds, over a restart', async () => {
  const chain = new TestChain()
  const slowMs = 3_000
  const honest = await harness.orchestrator({ chain })
  const slow = await harness.orchestrator({ chain, script: { delayMs: slowMs } })
  const failing = await harness.orchestrator({ chain, script: { mood: 'fail' } })
  const overcharging = await harness.orchestrator({ chain, script: { pixelFactor: 2n } })
  const raising = await harness.orchestrator({ chain, script: { laterPriceWei: 4n } })
  const cheating = await harness.orchestrator({ chain, make: async (source) => [await flipped(source)] })
  const forging = await harness.orchestrator({ chain, script: { mood: 'sign-badly' } })
  const posing = await harness.orchestrator({ chain, script: { mood: 'prove-another-key' } })
  const dead = await harness.orchestrator({ chain })
  const all = [honest, slow, failing, overcharging, raising, cheating, forging, posing, dead]
  chain.orchestrators = all.map((orchestrator) => ({ orchestrator, stakeWei: 1n }))
  await dead.close()
  const dataDir = await harness.folder()
  const tester = await harness.tester({ dataDir }, chain)
  const run = await runOf(tester)
  expect(run).toMatchObject({ orchestrators: all.length, tested: all.length, notMeasured: {} })
  expect(run.spentWei).toBeGreaterThan(0n)

  const board = await getJson<Board>(tester, '/v1/leaderboard')
  const of = ({ address }: { address: string }) => {
    const found = board.items.find(({ orchestrator }) => orchestrator === address.toLowerCase())
    if (!found) throw new Error(`${address} is not on the board.`)
    return found
  }
  const fine = { successRate: 1, quality: 1, honesty: 1, lastFailure: null }
  expect(of(honest)).toMatchObject(fine)
  expect(of(honest).score).toBeCloseTo(-Math.expm1(-2_000 / (of(honest).roundTripMs ?? 0)), 6)
  expect(of(slow)).toMatchObject(fine)
  expect(of(slow).roundTripMs).toBeGreaterThanOrEqual(slowMs)
  expect(of(slow).score).toBeLessThanOrEqual(-Math.expm1(-2_000 / slowMs))
  expect(of(failing)).toMatchObject({ successRate: 0, score: 0, lastFailure: { code: 'REMOTE_TRANSCODE' } })
  expect(of(overcharging)).toMatchObject({ successRate: 1, honesty: 0.5 })
  expect(of(overcharging).score).toBeLessThanOrEqual(0.5)
  expect(of(raising)).toMatchObject({ ...fine, honesty: 0.25 })
  expect(of(cheating)).toMatchObject({ successRate: 1, honesty: 1, quality: 0, score: 0 })
  expect(of(forging)).toMatchObject({ successRate: 0, score: 0, lastFailure: { code: 'NOT_SIGNED' } })
  expect(of(posing)).toMatchObject({ successRate: 0, score: 0, lastFailure: { code: 'ENDPOINT' } })
  expect(posing.served).toEqual([])
  expect(of(dead)).toMatchObject({ successRate: 0, score: 0, lastFailure: { code: 'CONNECT_FAILED' } })

  const scores = gatewayReads.parse(await getJson(tester, '/v1/scores'))
  expect(Object.keys(scores).sort()).toEqual(all.map(({ address }) => address.toLowerCase()).sort())
  expect(scores[honest.address.toLowerCase()]?.['FRA']?.score).toBeCloseTo(of(honest).score, 5)

  await tester.close()
  const again = await harness.tester({ dataDir }, chain)
  expect((await getJson<Board>(again, '/v1/leaderboard')).items).toEqual(board.items)
  expect(again.status.spentTodayWei).toBe(run.spentWei)
  await again.close()

  // The day's bound holds over the restart, and nobody is blamed for it; two are not even asked for work.
  const served = honest.served.length
  const dailySpendCapWei = String(run.spentWei)
  const bound = await harness.tester({ dataDir, dailySpendCapWei, intervalMs: 1_000 }, chain)
  const { notMeasured, spentWei } = await runOf(bound)
  expect([notMeasured['SPEND_BOUND'], spentWei, honest.served.length]).toEqual([all.length - 2, 0n, served])
  const { regions, profiles } = board
  expect({ regions, profiles }).toEqual({ regions: ['FRA'], profiles: ['180p'] })
})

test('results come by pages and filters, and what does not fit is refused', async () => {
  const [one, two] = [await harness.orchestrator(), await harness.orchestrator({ script: { mood: 'busy' } })]
  const orchestrators = [one.serviceUri, two.serviceUri]
  const tester = await harness.tester({ dataDir: await harness.folder(), orchestrators, verification: 'off' })
  await runOf(tester)
  expect(one.address).toBe(zeroAddress)
  const first = await getJson<Results>(tester, '/v1/results?limit=1')
  expect(first.items).toHaveLength(1)
  const second = await getJson<Results>(tester, `/v1/results?limit=1&cursor=${first.next}`)
  expect(second.next).toBeUndefined()
  const seen = [...first.items, ...second.items].map(({ orchestrator }) => orchestrator)
  expect(seen.sort()).toEqual([...orchestrators].sort())
  const failed = await getJson<Results>(tester, '/v1/results?failed=true')
  expect(failed.items).toMatchObject([{ orchestrator: two.serviceUri, failure: 'BUSY', paidWei: '0' }])
  const of = `/v1/results?orchestrator=${encodeURIComponent(one.serviceUri)}&region=FRA&profile=180p`
  expect((await getJson<Results>(tester, of)).items).toMatchObject([
    {
      orchestrator: one.serviceUri,
      failure: null,
      renditions: [{ profile: '180p', verdict: null, reasons: [] }],
    },
  ])
  expect((await getJson<Board>(tester, '/v1/leaderboard?profile=other')).items).toEqual([])
  expect((await getJson<Board>(tester, '/v1/leaderboard?profile=180p')).items).toHaveLength(2)
  expect((await getJson<Board>(tester, '/v1/leaderboard?region=LON')).items).toEqual([])
  const refused = [
    '/v1/results?cursor=x',
    '/v1/results?limit=0',
    '/v1/results?orchestrator=me',
    '/v1/scores?x=1',
  ]
  for (const path of refused)
    expect([path, (await fetch(new URL(path, tester.url))).status]).toEqual([path, 400])
  expect((await fetch(new URL('/v1/nothing', tester.url))).status).toBe(404)
  expect(await getJson(tester, '/v1/health')).toMatchObject({ status: 'ok' })
  expect(Object.keys((await getJson<{ paths: object }>(tester, '/openapi.json')).paths).sort()).toEqual([
    '/v1/health',
    '/v1/leaderboard',
    '/v1/results',
    '/v1/scores',
  ])
})

test('error: without a deposit nobody is tested, and it says so', async () => {
  const chain = new TestChain()
  chain.depositWei = 0n
  const orchestrator = await harness.orchestrator({ chain })
  chain.orchestrators = [{ orchestrator, stakeWei: 1n }]
  const dataDir = await harness.folder()
  const tester = await harness.tester({ dataDir }, chain)
  await expect(runOf(tester)).rejects.toThrow('No test is made: the deposit is empty.')
  expect((await fetch(new URL('/v1/health', tester.url))).status).toBe(503)
  expect(await (await fetch(new URL('/readyz', tester.operatorUrl))).text()).toMatch(/the deposit is empty/)
  const { operatorUrl } = tester
  const status = await (await askOperator({ operatorUrl, dataDir }, '/api/v1/status')).json()
  expect(status).toMatchObject({ region: 'FRA', depositWei: '0', problem: 'the deposit is empty' })
  const metrics = await (await askOperator({ operatorUrl, dataDir }, '/metrics')).text()
  expect(metrics).toMatch(/^millrace_tester_runs_total\{.*result="failed".*\} 1$/m)
  expect((await getJson<Results>(tester, '/v1/results')).items).toEqual([])
})

test('error: settings that cannot be are refused by name', async () => {
  const dataDir = await harness.folder()
  const orchestrators = ['https://127.0.0.1:1']
  const refusal = (config: object) =>
    harness.tester({ dataDir, orchestrators, ...config }).then(
      () => 'taken',
      (error: Error) => error.message,
    )
  expect(await refusal({ region: 'FRA/LON' })).toMatch(/region.*must be a name/)
  expect(await refusal({ orchestrators: [] })).toMatch(/orchestrators.*must be listed/)
  expect(await refusal({ ladders: [['P4320p']] })).toMatch(/ladders.*no preset "P4320p"/)
  expect(await refusal({ databaseUrl: 'mysql://x' })).toMatch(/databaseUrl.*postgresql URL/)
  const gone = await refusal({ databaseUrl: 'postgresql://u:secret@127.0.0.1:1/db' })
  expect(gone).toMatch(/database at 127\.0\.0\.1:1.* cannot be reached/)
  expect(gone).not.toMatch(/secret/)
})
