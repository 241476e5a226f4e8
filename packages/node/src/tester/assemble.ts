import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { type Clock, Emitter, type Lifecycle, type Logger } from '@millrace/common'
import { SettingsError } from '@millrace/daemon'
import { HttpServer } from '@millrace/daemon/http'
import { TranscoderPool } from '@millrace/media'
import { OrchestratorClient } from '@millrace/wire'
import { OperatorApi } from '../daemon/operator/operator-api.ts'
import { DailySpending } from '../ordering/daily-spending.ts'
import { openEndpointCheck } from '../ordering/endpoint-check.ts'
import { mustBePublic } from '../ordering/must-be-public.ts'
import { chainOrchestrators, fixedOrchestrators } from '../ordering/orchestrator-source.ts'
import { lockDataDir } from '../state/data-dir-lock.ts'
import { prepareDataDir } from '../state/database.ts'
import { lockIdentity } from '../state/identity-lock.ts'
import { testerApp } from './api/app.ts'
import type { TesterConfig } from './config.ts'
import { RunRefusedError } from './errors.ts'
import { readTestLadders, type TestLadder } from './ladders.ts'
import { testerMetrics } from './metrics.ts'
import { testerRoutes } from './operator/routes.ts'
import type { TesterEvents } from './run/events.ts'
import { Purse } from './run/purse.ts'
import { Schedule } from './run/schedule.ts'
import { SpendingBounds, testsPurpose } from './run/spending-bounds.ts'
import { runTests } from './run/test-run.ts'
import { ScoreBoard } from './score/score-board.ts'
import type { TesterStatus } from './status.ts'
import { openTesterDatabase, type TesterDatabase } from './store/open-tester-database.ts'
import { ResultStore } from './store/result-store.ts'
import { connectTesterChain, type TesterChain } from './tester-chain.ts'

export interface AssemblyContext {
  readonly log: Logger
  readonly clock: Clock
  readonly life: Lifecycle
  /** A chain that is connected already; by default the one that the settings name. */
  readonly chain?: TesterChain | undefined
}

/** What the running role is made of, for those who hold it. */
export interface TesterParts {
  readonly events: Emitter<TesterEvents>
  readonly url: string
  readonly operatorUrl: string
  readonly status: () => TesterStatus
}

/** Opens every part in the order of need; `life` undoes them in reverse. Throws as `Tester.create` says. */
export async function assemble(config: TesterConfig, context: AssemblyContext): Promise<TesterParts> {
  const { log, life, clock } = context
  const ladders = readTestLadders(config)
  const { database, chain } = await openState(config, context)
  const store = new ResultStore(database)
  const spending = await openSpending(store, chain)
  const events = new Emitter<TesterEvents>((err) => log.error({ err }, 'listener failed'))
  const board = new ScoreBoard({ windowMs: config.scoreWindowMs }, { database, nowMs: () => clock.nowMs() })
  events.on('test', () => board.refresh())
  const purse = chain && life.use('purse', await Purse.create(config, { chain, store, spending, log }))
  const tests = { ...context, ladders, store, spending, events, chain, purse }
  const openSchedule = await prepareSchedule(config, tests)
  let schedule: Schedule | undefined
  const problem = () => purse?.problem ?? schedule?.problem
  const lastRun = () => schedule?.lastRun
  const url = await serve(config, {
    ...{ board, database, problem, log, life },
    lastRunAtMs: () => lastRun()?.endedAtMs,
  })
  const startedAtMs = clock.nowMs()
  const status = (): TesterStatus => ({
    ...{ region: config.region, url, startedAtMs },
    ...(chain && { chainId: chain.chainId, address: chain.signer.address, ...purse?.funds }),
    spentTodayWei: spending.spentWei(testsPurpose, clock.nowMs()),
    ...optional('problem', problem()),
    ...optional('lastRun', lastRun()),
  })
  const operator = await openOperator(config, { ...context, chain, events, problem, status })
  schedule = life.use('tests', openSchedule())
  return { events, url, operatorUrl: operator.url, status }
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): { [K in Key]?: Value } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: Value })
}

async function openState(config: TesterConfig, context: AssemblyContext) {
  const { dataDir, keystoreFile, databaseUrl, orchestrators, rpcUrls } = config
  const { life, log } = context
  if (rpcUrls.length === 0 && !context.chain && orchestrators.length === 0)
    throw new SettingsError({
      setting: 'orchestrators',
      problem: 'without a chain (rpcUrls) the service URIs to test must be listed',
    })
  prepareDataDir(dataDir)
  life.use('data folder lock', lockDataDir(dataDir))
  if (keystoreFile !== undefined) {
    const identity = lockIdentity({ keystoreFile, role: 'tester' }, log)
    life.add('identity lock', () => identity?.close())
  }
  const place = databaseUrl ? { url: databaseUrl } : { folder: join(dataDir, 'database') }
  const database: TesterDatabase = life.use('database', await openTesterDatabase(place, { log }))
  const chain = context.chain ?? (await connectTesterChain(config, { log }))
  return { database, chain }
}

/** What was spent today before this process was started counts. */
async function openSpending(store: ResultStore, chain: TesterChain | undefined): Promise<DailySpending> {
  const spending = new DailySpending()
  if (chain) spending.restore(await store.spentBy(chain.signer.address.toLowerCase(), testsPurpose))
  return spending
}

interface TestParts extends AssemblyContext {
  readonly ladders: readonly TestLadder[]
  readonly store: ResultStore
  readonly spending: DailySpending
  readonly events: Emitter<TesterEvents>
  readonly purse: Purse | undefined
}

async function prepareSchedule(config: TesterConfig, parts: TestParts): Promise<() => Schedule> {
  const { ladders, store, spending, events, chain, purse, life, clock, log: parent } = parts
  const { region, intervalMs, retentionMs, runSpendCapWei: runWei, dailySpendCapWei: dayWei } = config
  const log = parent.child({ module: 'tester/tests', region })
  const worker = life.use('transcoder', await TranscoderPool.create({ workers: 1, threads: 1 }, { log }))
  const client = new OrchestratorClient(
    { onlyPublic: mustBePublic(config, chain) },
    { acceptPeer: (peer) => endpoints?.accept(peer) ?? true },
  )
  const endpoints = chain && openEndpointCheck(config, { client, chain, clock, log })
  life.add('connections to orchestrators', () => client.close())
  const { orchestrators: only } = config
  const source = chain ? chainOrchestrators(chain.staking, { only }) : fixedOrchestrators(only)
  const lastRunAtMs = await store.lastTestAtMs(region)
  const run = async (index: number, signal: AbortSignal) => {
    const ladder = ladders[index % ladders.length]
    if (!ladder) throw new Error('There is no ladder.')
    const problem = purse?.problem
    if (problem !== undefined) throw new RunRefusedError({ problem })
    await store.forgetBefore(region, clock.nowMs() - retentionMs)
    spending.expire(clock.nowMs())
    const budget = new SpendingBounds({ runWei, dayWei }, { spending, nowMs: () => clock.nowMs() })
    const payer = purse?.openPayer()
    const summary = await runTests(config, ladder, {
      ...{ source, client, endpoints, chain, payer, budget, worker, store, random, clock, log, signal },
      onTest: (test) => events.emit('test', test),
    })
    return { ...summary, spentWei: budget.spentWei }
  }
  return () => Schedule.start({ intervalMs, lastRunAtMs }, { run, events, random, clock, log })
}

/** Orchestrators must not be able to tell what comes. */
function random(): number {
  return randomInt(2 ** 32) / 2 ** 32
}

async function serve(
  { host, port, region, scoreWindowMs: windowMs }: TesterConfig,
  { life, ...deps }: Parameters<typeof testerApp>[1] & { readonly life: Lifecycle },
): Promise<string> {
  const app = testerApp({ region, windowMs }, deps)
  const server = life.use('server', await HttpServer.listen({ host, port, setting: 'port' }, { app }))
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${server.port}`
}

interface OperatorParts extends AssemblyContext {
  readonly events: Emitter<TesterEvents>
  readonly problem: () => string | undefined
  readonly status: () => TesterStatus
}

async function openOperator(
  config: TesterConfig,
  { chain, events, problem, status, life, clock, log }: OperatorParts,
): Promise<OperatorApi> {
  const operations = chain?.openOperations?.(config, { life, clock, log })
  return life.use(
    'operator API',
    await OperatorApi.create(
      { role: 'tester', settings: config },
      {
        ...{ metrics: testerMetrics(events), notReady: problem, clock, log },
        register: (app) => testerRoutes.register(app, { status, operations }),
      },
    ),
  )
}
