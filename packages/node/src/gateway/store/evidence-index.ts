import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { RecordTable } from '../../state/record-table.ts'
import { badResultSchema } from '../checking/check-record.ts'

const keptSchema = badResultSchema.extend({
  evidence: z.string().regex(/^0x[0-9a-f]{64}$/),
  orchestratorId: z.string(),
  /** For people. */
  orchestrator: z.string(),
  /** Of the file. */
  bytes: z.number().int().nonnegative(),
  wasPublished: z.boolean(),
})

/** Evidence of one bad result, as far as it is not the file itself. */
export type KeptEvidence = Readonly<z.output<typeof keptSchema>>

/** Whoever keeps evidence deletes it before it is so many. */
const maxRecords = 10_000

/** Which evidence there is, on disk. */
export class EvidenceIndex {
  readonly #table: RecordTable<KeptEvidence>
  /** By address, oldest first. */
  readonly #kept: Map<string, KeptEvidence>

  constructor(database: DatabaseSync) {
    this.#table = new RecordTable(database, { kind: 'evidence', schema: keptSchema, maxRecords })
    this.#kept = new Map(this.#table.read())
  }

  /** Oldest first. */
  list(): readonly KeptEvidence[] {
    return [...this.#kept.values()]
  }

  get(address: string): KeptEvidence | undefined {
    return this.#kept.get(address)
  }

  add(kept: KeptEvidence): void {
    this.#table.write([[kept.evidence, kept]], kept.atMs)
    this.#kept.set(kept.evidence, kept)
  }

  remove(address: string, nowMs: number): void {
    this.#table.write([[address, undefined]], nowMs)
    this.#kept.delete(address)
  }
}
