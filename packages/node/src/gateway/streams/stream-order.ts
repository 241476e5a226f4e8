import type { Profile } from '@millrace/media'
import type { Price } from '@millrace/payments'

/** What is wanted of one stream; what is left out is as the gateway's settings say. */
export interface StreamOrder {
  /** Renditions, whatever the size of the source. Empty: it is not transcoded. */
  readonly profiles?: readonly Profile[] | undefined
  /** Above 1 it stretches the deadlines of its segments. */
  readonly timeoutMultiplier?: number | undefined
  /** Orchestrators are told with each segment to begin anew. */
  readonly mustReinitialise?: boolean | undefined
  /** Where renditions go, and where recordings: addresses of object stores. */
  readonly objectStore?: string | undefined
  readonly recordStore?: string | undefined
  /** Streams whose recordings come before this one's. */
  readonly previousSessions?: readonly string[] | undefined
  /** Names that others know the stream by; for events. */
  readonly externalStreamId?: string | undefined
  readonly externalSessionId?: string | undefined
  readonly limits?: SpendingLimits | undefined
}

/** The lowest of all limits that are set holds. */
export interface SpendingLimits {
  /** Orchestrators asking more are not asked. */
  readonly maxPrice?: Price | undefined
  /** Most that tickets for the stream may be worth in a day. */
  readonly dailyCapWei?: bigint | undefined
}
