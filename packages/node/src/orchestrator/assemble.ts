import { randomBytes } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { type Clock, Emitter, type Lifecycle, type Logger } from '@millrace/common'
import { type Address, zeroAddress } from '@millrace/crypto'
import { SettingsError } from '@millrace/daemon'
import { AuthTokens, ResultUploader } from '@millrace/wire'
import { OperatorApi } from '../daemon/operator/operator-api.ts'
import type { RedemptionSources } from '../redemption/metrics.ts'
import { RedemptionStore } from '../redemption/redemption-store.ts'
import type { WinnerStore } from '../redemption/winner-store.ts'
import { type OnChain, openChain } from './chain/on-chain.ts'
import { checkSelf } from './check/self-check.ts'
import type { OrchestratorConfig } from './config.ts'
import type { OrchestratorEvents } from './events.ts'
import { finishWork } from './finish-work.ts'
import { createHandlers } from './handlers/handlers.ts'
import type { SegmentTranscoder } from './handlers/segment-work.ts'
import { createMetrics } from './operator/metrics.ts'
import { type OrchestratorRouteDependencies, orchestratorRoutes } from './operator/routes.ts'
import type { OrchestratorStatus } from './operator/status.ts'
import { StatusBook } from './operator/status-book.ts'
import { FreeWork } from './payments/free-work.ts'
import { PriceList } from './payments/price-list.ts'
import { ServiceAddress } from './service-address.ts'
import { Admission } from './sessions/admission.ts'
import type { Draining } from './sessions/draining.ts'
import { HandedResults } from './sessions/handed-results.ts'
import { openSessions } from './sessions/open-sessions.ts'
import type { OverloadGuard } from './sessions/overload-guard.ts'
import { ResultStore } from './sessions/result-store.ts'
import type { SessionRegistry } from './sessions/session-registry.ts'
import { WorkLimits } from './sessions/work-limits.ts'
import { openState } from './store/open-state.ts'
import { openTranscoders, type Transcoders } from './transcoders/open-transcoders.ts'

export interface AssemblyContext {
  readonly log: Logger
  readonly clock: Clock
  readonly life: Lifecycle
  /** A service socket that listens already, which the process after this one will have too. */
  readonly serviceSocketFd: number | undefined
  readonly wrapTranscoder: (own: SegmentTranscoder) => SegmentTranscoder
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
  readonly draining: Draining
}

/** Opens every part in the order of need; `life` undoes them in reverse. Throws as `Orchestrator.create` says. */
export async function assemble(
  config: OrchestratorConfig,
  context: AssemblyContext,
): Promise<OrchestratorParts> {
  const { log } = context
  const events = new Emitter<OrchestratorEvents>((err) => log.error({ err }, 'listener failed'))
  const service = new ServiceAddress(config)
  const state = await openState(config, {
    ...context,
    hasPredecessor: context.serviceSocketFd !== undefined,
  })
  const prices = new PriceList(config, state.settings)
  if (prices.needsRate && config.rpcUrls.length === 0) {
    throw new SettingsError({ setting: 'rpcUrls', problem: 'they must be set for prices in dollars' })
  }
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
  const { sessions, draining, guard } = openSessions(config, {
    ...context,
    admission,
    results,
    events,
    fleet,
  })
  const handed = new HandedResults(config, results)
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
      transcoder: context.wrapTranscoder(fleet),
      tokens,
      sessions,
      guard,
      results,
      uploader: openUploader(config, context.life),
      events,
    },
  )
  handed.take(context.clock.nowMs())
  const socketFd = context.serviceSocketFd
  await service.listen(handlers, { ...context, ...state, socketFd, transcoders: transcoders.handlers })
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
    draining,
    guard,
    sessions,
    admission,
    results,
    ...state,
    transcoders,
    chain,
  })
  if (config.selfCheck !== 'off') {
    const address = chain?.signer.address ?? zeroAddress
    const { uri: serviceUri, fingerprint } = service
    const [rpcUrl] = config.rpcUrls
    await checkSelf({ mode: config.selfCheck, serviceUri, address, fingerprint, rpcUrl }, context)
  }
  const finishing = { graceMs: config.stopGraceMs, hasSuccessor: socketFd !== undefined }
  context.life.add('work in hand', () =>
    finishWork(finishing, { ...context, service, sessions, results, handed }),
  )
  return {
    events,
    draining,
    serviceUri: service.uri,
    operatorUrl: operator.url,
    certificateFingerprint: service.fingerprint,
    address: chain?.signer.address ?? zeroAddress,
    status: () => book.status(),
    transcoderPids: () => transcoders.pools.flatMap(({ workerPids }) => workerPids),
  }
}

function openUploader(config: OrchestratorConfig, life: Lifecycle): ResultUploader {
  const uploader = new ResultUploader({ allowsPrivate: config.allowPrivateSourceUris })
  life.add('uploads', () => uploader.close())
  return uploader
}

interface OperatorParts extends AssemblyContext {
  readonly events: Emitter<OrchestratorEvents>
  readonly book: StatusBook
  readonly prices: PriceList
  readonly limits: WorkLimits
  readonly draining: Draining
  readonly guard: OverloadGuard
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
    endpoints: () => chain?.endpoints().length ?? 0,
  }
}

async function openOperator(config: OrchestratorConfig, parts: OperatorParts): Promise<OperatorApi> {
  const { life, clock, log, events, sessions, admission, results, chain, draining, prices, guard } = parts
  const { fleet, pools } = parts.transcoders
  const metrics = createMetrics(events, {
    sessions: () => sessions.size,
    capacityPixelsPerSecond: () => admission.capacityPixelsPerSecond,
    usedPixelsPerSecond: () => admission.usedPixelsPerSecond,
    resultStoreBytes: () => results.bytes,
    redemption: redemptionSources(parts),
    ...fleetFigures(fleet),
    deviceSegments: () => sum(pools, ({ stats }) => stats.deviceSegments),
    deviceFailures: () => sum(pools, ({ stats }) => stats.deviceFailures),
    devicesOut: () => sum(pools, ({ stats }) => Number(stats.isDeviceOut)),
    pools: () => pools,
    segmentTimeRatio: () => guard.ratio,
    capacityFactor: () => guard.factor,
    shedSessions: () => guard.shedSessions,
    draining: () => Number(draining.isDraining),
    priceWeiPerPixel: () => Number(prices.base.weiPerUnit) / Number(prices.base.pixelsPerUnit),
    chainSilentSeconds: () => (chain?.silentMs() ?? Number.NaN) / 1_000,
    rewardDue: () => (['due', 'notCaller', 'failing'].includes(chain?.rewardState() ?? '') ? 1 : 0),
    usdPerEther: () => prices.rate?.rate?.usdPerEther.toNumber() ?? Number.NaN,
    usdRateAgeSeconds: () => (clock.nowMs() - (prices.rate?.rate?.updatedAtMs ?? Number.NaN)) / 1_000,
    transcoderWorkers: () => sum(pools, ({ stats }) => stats.workers),
    transcoderWorkersLost: () => sum(pools, ({ stats }) => stats.workersLost),
    transcoderCpuSeconds: () => sum(pools, ({ stats }) => stats.cpuSeconds),
  })
  const operator = await OperatorApi.create(
    { role: 'orchestrator', settings: config },
    {
      metrics,
      notReady: () => draining.notReady() ?? chain?.notReady() ?? fleet.notReady(),
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
