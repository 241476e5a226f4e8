import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { createPrice, type Price } from '@millrace/payments'
import { decodeTerms, encodeTerms, type OrchestratorTerms, WireFormatError } from '@millrace/wire'

type Row = Record<string, SQLOutputValue>

/** A stream's session at one orchestrator, as it goes on after a restart. */
export interface KeptSession {
  readonly streamId: string
  readonly orchestratorId: string
  readonly terms: OrchestratorTerms
  /** What the stream began with there. */
  readonly initialPrice: Price
  /** What the session is billed at. */
  readonly price: Price
  readonly usedAtMs: number
}

export type SessionKey = Pick<KeptSession, 'streamId' | 'orchestratorId'>

/** Open sessions in a table `sessions`. */
export class SessionTable {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Those used last come first. */
  read(): readonly KeptSession[] {
    const rows = this.#database.prepare('SELECT * FROM sessions ORDER BY used_at_ms DESC').all()
    return rows.map(toSession).filter((session) => session !== undefined)
  }

  /** To be called within a transaction. */
  write({ changed, ended }: { changed: Iterable<KeptSession>; ended: Iterable<SessionKey> }): void {
    const upsert = this.#database.prepare(
      `INSERT OR REPLACE INTO sessions (stream_id, orchestrator_id, terms, initial_price_wei,
         initial_price_pixels, price_wei, price_pixels, used_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    for (const { streamId, orchestratorId, terms, initialPrice, price, usedAtMs } of changed) {
      upsert.run(
        streamId,
        orchestratorId,
        encodeTerms(terms),
        initialPrice.weiPerUnit.toString(),
        initialPrice.pixelsPerUnit.toString(),
        price.weiPerUnit.toString(),
        price.pixelsPerUnit.toString(),
        usedAtMs,
      )
    }
    const remove = this.#database.prepare('DELETE FROM sessions WHERE stream_id = ? AND orchestrator_id = ?')
    for (const { streamId, orchestratorId } of ended) remove.run(streamId, orchestratorId)
  }
}

/** Undefined for terms that this version cannot read: such a session is begun anew. */
function toSession(row: Row): KeptSession | undefined {
  if (!(row.terms instanceof Uint8Array)) return undefined
  try {
    return {
      streamId: String(row.stream_id),
      orchestratorId: String(row.orchestrator_id),
      terms: decodeTerms(row.terms, { needsPayment: true }),
      initialPrice: priceOf(row, 'initial_price'),
      price: priceOf(row, 'price'),
      usedAtMs: Number(row.used_at_ms),
    }
  } catch (error) {
    if (error instanceof WireFormatError) return undefined
    throw error
  }
}

function priceOf(row: Row, column: 'initial_price' | 'price'): Price {
  return createPrice(BigInt(String(row[`${column}_wei`])), BigInt(String(row[`${column}_pixels`])))
}
