import type { Address } from '@millrace/crypto'
import type { EndedRun } from './run/events.ts'

/** What the operator API answers as status; amounts are decimal text in JSON. */
export interface TesterStatus {
  readonly region: string
  readonly url: string
  readonly startedAtMs: number
  /** Undefined off chain, as what follows. */
  readonly chainId?: number
  readonly address?: Address
  readonly depositWei?: bigint
  readonly reserveWei?: bigint
  readonly spentTodayWei: bigint
  /** Why no tests are made now. */
  readonly problem?: string
  readonly lastRun?: EndedRun
}
