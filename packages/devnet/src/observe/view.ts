import type { StatusFunds, StatusStream, StatusTotals } from '@millrace/client'

/** One orchestrator of the network as all its sources together show it: chain, gateway, and its own operator API. */
export interface OrchestratorView {
  readonly name: string
  readonly address: string
  readonly region: string
  readonly isActive: boolean
  readonly stakeWei: bigint
  readonly pricePerPixelWei: bigint
  readonly isRunning: boolean
  /** As the gateway sees it: serving, ready, suspended, … */
  readonly state: string
  readonly segmentsDone: number
  readonly medianLatencyMs: number | undefined
  readonly ticketsReceived: number
  readonly winners: number
  readonly redeemed: number
  /** Expected value of all tickets it accepted. */
  readonly earnedWei: bigint
  /** Paid out on chain. */
  readonly redeemedWei: bigint
}

export interface RoundView {
  readonly number: bigint
  readonly isInitialized: boolean
  readonly blocksLeft: number
  readonly block: bigint
}

/** The whole network at one moment. */
export interface NetworkView {
  readonly round: RoundView | undefined
  readonly funds: StatusFunds | undefined
  readonly totals: StatusTotals | undefined
  readonly streams: readonly StatusStream[]
  readonly orchestrators: readonly OrchestratorView[]
}
