import type { Address } from '@millrace/crypto'
import type { WinnerTotals } from '../../redemption/winner-store.ts'
import type { RewardState } from '../chain/reward-call.ts'
import type { TranscoderStatus } from '../transcoders/types.ts'

export interface SessionStatus {
  readonly sessionId: string
  readonly gateway: Address
  readonly manifestId: string
  readonly segments: number
  readonly openedAtMs: number
  readonly lastSegmentAtMs: number
}

/** Received tickets count since the process began, winners since the data folder was made. */
export interface EarningsStatus extends WinnerTotals {
  readonly ticketsReceived: number
  readonly ticketValueWei: bigint
}

/** The rate that prices in dollars are converted by. */
export interface UsdRateStatus {
  readonly usdPerEther: number
  readonly updatedAtMs: number
  readonly isCurrent: boolean
}

/** What the operator API answers as status; amounts are decimal text in JSON. */
export interface OrchestratorStatus {
  readonly address: Address
  readonly recipient: Address
  readonly serviceUri: string
  /** SHA-256 of the service port's certificate, in hexadecimal; missing without TLS. */
  readonly certificateFingerprint: string | undefined
  readonly region: string
  readonly version: string
  readonly startedAtMs: number
  readonly chainId: number | undefined
  readonly round: bigint | undefined
  readonly isActive: boolean | undefined
  /** Missing off chain, and where somebody else calls reward. */
  readonly reward: RewardState | undefined
  readonly price: { readonly wei: bigint; readonly pixels: bigint }
  /** Missing where no price is in dollars. */
  readonly usdRate: UsdRateStatus | undefined
  readonly capacityPixelsPerSecond: number
  readonly usedPixelsPerSecond: number
  readonly segmentsDone: number
  readonly segmentsFailed: number
  readonly sessions: readonly SessionStatus[]
  readonly transcoders: readonly TranscoderStatus[]
  readonly earnings: EarningsStatus
}
