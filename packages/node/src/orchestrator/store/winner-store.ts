import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import type { Address, Hex } from '@millrace/crypto'
import type { EarningsStatus } from '../operator/status.ts'

/** A winning ticket with all that it takes to redeem it. */
export interface Winner {
  readonly ticketHash: Hex
  readonly sessionId: string
  readonly sender: Address
  readonly recipient: Address
  readonly faceValueWei: bigint
  readonly winProb: bigint
  readonly senderNonce: number
  readonly recipientRandHash: Hex
  readonly auxData: Hex
  readonly signature: Hex
  readonly recipientRand: bigint
  readonly creationRound: bigint
  /** After this block the recipient's random number may be revealed. */
  readonly paramsExpirationBlock: bigint
  readonly receivedAtMs: number
}

/** Sums over all winners ever stored. */
export type WinnerTotals = Omit<EarningsStatus, 'ticketsReceived' | 'ticketValueWei'>

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type Row = Record<string, SQLOutputValue>

/**
 * Winning tickets on disk: `add` returns only after the row is fsynced, so that an answer to the gateway never leaves
 * before its winner is safe.
 */
export class WinnerStore {
  readonly #database: DatabaseSync
  readonly #totals: Mutable<WinnerTotals>

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#totals = readTotals(database)
  }

  /** @returns false when the ticket was there already. */
  add(winner: Winner): boolean {
    const { changes } = this.#database
      .prepare(
        `INSERT INTO winners (ticket_hash, session_id, sender, recipient, face_value_wei, win_prob, sender_nonce,
           recipient_rand_hash, aux_data, signature, recipient_rand, creation_round, params_expiration_block,
           received_at_ms, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting') ON CONFLICT (ticket_hash) DO NOTHING`,
      )
      .run(
        winner.ticketHash,
        winner.sessionId,
        winner.sender.toLowerCase(),
        winner.recipient.toLowerCase(),
        winner.faceValueWei.toString(),
        winner.winProb.toString(),
        winner.senderNonce,
        winner.recipientRandHash,
        winner.auxData,
        winner.signature,
        winner.recipientRand.toString(),
        winner.creationRound.toString(),
        winner.paramsExpirationBlock.toString(),
        winner.receivedAtMs,
      )
    if (changes === 0) return false
    this.#totals.ticketsWon++
    this.#totals.ticketsWaiting++
    this.#totals.waitingWei += winner.faceValueWei
    return true
  }

  /** Winners not yet redeemed, oldest first. */
  waiting(): readonly Winner[] {
    return this.#database
      .prepare("SELECT * FROM winners WHERE state = 'waiting' ORDER BY received_at_ms, rowid")
      .all()
      .map(toWinner)
  }

  /** Sum of the face values that a sender still has to pay. */
  waitingWei(sender: Address): bigint {
    const rows = this.#database
      .prepare("SELECT face_value_wei FROM winners WHERE state = 'waiting' AND sender = ?")
      .all(sender.toLowerCase())
    return sumOf(rows, 'face_value_wei')
  }

  markRedeemed(ticketHash: Hex, { txHash, paidWei }: { txHash: Hex | undefined; paidWei: bigint }): void {
    const row = this.#finish(ticketHash, 'redeemed', { txHash, paidWei })
    if (row === undefined) return
    this.#totals.ticketsRedeemed++
    this.#totals.redeemedWei += paidWei
  }

  /** @param reason - why it can never be redeemed, for the operator. */
  markLost(ticketHash: Hex, reason: string): void {
    if (this.#finish(ticketHash, 'lost', { reason })) this.#totals.ticketsLost++
  }

  totals(): WinnerTotals {
    return { ...this.#totals }
  }

  #finish(
    ticketHash: Hex,
    state: 'redeemed' | 'lost',
    facts: { txHash?: Hex | undefined; paidWei?: bigint; reason?: string },
  ): Row | undefined {
    const row = this.#database
      .prepare(
        `UPDATE winners SET state = ?, tx_hash = ?, paid_wei = ?, reason = ?
         WHERE ticket_hash = ? AND state = 'waiting' RETURNING face_value_wei`,
      )
      .get(state, facts.txHash ?? null, facts.paidWei?.toString() ?? null, facts.reason ?? null, ticketHash)
    if (row === undefined) return undefined
    this.#totals.ticketsWaiting--
    this.#totals.waitingWei -= BigInt(String(row.face_value_wei))
    return row
  }
}

function readTotals(database: DatabaseSync): Mutable<WinnerTotals> {
  const rows = database.prepare('SELECT state, face_value_wei, paid_wei FROM winners').all()
  const of = (state: string) => rows.filter((row) => row.state === state)
  return {
    ticketsWon: rows.length,
    ticketsWaiting: of('waiting').length,
    ticketsRedeemed: of('redeemed').length,
    ticketsLost: of('lost').length,
    waitingWei: sumOf(of('waiting'), 'face_value_wei'),
    redeemedWei: sumOf(of('redeemed'), 'paid_wei'),
  }
}

function sumOf(rows: readonly Row[], column: string): bigint {
  return rows.reduce((sum, row) => sum + BigInt(String(row[column] ?? 0)), 0n)
}

function toWinner(row: Row): Winner {
  const text = (column: string) => String(row[column])
  const hex = (column: string) => text(column) as Hex
  return {
    ticketHash: hex('ticket_hash'),
    sessionId: text('session_id'),
    sender: hex('sender'),
    recipient: hex('recipient'),
    faceValueWei: BigInt(text('face_value_wei')),
    winProb: BigInt(text('win_prob')),
    senderNonce: Number(row.sender_nonce),
    recipientRandHash: hex('recipient_rand_hash'),
    auxData: hex('aux_data'),
    signature: hex('signature'),
    recipientRand: BigInt(text('recipient_rand')),
    creationRound: BigInt(text('creation_round')),
    paramsExpirationBlock: BigInt(text('params_expiration_block')),
    receivedAtMs: Number(row.received_at_ms),
  }
}
