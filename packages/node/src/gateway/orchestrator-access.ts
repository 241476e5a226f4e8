import { type Clock, delay, Lifecycle, type Logger } from '@millrace/common'
import type { Address, Signer } from '@millrace/crypto'
import type { Profile } from '@millrace/media'
import { SpendingLedger, TicketSender, ticketBrokerScheme } from '@millrace/payments'
import { OrchestratorClient } from '@millrace/wire'
import { type EndpointCheck, openEndpointCheck } from '../ordering/endpoint-check.ts'
import { mustBePublic } from '../ordering/must-be-public.ts'
import { chainOrchestrators, fixedOrchestrators } from '../ordering/orchestrator-source.ts'
import { Payer } from '../ordering/payer.ts'
import { SenderChainView } from '../ordering/sender-chain-view.ts'
import type { GatewayChain } from './chain-connection.ts'
import type { GatewayConfig } from './config.ts'
import { Discovery } from './discovery/discovery.ts'
import { OrchestratorBook } from './discovery/orchestrator-book.ts'
import type { OrchestratorEntry } from './discovery/orchestrator-entry.ts'
import { PerformanceScores } from './selection/performance-scores.ts'
import { PriceCap } from './selection/price-cap.ts'
import { asAttemptError } from './sessions/attempt-failure.ts'
import { OrchestratorSession } from './sessions/orchestrator-session.ts'
import { type SessionsWanted, sessionOptions } from './sessions/session-options.ts'
import { StreamSessions } from './sessions/stream-sessions.ts'
import { addressFor, requestProvedTerms, requestTerms } from './sessions/terms.ts'
import { WatchedCalls } from './sessions/watched-calls.ts'
import type { GatewayObserver } from './status/gateway-observer.ts'
import type { GatewayState } from './store/gateway-state.ts'

export interface OrchestratorAccessDependencies {
  /** Undefined off chain. */
  readonly chain: GatewayChain | undefined
  readonly ladder: readonly Profile[]
  readonly state: GatewayState
  readonly observer: GatewayObserver
  readonly clock: Clock
  readonly log: Logger
}

/** How often states that change by time alone are looked at. */
const tickMs = 1_000
/** The gateway's way to orchestrators: who there is, what they cost, how they are paid, and sessions with them. */
export class OrchestratorAccess {
  readonly #config: GatewayConfig
  readonly #deps: OrchestratorAccessDependencies
  readonly #life = new Lifecycle()
  readonly #book: OrchestratorBook
  readonly #discovery: Discovery
  readonly #client: OrchestratorClient
  /** Undefined off chain, where nobody has a key to prove. */
  readonly #endpoints: EndpointCheck | undefined
  readonly #calls: WatchedCalls
  readonly #priceCap: PriceCap
  readonly #performance: PerformanceScores | undefined
  #view: SenderChainView | undefined
  #payer: Payer | undefined

  private constructor(config: GatewayConfig, deps: OrchestratorAccessDependencies) {
    const { clock, observer, chain, state, log } = deps
    const { orchestrators: only, orchestratorRegions: regions } = config
    this.#config = config
    this.#deps = deps
    const priceCap = new PriceCap(config, state.settings)
    this.#priceCap = priceCap
    this.#client = new OrchestratorClient(
      { onlyPublic: mustBePublic(config, chain) },
      { acceptPeer: (peer) => this.#endpoints?.accept(peer) ?? true },
    )
    this.#calls = new WatchedCalls(this.#client)
    this.#endpoints =
      chain &&
      openEndpointCheck(config, {
        ...{ client: this.#client, chain, clock },
        log: log.child({ module: 'gateway/endpoints' }),
      })
    const { performanceScoresUrl: url, minPerformanceScore: minScore, region } = config
    const scoresLog = log.child({ module: 'gateway/performance-scores' })
    this.#performance =
      url === undefined ? undefined : new PerformanceScores({ url, region, minScore }, scoresLog)
    this.#book = new OrchestratorBook(
      {
        ...config,
        get maxPrice() {
          return priceCap.maxPrice
        },
      },
      {
        clock,
        random: Math.random,
        performance: this.#performance,
        recall: (id) => state.reputations.recall(id),
        onChange: (entry) => {
          state.reputations.note(entry)
          observer.onOrchestrator(entry)
        },
      },
    )
    const source = chain
      ? chainOrchestrators(chain.staking, { only, regions })
      : fixedOrchestrators(only, regions)
    const options = sessionOptions(config, priceCap, {
      streamId: '',
      profiles: deps.ladder,
      order: {},
      budget: undefined,
      store: undefined,
    })
    this.#discovery = new Discovery(config, {
      source: {
        list: async () => {
          const list = await source.list()
          this.#endpoints?.keepOnly(list)
          return list
        },
      },
      book: this.#book,
      requestTerms: async (orchestrator, isUrgent) => {
        if (!isUrgent) return requestProvedTerms(orchestrator, options, this.#sessionDeps())
        // A hundred proofs would take longer than the terms; whoever is chosen proves its key before it gets any work.
        const terms = await requestTerms(orchestrator, options, this.#sessionDeps())
        this.#endpoints?.recall(orchestrator, terms)
        return terms
      },
      asAttemptError,
      clock,
      delay,
      random: Math.random,
      log: log.child({ module: 'gateway/discovery' }),
    })
  }

  /** @throws when the chain cannot be read. */
  static async create(
    config: GatewayConfig,
    deps: OrchestratorAccessDependencies,
  ): Promise<OrchestratorAccess> {
    const access = new OrchestratorAccess(config, deps)
    access.#life.add('connections to orchestrators', () => access.#client.close())
    access.#life.use('ends of sessions', access.#calls)
    if (deps.chain) await access.#follow(deps.chain)
    if (access.#performance) access.#life.use('performance scores', access.#performance).start()
    access.#life.use('discovery', access.#discovery).start()
    const timer = setInterval(() => access.#tick(), tickMs)
    timer.unref()
    access.#life.add('timer', () => clearInterval(timer))
    access.#tick()
    return access
  }

  /** Why segments cannot be transcoded now; empty when they can. */
  get problems(): readonly string[] {
    return [
      ...(this.#view && !this.#view.isReachable ? ['The chain cannot be read.'] : []),
      ...(this.#book.isEmpty ? [`No orchestrator can be asked: ${this.#book.describeAbsence()}.`] : []),
    ]
  }

  /** The first of them without names of others, for everybody who asks whether this gateway can work. */
  get notReady(): string | undefined {
    if (this.#view && !this.#view.isReachable) return 'the chain cannot be read'
    return this.#book.isEmpty ? 'no orchestrator can be asked' : undefined
  }

  /** Undefined off chain. */
  get isChainReachable(): boolean | undefined {
    return this.#view?.isReachable
  }

  /** How good the work of each was, 0 to 1, by id; those that were not measured are missing. */
  get scores(): ReadonlyMap<string, number> {
    return this.#book.scores
  }

  /** Everybody that is known, for the operator. */
  entries(): readonly OrchestratorEntry[] {
    return this.#book.entries()
  }

  /** Ends a suspension. @returns whether the orchestrator is known. */
  forgive(name: string): boolean {
    return this.#book.forgive(name)
  }

  /** What is known of each, for those who judge their work. */
  get book(): OrchestratorBook {
    return this.#book
  }

  /** The most that is paid; changes count from the next terms on. */
  get priceCap(): PriceCap {
    return this.#priceCap
  }

  /** Sessions for one stream. */
  openSessions(wanted: SessionsWanted): StreamSessions {
    const options = sessionOptions(this.#config, this.#priceCap, wanted)
    const { streamId } = wanted
    const { clock, log, state } = this.#deps
    return new StreamSessions(
      {
        turnSegments: this.#config.sessionTurnSegments,
        trialSegments: this.#config.trialSegments,
        maxRatio: this.#config.sessionTurnMaxRatio,
        get maxPrice() {
          return options.maxPrice
        },
        goOnWith: state.ledger.sessions.leftOf(streamId, clock.nowMs()),
      },
      {
        book: this.#book,
        open: (orchestrator) => OrchestratorSession.open(orchestrator, options, this.#sessionDeps()),
        discover: () => this.#discovery.prepare(),
        clock,
        log: log.child({ module: 'gateway/sessions', streamId }),
      },
    )
  }

  /** Address of an orchestrator, for people. */
  addressOf(orchestratorId: string): Address | undefined {
    const entry = this.#book.get(orchestratorId)
    return entry && addressFor(entry.known, entry.terms)
  }

  /** Where an orchestrator with this address is reached. */
  serviceUriOf(address: Address): string | undefined {
    const found = this.#book.entries().find(({ known, terms }) => addressFor(known, terms) === address)
    return found?.known.serviceUri
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }

  async #follow(chain: GatewayChain): Promise<void> {
    const { signer, ticketBroker, chainId, reads } = chain
    const { blockPollMs, fundsPollMs, maxTicketEvWei, maxTotalEvWei, depositMultiplier } = this.#config
    const view = await SenderChainView.create(
      { sender: signer.address, blockPollMs, fundsPollMs },
      {
        reads,
        log: this.#deps.log.child({ module: 'gateway/chain' }),
        onRound: () => void this.#discovery.refresh(),
        onFunds: () => void this.#discovery.refreshAfterFunding(),
      },
    )
    this.#view = this.#life.use('chain', view)
    const scheme = ticketBrokerScheme({ contract: ticketBroker, chainId: BigInt(chainId) })
    const settings = { maxTicketEvWei, maxTotalEvWei, depositMultiplier }
    const { ledger } = this.#deps.state
    const { nonces, balances } = ledger
    const sender = new TicketSender({ scheme, settings }, { signer, chain: view, nonces })
    this.#payer = new Payer({ sender, ledger: new SpendingLedger(balances), save: () => ledger.save() })
  }

  #sessionDeps() {
    const { chain, clock, log, observer } = this.#deps
    const view = this.#view
    const signer: Signer | undefined = chain?.signer
    return {
      calls: this.#calls.calls,
      endpoints: this.#endpoints,
      signer,
      payer: this.#payer,
      ledger: this.#payer && this.#deps.state.ledger,
      latestBlock: view && (() => view.head().latestBlock),
      clock,
      log: log.child({ module: 'gateway/session' }),
      onTickets: (id: string, tickets: number, valueWei: bigint) => {
        this.#book.recordTickets(id, tickets, valueWei)
        observer.onTickets(tickets, valueWei)
      },
      onPaymentError: observer.onPaymentError,
    }
  }

  /** States that change by time alone: suspensions that end, funds against face values. */
  #tick(): void {
    for (const entry of this.#book.entries()) this.#deps.observer.onOrchestrator(entry)
    if (this.#view) this.#reportFunds(this.#view)
    this.#deps.state.tidy({ nowMs: this.#deps.clock.nowMs(), latestBlock: this.#view?.head().latestBlock })
  }

  #reportFunds(view: SenderChainView): void {
    const { funds, block } = view.lastFunds
    this.#deps.observer.onFunds({
      funds,
      block,
      currentRound: view.head().currentRound,
      highestFaceValueWei: this.#book.highestFaceValueWei,
    })
  }
}
