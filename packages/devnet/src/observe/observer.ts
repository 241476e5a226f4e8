import type { StatusEvent } from '@millrace/client'
import { delay, type Logger } from '@millrace/common'
import type { Address, PublicClient } from 'viem'
import type { DevnetAddresses } from '../protocol-setup.ts'
import { readRound, readStakes } from './chain-facts.ts'
import { GatewayFeed } from './gateway-feed.ts'
import { type OperatorAccess, type OperatorStatus, readOperatorStatus } from './operator-status.ts'
import type { NetworkView, OrchestratorView } from './view.ts'

export interface ObservedOrchestrator extends OperatorAccess {
  readonly name: string
  readonly address: Address
  readonly region: string
  readonly pricePerPixelWei: bigint
  readonly isRunning: () => boolean
}

export interface ObserverOptions {
  readonly gatewayUrl: string
  readonly addresses: DevnetAddresses
  readonly orchestrators: readonly ObservedOrchestrator[]
  readonly intervalMs?: number
}

export interface ObserverDependencies {
  readonly client: PublicClient
  readonly log: Logger
  readonly onEvent?: (event: StatusEvent) => void
  readonly onView?: (view: NetworkView) => void
}

const emptyView: NetworkView = {
  round: undefined,
  funds: undefined,
  totals: undefined,
  streams: [],
  orchestrators: [],
}

/** Puts together what chain, gateway and orchestrators say of themselves into one view, about once a second. */
export class Observer {
  readonly #options: ObserverOptions
  readonly #deps: ObserverDependencies
  readonly #feed: GatewayFeed
  readonly #abort = new AbortController()
  /** Last answer of each orchestrator, kept while it restarts. */
  readonly #operators = new Map<string, OperatorStatus>()
  readonly #running: Promise<void>
  #view: NetworkView = emptyView

  constructor(options: ObserverOptions, deps: ObserverDependencies) {
    this.#options = options
    this.#deps = deps
    const { log, onEvent = () => undefined } = deps
    this.#feed = new GatewayFeed(options.gatewayUrl, { log, onEvent })
    this.#running = this.#run()
  }

  get view(): NetworkView {
    return this.#view
  }

  get feed(): GatewayFeed {
    return this.#feed
  }

  /** Reads everything now. */
  async refresh(): Promise<NetworkView> {
    const { addresses, orchestrators } = this.#options
    const { client } = this.#deps
    const [round, stakes] = await Promise.all([
      readRound(client, addresses),
      readStakes(
        client,
        addresses,
        orchestrators.map(({ address }) => address),
      ),
      ...orchestrators.map((one) => this.#askOperator(one)),
    ])
    const status = this.#feed.status
    this.#view = {
      round,
      funds: status?.funds,
      totals: status?.totals,
      streams: status?.streams ?? [],
      orchestrators: orchestrators.map((one, at) =>
        this.#viewOf(one, stakes[at]?.stakeWei ?? 0n, stakes[at]?.isActive ?? false),
      ),
    }
    return this.#view
  }

  async close(): Promise<void> {
    this.#abort.abort()
    await Promise.all([this.#feed.close(), this.#running])
  }

  async #askOperator({ name, ...access }: ObservedOrchestrator): Promise<void> {
    const status = await readOperatorStatus(access)
    if (status) this.#operators.set(name, status)
  }

  #viewOf(one: ObservedOrchestrator, stakeWei: bigint, isActive: boolean): OrchestratorView {
    const seen = this.#feed.status?.orchestrators.find(
      ({ address }) => address.toLowerCase() === one.address.toLowerCase(),
    )
    const earnings = this.#operators.get(one.name)?.earnings
    return {
      name: one.name,
      address: one.address,
      region: one.region,
      isActive,
      stakeWei,
      pricePerPixelWei: one.pricePerPixelWei,
      isRunning: one.isRunning(),
      state: seen?.state ?? 'unknown',
      segmentsDone: seen?.segmentsDone ?? 0,
      medianLatencyMs: seen?.medianLatencyMs,
      ticketsReceived: earnings?.ticketsReceived ?? 0,
      winners: earnings?.ticketsWon ?? 0,
      redeemed: earnings?.ticketsRedeemed ?? 0,
      earnedWei: earnings?.ticketValueWei ?? 0n,
      redeemedWei: earnings?.redeemedWei ?? 0n,
    }
  }

  async #run(): Promise<void> {
    const { signal } = this.#abort
    const { intervalMs = 1_000 } = this.#options
    while (!signal.aborted) {
      try {
        const view = await this.refresh()
        if (!signal.aborted) this.#deps.onView?.(view)
      } catch (err) {
        if (!signal.aborted) this.#deps.log.warn({ err }, 'network could not be observed')
      }
      await delay(intervalMs, { signal }).catch(() => undefined)
    }
  }
}
