import type { EndpointHealth } from '@millrace/chain'
import type { Address } from '@millrace/crypto'
import type { WinnerTotals } from '../redemption/winner-store.ts'

/** What the operator API answers as status; amounts are decimal text in JSON. */
export interface RedeemerStatus {
  /** The account that pays for gas. */
  readonly address: Address
  readonly recipient: Address
  readonly url: string
  readonly startedAtMs: number
  readonly chainId: number
  readonly round: bigint
  readonly isActive: boolean
  readonly gasPriceWei: bigint
  readonly averageGasPriceWei: bigint
  readonly tickets: WinnerTotals
  readonly endpoints: readonly EndpointHealth[]
}
