import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { type Clock, Emitter, type Lifecycle, type Logger } from '@millrace/common'
import { type Address, zeroAddress } from '@millrace/crypto'
import { TranscoderPool } from '@millrace/media'
import { AuthTokens } from '@millrace/wire'
import { OperatorApi } from '../daemon/operator-api.ts'
import type { RedemptionSources } from '../redemption/metrics.ts'
import { RedemptionStore } from '../redemption/redemption-store.ts'
import { WinnerStore } from '../redemption/winner-store.ts'
import { lockDataDir } from '../state/data-dir-lock.ts'
import { prepareDataDir } from '../state/database.ts'
import { lockIdentity } from '../state/identity-lock.ts'
import { SettingsStore } from '../state/settings-store.ts'
import { machineCapacity } from './capacity/measured-capacity.ts'
import { type OnChain, openChain } from './chain/on-chain.ts'
import type { OrchestratorConfig } from './config.ts'
import type { OrchestratorEvents } from './events.ts'
import { createHandlers } from './handlers/handlers.ts'
import { createMetrics } from './operator/metrics.ts'
import type { OrchestratorStatus } from './operator/status.ts'
import { StatusBook } from './operator/status-book.ts'
import { FreeWork } from './payments/free-work.ts'
import { PriceList } from './payments/price-list.ts'
import { ServiceAddress } from './service-address.ts'
import { Admission } from './sessions/admission.ts'
import { ResultStore } from './sessions/result-store.ts'
import { SessionRegistry } from './sessions/session-registry.ts'
import { openOrchestratorDatabase } from './store/schema.ts'

export interface AssemblyContext {
  readonly log: Logger
  readonly clock: Clock
  readonly life: Lifecycle
}

/** What the running role is made of, for those who hold it. */
export interface OrchestratorParts {
  readonly events: Emitter<OrchestratorEvents>
  readonly serviceUri: string
  readonly operatorUrl: string
  readonly address: Address
  readonly status: () => OrchestratorStatus
  readonly transcoderPids: () => readonly number[]
}

/** What is open in the data folder. */
interface NodeState {
  readonly settings: SettingsStore
  readonly winners: WinnerStore
  readonly database: DatabaseSync
}

/** More segments than this never wait for a transcoder; what sessions and uploads may hold bounds them before. */
const maxWaitingSegments = 1_000
const sweepIntervalMs = 1_000

/** Opens every part in the order of need; `life` undoes them in reverse. Throws as `Orchestrator.create` says. */
export async function assemble(
  config: OrchestratorConfig,
  context: AssemblyContext,
): Promise<OrchestratorParts> {
  const { log } = context
  const events = new Emitter<OrchestratorEvents>((err) => log.error({ err }, 'listener failed'))
  const prices = new PriceList(config)
  const service = new ServiceAddress(config)
  const state = openState(config, context)
  const [chain, pool] = await allOrFirstError([
    config.rpcUrls.length > 0 ? openChain(config, { ...context, ...state, events, prices }) : undefined,
    openPool(config, context),
  ])
  const capacityPixelsPerSecond = await findCapacity(config, { pool, ...state, ...context })
  const admission = new Admission({ capacityPixelsPerSecond })
  const results = new ResultStore({ maxBytes: config.resultStoreBytes })
  const sessions = openSessions(config, { ...context, admission, results, events })
  const tokens = new AuthTokens(
    { secret: state.settings.secret('auth-token') },
    { randomBytes: (length) => new Uint8Array(randomBytes(length)) },
  )
  const handlers = createHandlers(
    { ...config, nodeAuthorization: chain?.nodeAuthorization },
    {
      ...context,
      service,
      signer: chain?.signer,
      payments: chain?.payments ?? new FreeWork(),
      transcoder: pool,
      tokens,
      sessions,
      results,
      events,
    },
  )
  await service.listen(handlers, context)
  await chain?.start({ serviceUri: service.uri })
  const { winners } = state
  const book = new StatusBook({
    config,
    chain,
    prices,
    admission,
    sessions,
    winners,
    events,
    service,
    ...context,
  })
  const operator = await openOperator(config, {
    ...context,
    events,
    book,
    sessions,
    admission,
    results,
    ...state,
    pool,
    chain,
  })
  return {
    events,
    serviceUri: service.uri,
    operatorUrl: operator.url,
    address: chain?.signer.address ?? zeroAddress,
    status: () => book.status(),
    transcoderPids: () => pool.workerPids,
  }
}

function openState(
  { dataDir, keystoreFile, rpcUrls }: OrchestratorConfig,
  { life, log }: AssemblyContext,
): NodeState {
  prepareDataDir(dataDir)
  life.use('data folder lock', lockDataDir(dataDir))
  const isOnChain = rpcUrls.length > 0 && keystoreFile !== undefined
  const identity = isOnChain ? lockIdentity({ keystoreFile, role: 'orchestrator' }, log) : undefined
  life.add('identity lock', () => identity?.close())
  const database = life.use('database', openOrchestratorDatabase(dataDir))
  return { settings: new SettingsStore(database), winners: new WinnerStore(database), database }
}

async function openPool(config: OrchestratorConfig, { log, life }: AssemblyContext): Promise<TranscoderPool> {
  const pool = await TranscoderPool.create(
    {
      maxWaiting: maxWaitingSegments,
      maxSourceBytes: config.maxSegmentBytes,
      ...(config.transcodeWorkers === undefined ? {} : { workers: config.transcodeWorkers }),
    },
    { log: log.child({ module: 'orchestrator/transcoders' }) },
  )
  return life.use('transcoders', pool)
}

async function findCapacity(
  { capacityPixelsPerSecond, capacityShare }: OrchestratorConfig,
  { pool, settings, clock, log }: { pool: TranscoderPool; settings: SettingsStore } & AssemblyContext,
): Promise<number> {
  if (capacityPixelsPerSecond !== 'auto') return capacityPixelsPerSecond
  return capacityShare * (await machineCapacity({ pool, settings, nowMs: () => clock.nowMs(), log }))
}

function openSessions(
  config: OrchestratorConfig,
  {
    clock,
    life,
    admission,
    results,
    events,
  }: AssemblyContext & { admission: Admission; results: ResultStore; events: Emitter<OrchestratorEvents> },
): SessionRegistry {
  const sessions = new SessionRegistry(
    {
      maxSessions: config.maxSessions,
      maxSessionsPerGateway: config.maxSessionsPerGateway,
      idleMs: config.sessionIdleMs,
      parallel: config.sessionParallel,
      queueLimit: config.sessionQueue,
    },
    {
      clock,
      admission,
      onOpened: (event) => events.emit('sessionOpened', event),
      onClosed: (event) => {
        results.drop(event.sessionId)
        events.emit('sessionClosed', event)
      },
    },
  )
  const timer = setInterval(() => sessions.sweep(), sweepIntervalMs)
  life.add('sessions', () => {
    clearInterval(timer)
    sessions.closeAll()
    results.clear()
  })
  return sessions
}

interface OperatorParts extends AssemblyContext {
  readonly events: Emitter<OrchestratorEvents>
  readonly book: StatusBook
  readonly sessions: SessionRegistry
  readonly admission: Admission
  readonly results: ResultStore
  readonly winners: WinnerStore
  readonly database: DatabaseSync
  readonly pool: TranscoderPool
  readonly chain: OnChain | undefined
}

function redemptionSources({ winners, database, chain }: OperatorParts): RedemptionSources {
  const redemptions = new RedemptionStore(database, winners)
  return {
    totals: () => winners.totals(),
    averageGasPriceWei: () => chain?.view.gasPriceWei,
    latestGasPriceWei: () => chain?.view.latestGasPriceWei,
    openRedemptions: () => redemptions.countOpen(),
    endpointsUp: () => chain?.endpoints().filter(({ isUp }) => isUp).length ?? 0,
  }
}

async function openOperator(config: OrchestratorConfig, parts: OperatorParts): Promise<OperatorApi> {
  const { life, events, book, sessions, admission, results, pool, chain } = parts
  const metrics = createMetrics(events, {
    sessions: () => sessions.size,
    capacityPixelsPerSecond: () => admission.capacityPixelsPerSecond,
    usedPixelsPerSecond: () => admission.usedPixelsPerSecond,
    resultStoreBytes: () => results.bytes,
    redemption: redemptionSources(parts),
    transcoderWorkers: () => pool.stats.workers,
    transcoderWorkersLost: () => pool.stats.workersLost,
    transcoderCpuSeconds: () => pool.stats.cpuSeconds,
  })
  const operator = await OperatorApi.create(
    { host: config.operatorHost, port: config.operatorPort },
    { metrics, notReady: () => chain?.notReady(), status: () => book.status() },
  )
  return life.use('operator API', operator)
}

/** Waits for all, so that nothing opens after a failure was told; then throws the first failure. */
async function allOrFirstError<A, B>(work: readonly [A | Promise<A>, B | Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(work)
  return Promise.all(work) as Promise<[A, B]>
}
