import type { Clock, Emitter, Lifecycle, Logger } from '@millrace/common'
import { zeroAddress } from '@millrace/crypto'
import { isUnlocking } from '@millrace/payments'
import type { GatewayChain } from './chain-connection.ts'
import { type OpenChecks, openChecks } from './checking/open-checks.ts'
import type { GatewayConfig } from './config.ts'
import { Bottleneck } from './dispatch/bottleneck.ts'
import { MachineLoad } from './dispatch/machine-load.ts'
import { EventLog } from './events/event-log.ts'
import { EventObserver } from './events/event-observer.ts'
import type { GatewayEventData, Tell } from './events/gateway-events.ts'
import { readLadder } from './ladder.ts'
import { type GatewayGauges, GatewayMetrics } from './metrics.ts'
import { OrchestratorAccess } from './orchestrator-access.ts'
import { openDepositKeeper } from './payments/open-deposit-keeper.ts'
import { allStreams } from './payments/stream-budget.ts'
import { type OpenRecordings, openRecordings, type RecordingParts } from './recording/open-recordings.ts'
import { GatewayObserver } from './status/gateway-observer.ts'
import type { StatusBoard } from './status/status-board.ts'
import { observers } from './status/stream-observer.ts'
import { StoreShelf } from './storage/store-shelf.ts'
import type { GatewayState } from './store/gateway-state.ts'
import { StreamFactory } from './streams/stream-factory.ts'
import { StreamRegistry } from './streams/stream-registry.ts'

export interface WorkDependencies {
  /** Undefined off chain. */
  readonly chain: GatewayChain | undefined
  readonly state: GatewayState
  readonly board: StatusBoard
  /** Undefined: this process looks at itself. */
  readonly machine: { readonly isSaturated: boolean } | undefined
  /** Who listens to the gateway's events in this process. */
  readonly listeners: Emitter<GatewayEventData>
  /** What is opened is closed by it. */
  readonly life: Lifecycle
  readonly clock: Clock
  readonly log: Logger
}

/** What does a gateway's work, whichever way streams come in. */
export interface GatewayWork extends OpenRecordings {
  readonly access: OrchestratorAccess
  readonly registry: StreamRegistry
  readonly recording: RecordingParts
  /** Undefined: no result is checked. */
  readonly checking: OpenChecks | undefined
}

/** Opens everything between the streams that come in and the orchestrators that work. */
export async function openWork(config: GatewayConfig, deps: WorkDependencies): Promise<GatewayWork> {
  const { chain, state, life, clock, log } = deps
  const ladder = readLadder(config)
  const metrics = new GatewayMetrics(gaugesOf(config, deps, () => ({ access, registry, ...kept })))
  const { tell, observer, eventObserver } = openObservers(config, deps, { metrics, access: () => access })
  const access: OrchestratorAccess = life.use(
    'orchestrators',
    await OrchestratorAccess.create(config, { chain, ladder, state, observer, clock, log }),
  )
  const stores = life.use('object stores', new StoreShelf(config, { log }))
  const recording: RecordingParts = { stores, metrics, tell, clock, log, life }
  const kept = openRecordings(config, recording)
  const machine = deps.machine ?? life.use('machine load', new MachineLoad())
  const bottleneck = new Bottleneck({ clock, machine })
  const streamObserver = observers([
    observer,
    eventObserver,
    kept.recordings,
    // Renditions need memory too.
    { onSegment: () => registry.shrinkPlayback(), onStream: () => {}, onSpendCap: () => {} },
  ])
  const checking = openChecks(config, {
    ...{ access, chain, machine, metrics, state, stores, tell, life, clock, log },
  })
  const { newStream } = new StreamFactory(config, {
    ...{
      access,
      ladder,
      stores,
      bottleneck,
      checking,
      metrics,
      clock,
      log,
      observer: streamObserver,
    },
    spending: chain && state.ledger.spending,
  })
  const registry: StreamRegistry = new StreamRegistry(config, {
    ...{ clock, newStream, log: log.child({ module: 'gateway/streams' }) },
  })
  life.use('streams', registry)
  return { access, registry, recording, checking, ...kept }
}

interface Observers {
  readonly tell: Tell
  readonly observer: GatewayObserver
  readonly eventObserver: EventObserver
}

/** Those who see what happens in streams and to funds: status, metrics, events, and the keeper of the deposit. */
function openObservers(
  config: GatewayConfig,
  { chain, state, board, listeners, life, clock, log }: WorkDependencies,
  { metrics, access }: { metrics: GatewayMetrics; access: () => OrchestratorAccess },
): Observers {
  const events = new EventLog(config, {
    ...{ metrics, clock, listeners, log: log.child({ module: 'gateway/events' }) },
    gateway: chain?.signer.address ?? zeroAddress,
  })
  const { tell } = life.use('events', events)
  const eventObserver = new EventObserver({ tell, serviceUriOf: (address) => access().serviceUriOf(address) })
  const keeper = openDepositKeeper(config, { chain, ledger: state.ledger, tell, clock, log })
  const observer = new GatewayObserver({
    ...{ board, metrics, clock },
    floors: { depositWei: config.depositFloorWei, reserveWei: config.reserveFloorWei },
    onOrchestrator: eventObserver.onOrchestrator,
    onFunds: (status, { funds, currentRound }) => {
      eventObserver.onFunds(status)
      void keeper?.look({ depositWei: funds.depositWei, isUnlocking: isUnlocking(funds, currentRound) })
    },
  })
  return { tell, observer, eventObserver }
}

/** What metrics read when they are asked for. */
function gaugesOf(
  config: GatewayConfig,
  { board, chain, state, clock }: Pick<WorkDependencies, 'board' | 'chain' | 'state' | 'clock'>,
  work: () => Omit<GatewayWork, 'recording' | 'checking'>,
): GatewayGauges {
  const spending = chain && (() => state.ledger.spending.spentWei(allStreams, clock.nowMs()))
  return {
    streams: () => work().registry.liveStreams,
    orchestrators: () => countBy(board.status().orchestrators.map(({ state }) => state)),
    scores: () => work().access.scores,
    playbackBytes: () => work().registry.playbackBytes,
    subscribers: () => board.subscribers,
    funds: () => ({
      depositWei: BigInt(board.funds.depositWei),
      reserveWei: BigInt(board.funds.reserveWei),
    }),
    floors: { depositWei: config.depositFloorWei, reserveWei: config.reserveFloorWei },
    spending: () => spending && { spentTodayWei: spending(), dailyCapWei: config.dailySpendCapWei },
    problems: () => work().access.problems,
    isChainReachable: () => work().access.isChainReachable,
    maxPriceWeiPerPixel: () => {
      const price = work().access.priceCap.maxPrice
      return price && Number(price.weiPerUnit) / Number(price.pixelsPerUnit)
    },
    stored: () => {
      const { retention, recordings } = work()
      return { usedBytes: retention.usedBytes, queuedBytes: recordings.queuedBytes }
    },
  }
}

function countBy(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
