import type { DatabaseSync } from 'node:sqlite'
import { type Address, type Hex, toChecksumAddress } from '@millrace/crypto'
import type { Row } from './winner-store.ts'

/** A winning ticket and what became of it, as its operator sees it: without what it takes to redeem it. */
export interface ListedWinner {
  readonly ticketHash: Hex
  readonly gateway: Address
  readonly recipient: Address
  readonly faceValueWei: bigint
  readonly state: 'waiting' | 'redeemed' | 'lost'
  readonly receivedAtMs: number
  readonly creationRound: bigint
  /** It is redeemed after this block. */
  readonly paramsExpirationBlock: bigint
  /** When another process took it over; undefined for one that is redeemed here. */
  readonly handedOverAtMs: number | undefined
  readonly txHash: Hex | undefined
  readonly paidWei: bigint | undefined
  /** Why it is lost. */
  readonly reason: string | undefined
}

export interface WinnerFilter {
  readonly state?: ListedWinner['state'] | undefined
  readonly gateway?: Address | undefined
  /** Where the page before ended. */
  readonly after?: number | undefined
  readonly limit: number
}

export interface WinnerPage {
  /** Newest first. */
  readonly winners: readonly ListedWinner[]
  /** Where the next page begins; undefined for the last one. */
  readonly next: number | undefined
}

/** One page of all winners that fit. */
export function listWinners(
  database: DatabaseSync,
  { state, gateway, after, limit }: WinnerFilter,
): WinnerPage {
  const rows = database
    .prepare(
      `SELECT rowid, * FROM winners
       WHERE (?1 IS NULL OR state = ?1) AND (?2 IS NULL OR sender = ?2) AND (?3 IS NULL OR rowid < ?3)
       ORDER BY rowid DESC LIMIT ?4`,
    )
    .all(state ?? null, gateway?.toLowerCase() ?? null, after ?? null, limit + 1)
  const page = rows.slice(0, limit)
  return {
    winners: page.map(toListed),
    next: rows.length > limit ? Number(page.at(-1)?.rowid) : undefined,
  }
}

function toListed(row: Row): ListedWinner {
  const text = (column: string) => String(row[column])
  const ifSet = <T>(column: string, read: (text: string) => T): T | undefined =>
    row[column] === null ? undefined : read(text(column))
  return {
    ticketHash: text('ticket_hash') as Hex,
    gateway: toChecksumAddress(text('sender') as Hex),
    recipient: toChecksumAddress(text('recipient') as Hex),
    faceValueWei: BigInt(text('face_value_wei')),
    state: text('state') as ListedWinner['state'],
    receivedAtMs: Number(row.received_at_ms),
    creationRound: BigInt(text('creation_round')),
    paramsExpirationBlock: BigInt(text('params_expiration_block')),
    handedOverAtMs: ifSet('handed_over_at_ms', Number),
    txHash: ifSet('tx_hash', (hash) => hash as Hex),
    paidWei: ifSet('paid_wei', BigInt),
    reason: ifSet('reason', String),
  }
}
