import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { type Clock, Emitter, type Lifecycle, type Logger } from '@millrace/common'
import { type Address, zeroAddress } from '@millrace/crypto'
import { AuthTokens, ResultUploader } from '@millrace/wire'
import { OperatorApi } from '../daemon/operator/operator-api.ts'
import type { RedemptionSources } from '../redemption/metrics.ts'
import { RedemptionStore } from '../redemption/redemption-store.ts'
import { WinnerStore } from '../redemption/winner-store.ts'
import { lockDataDir } from '../state/data-dir-lock.ts'
import { prepareDataDir } from '../state/database.ts'
import { lockIdentity } from '../state/identity-lock.ts'
import { SettingsStore } from '../state/settings-store.ts'
import { type OnChain, openChain } from './chain/on-chain.ts'
import type { OrchestratorConfig } from './config.ts'
import type { OrchestratorEvents } from './events.ts'
import { createHandlers } from './handlers/handlers.ts'
import { createMetrics } from './operator/metrics.ts'
import { type OrchestratorRouteDependencies, orchestratorRoutes } from './operator/routes.ts'
import type { OrchestratorStatus } from './operator/status.ts'
import { StatusBook } from './operator/status-book.ts'
import { FreeWork } from './payments/free-work.ts'
import { PriceList } from './payments/price-list.ts'
import { ServiceAddress } from './service-address.ts'
import { Admission } from './sessions/admission.ts'
import { ResultStore } from './sessions/result-store.ts'
import { SessionRegistry } from './sessions/session-registry.ts'
import { WorkLimits } from './sessions/work-limits.ts'
import { openOrchestratorDatabase } from './store/schema.ts'
import { openTranscoders, type Transcoders } from './transcoders/open-transcoders.ts'

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
  readonly certificateFingerprint: string | undefined
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

const sweepIntervalMs = 1_000

/** Opens every part in the order of need; `life` undoes them in reverse. Throws as `Orchestrator.create` says. */
export async function assemble(
  config: OrchestratorConfig,
  context: AssemblyContext,
): Promise<OrchestratorParts> {
  const { log } = context
  const events = new Emitter<OrchestratorEvents>((err) => log.error({ err }, 'listener failed'))
  const service = new ServiceAddress(config)
  const state = openState(config, context)
  const prices = new PriceList(config, state.settings)
  const admission = new Admission({ capacityPixelsPerSecond: 0 })
  const owner = { id: 'offchain' }
  const [chain, transcoders] = await allOrFirstError([
    config.rpcUrls.length > 0 ? openChain(config, { ...context, ...state, events, prices }) : undefined,
    openTranscoders(config, {
      ...context,
      ...state,
      events,
      serviceUri: () => service.uri,
      orchestratorId: () => owner.id,
      onCapacity: (pixelsPerSecond) => {
        admission.offeredPixelsPerSecond = pixelsPerSecond
      },
    }),
  ])
  const { fleet } = transcoders
  if (chain) owner.id = chain.recipient
  const results = new ResultStore({ maxBytes: config.resultStoreBytes })
  const sessions = openSessions(config, { ...context, admission, results, events, fleet })
  const limits = new WorkLimits(config, { store: state.settings, admission, sessions })
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
      transcoder: fleet,
      tokens,
      sessions,
      results,
      uploader: openUploader(config, context.life),
      events,
    },
  )
  await service.listen(handlers, { ...context, ...state, transcoders: transcoders.handlers })
  await chain?.start({ serviceUri: service.uri })
  const { winners } = state
  const book = new StatusBook({
    config,
    chain,
    prices,
    admission,
    sessions,
    fleet,
    winners,
    events,
    service,
    ...context,
  })
  const operator = await openOperator(config, {
    ...context,
    events,
    book,
    prices,
    limits,
    sessions,
    admission,
    results,
    ...state,
    transcoders,
    chain,
  })
  return {
    events,
    serviceUri: service.uri,
    operatorUrl: operator.url,
    certificateFingerprint: service.fingerprint,
    address: chain?.signer.address ?? zeroAddress,
    status: () => book.status(),
    transcoderPids: () => transcoders.pools.flatMap(({ workerPids }) => workerPids),
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

function openUploader(config: OrchestratorConfig, life: Lifecycle): ResultUploader {
  const uploader = new ResultUploader({ allowsPrivate: config.allowPrivateSourceUris })
  life.add('uploads', () => uploader.close())
  return uploader
}

function openSessions(
  config: OrchestratorConfig,
  {
    clock,
    life,
    admission,
    results,
    events,
    fleet,
  }: AssemblyContext & {
    admission: Admission
    results: ResultStore
    events: Emitter<OrchestratorEvents>
    fleet: Transcoders['fleet']
  },
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
        fleet.endSession(event.sessionId)
        events.emit('sessionClosed', event)
      },
    },
  )
  const timer = setInterval(() => {
    sessions.sweep()
    fleet.recount()
  }, sweepIntervalMs)
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
  readonly prices: PriceList
  readonly limits: WorkLimits
  readonly sessions: SessionRegistry
  readonly admission: Admission
  readonly results: ResultStore
  readonly winners: WinnerStore
  readonly database: DatabaseSync
  readonly transcoders: Transcoders
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
  const { life, clock, log, events, sessions, admission, results, chain } = parts
  const { fleet, pools } = parts.transcoders
  const metrics = createMetrics(events, {
    sessions: () => sessions.size,
    capacityPixelsPerSecond: () => admission.capacityPixelsPerSecond,
    usedPixelsPerSecond: () => admission.usedPixelsPerSecond,
    resultStoreBytes: () => results.bytes,
    redemption: redemptionSources(parts),
    ...fleetFigures(fleet),
    transcoderWorkers: () => sum(pools, ({ stats }) => stats.workers),
    transcoderWorkersLost: () => sum(pools, ({ stats }) => stats.workersLost),
    transcoderCpuSeconds: () => sum(pools, ({ stats }) => stats.cpuSeconds),
  })
  const operator = await OperatorApi.create(
    { role: 'orchestrator', settings: config },
    {
      metrics,
      notReady: () => chain?.notReady() ?? (fleet.isEmpty ? 'no transcoder is connected' : undefined),
      register: (app) => orchestratorRoutes.register(app, routeSources(parts)),
      clock,
      log,
    },
  )
  return life.use('operator API', operator)
}

function routeSources({ book, winners, chain, ...parts }: OperatorParts): OrchestratorRouteDependencies {
  return {
    ...parts,
    status: () => book.status(),
    listSessions: () => book.status().sessions,
    listTranscoders: () => parts.transcoders.fleet.status(),
    totals: () => winners.totals(),
    endpoints: () => chain?.endpoints() ?? [],
    operations: chain?.operations,
    draining: undefined,
  }
}

function fleetFigures(fleet: Transcoders['fleet']) {
  const remote = () => fleet.status().filter(({ kind }) => kind === 'remote')
  return {
    transcoders: () => remote().length,
    transcodersReady: () => remote().filter(({ state }) => state === 'ready').length,
    transcoderCapacityPixelsPerSecond: () =>
      sum(remote(), ({ capacityPixelsPerSecond }) => capacityPixelsPerSecond),
    transcoderSegmentsInFlight: () => sum(fleet.status(), ({ inFlight }) => inFlight),
  }
}

function sum<T>(items: readonly T[], figure: (item: T) => number): number {
  return items.reduce((total, item) => total + figure(item), 0)
}

/** Waits for all, so that nothing opens after a failure was told; then throws the first failure. */
async function allOrFirstError<A, B>(work: readonly [A | Promise<A>, B | Promise<B>]): Promise<[A, B]> {
  await Promise.allSettled(work)
  return Promise.all(work) as Promise<[A, B]>
}
