import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { type Address, bytesToHex, type Hex, hexToBytes, toChecksumAddress } from '@millrace/crypto'
import type { WinningTicket } from '@millrace/payments'
import { transaction } from '../state/database.ts'

/** A winning ticket with all that it takes to redeem it. */
export interface StoredWinner extends WinningTicket {
  readonly ticketHash: Hex
  readonly receivedAtMs: number
}

/** Sums over all winners ever stored. */
export interface WinnerTotals {
  readonly ticketsWon: number
  readonly ticketsWaiting: number
  readonly ticketsRedeemed: number
  readonly ticketsLost: number
  readonly waitingWei: bigint
  readonly redeemedWei: bigint
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
export type Row = Record<string, SQLOutputValue>

/** Winning tickets on disk. */
export class WinnerStore {
  readonly #database: DatabaseSync
  #totals: Mutable<WinnerTotals>

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#totals = readTotals(database)
  }

  /** Stores all or none. Those that are there already stay as they are. */
  add(winners: readonly StoredWinner[]): void {
    this.count(transaction(this.#database, () => this.insert(winners)))
  }

  /** The part of {@link WinnerStore.add} for somebody else's transaction. @returns those to count once it is committed */
  insert(winners: readonly StoredWinner[]): readonly StoredWinner[] {
    return winners.filter((winner) => this.#insert(winner))
  }

  /** Adds what was inserted to the totals. */
  count(added: readonly StoredWinner[]): void {
    this.#totals.ticketsWon += added.length
    this.#totals.ticketsWaiting += added.length
    this.#totals.waitingWei += added.reduce((sum, { ticket }) => sum + ticket.faceValueWei, 0n)
  }

  /** Winners not yet redeemed, oldest first. */
  waiting(): readonly StoredWinner[] {
    return this.#database
      .prepare("SELECT * FROM winners WHERE state = 'waiting' ORDER BY received_at_ms, rowid")
      .all()
      .map(toWinner)
  }

  /** Those that no transaction is on its way for and whose parameters expired before a block, oldest round first. */
  due(block: bigint, limit: number): readonly StoredWinner[] {
    return this.#database
      .prepare(
        `SELECT * FROM winners WHERE state = 'waiting' AND redemption IS NULL
           AND CAST(params_expiration_block AS INTEGER) < ?
         ORDER BY CAST(creation_round AS INTEGER), received_at_ms, rowid LIMIT ?`,
      )
      .all(block, limit)
      .map(toWinner)
  }

  /** Those that another process has not taken over since a time, oldest first. */
  notHandedOver(sinceMs: number, limit: number): readonly StoredWinner[] {
    return this.#database
      .prepare(
        `SELECT * FROM winners WHERE state = 'waiting' AND ifnull(handed_over_at_ms, -1) < ?
         ORDER BY received_at_ms, rowid LIMIT ?`,
      )
      .all(sinceMs, limit)
      .map(toWinner)
  }

  markHandedOver(ticketHash: Hex, nowMs: number): void {
    this.#database
      .prepare('UPDATE winners SET handed_over_at_ms = ? WHERE ticket_hash = ?')
      .run(nowMs, ticketHash)
  }

  /** Whether a ticket is known, whatever became of it. */
  has(ticketHash: Hex): boolean {
    return this.#database.prepare('SELECT 1 FROM winners WHERE ticket_hash = ?').get(ticketHash) !== undefined
  }

  /** Sum of the face values that a sender owes: what the chain shows as paid already, final or not, is not among them. */
  waitingWei(sender: Address): bigint {
    const rows = this.#database
      .prepare(
        `SELECT face_value_wei FROM winners WHERE state = 'waiting' AND sender = ? AND (redemption IS NULL
           OR redemption NOT IN (SELECT id FROM redemptions WHERE state = 'mined'))`,
      )
      .all(sender.toLowerCase())
    return sumOf(rows, 'face_value_wei')
  }

  /** The part of {@link WinnerStore.waitingWei} that transactions are on their way for. */
  inFlightWei(sender: Address): bigint {
    const rows = this.#database
      .prepare(
        `SELECT face_value_wei FROM winners WHERE state = 'waiting' AND sender = ?
           AND redemption IN (SELECT id FROM redemptions WHERE state = 'sent')`,
      )
      .all(sender.toLowerCase())
    return sumOf(rows, 'face_value_wei')
  }

  /** @returns whether it was waiting until now. */
  markRedeemed(ticketHash: Hex, { txHash, paidWei }: { txHash: Hex | undefined; paidWei: bigint }): boolean {
    const row = this.#finish(ticketHash, 'redeemed', { txHash, paidWei })
    if (row === undefined) return false
    this.#totals.ticketsRedeemed++
    this.#totals.redeemedWei += paidWei
    return true
  }

  /** @param reason - why it can never be redeemed, for the operator. @returns whether it was waiting until now. */
  markLost(ticketHash: Hex, reason: string): boolean {
    const row = this.#finish(ticketHash, 'lost', { reason })
    if (row) this.#totals.ticketsLost++
    return row !== undefined
  }

  /** Counts anew, after a transaction that changed winners was undone. */
  recount(): void {
    this.#totals = readTotals(this.#database)
  }

  totals(): WinnerTotals {
    return { ...this.#totals }
  }

  #insert(winner: StoredWinner): boolean {
    const { ticket } = winner
    const { changes } = this.#database
      .prepare(
        `INSERT INTO winners (ticket_hash, sender, recipient, face_value_wei, win_prob, sender_nonce,
           recipient_rand_hash, creation_round, creation_round_block_hash, signature, recipient_rand,
           params_expiration_block, received_at_ms, state)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting') ON CONFLICT (ticket_hash) DO NOTHING`,
      )
      .run(
        winner.ticketHash,
        ticket.sender.toLowerCase(),
        ticket.recipient.toLowerCase(),
        ticket.faceValueWei.toString(),
        ticket.winProb.toString(),
        ticket.senderNonce,
        ticket.recipientRandHash,
        ticket.creationRound.toString(),
        ticket.creationRoundBlockHash,
        bytesToHex(winner.signature),
        winner.recipientRand.toString(),
        winner.paramsExpirationBlock.toString(),
        winner.receivedAtMs,
      )
    return changes > 0
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

/** A row of the table. */
export function toWinner(row: Row): StoredWinner {
  const text = (column: string) => String(row[column])
  const hex = (column: string) => text(column) as Hex
  return {
    ticketHash: hex('ticket_hash'),
    receivedAtMs: Number(row.received_at_ms),
    ticket: {
      sender: toChecksumAddress(hex('sender')),
      recipient: toChecksumAddress(hex('recipient')),
      faceValueWei: BigInt(text('face_value_wei')),
      winProb: BigInt(text('win_prob')),
      senderNonce: Number(row.sender_nonce),
      recipientRandHash: hex('recipient_rand_hash'),
      creationRound: BigInt(text('creation_round')),
      creationRoundBlockHash: hex('creation_round_block_hash'),
    },
    signature: hexToBytes(hex('signature')),
    recipientRand: BigInt(text('recipient_rand')),
    paramsExpirationBlock: BigInt(text('params_expiration_block')),
  }
}
