import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { transaction } from '../../state/database.ts'
import { RecordTable } from '../../state/record-table.ts'
import { checkRecordSchema, uncheckedRecord } from '../checking/check-record.ts'
import type { OrchestratorEntry } from '../discovery/orchestrator-entry.ts'

const finite = z.number().finite()

const rollingMean = z.object({ mean: finite, samples: finite, atMs: finite }).optional()

const reputationSchema = z.object({
  suspension: z.object({
    ...{ points: finite, pointsAtMs: finite, untilMs: finite },
    // What was kept before lies were counted has none.
    ...{ lies: finite.default(0), liesAtMs: finite.default(0) },
  }),
  isDistrusted: z.boolean(),
  quality: z.object({ latency: rollingMean, failures: rollingMean }),
  checks: checkRecordSchema.default(uncheckedRecord),
})

/** What is known of an orchestrator from its work, and holds over restarts. */
export type Reputation = z.output<typeof reputationSchema>

const maxReputations = 5_000

/**
 * Suspensions, the quality of work and what checks found on disk, so that a restart neither forgives a liar nor forgets who was quick. Written now
 * and then, not with each segment: after a crash the last second of it is missing.
 */
export class Reputations {
  readonly #database: DatabaseSync
  readonly #table: RecordTable<Reputation>
  readonly #known: Map<string, Reputation>
  readonly #changed = new Map<string, Reputation>()

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#table = new RecordTable(database, {
      kind: 'orchestrator',
      schema: reputationSchema,
      maxRecords: maxReputations,
    })
    this.#known = new Map(this.#table.read())
  }

  /** What an earlier run has learned. */
  recall(orchestratorId: string): Reputation | undefined {
    return this.#known.get(orchestratorId)
  }

  note({ known, suspension, isDistrusted, quality, checks }: OrchestratorEntry): void {
    const before = this.#known.get(known.id)
    const isSame =
      before?.suspension === suspension &&
      before.isDistrusted === isDistrusted &&
      before.quality === quality &&
      before.checks === checks
    if (isSame) return
    const reputation = { suspension, isDistrusted, quality, checks }
    this.#known.delete(known.id)
    this.#known.set(known.id, reputation)
    this.#changed.set(known.id, reputation)
    const [oldest] = this.#known.keys()
    if (this.#known.size > maxReputations && oldest !== undefined) this.#known.delete(oldest)
  }

  /** Writes what was noted since it was called last; what cannot be written comes with the next call. */
  save(nowMs: number): void {
    if (this.#changed.size === 0) return
    transaction(this.#database, () => this.#table.write(this.#changed, nowMs))
    this.#changed.clear()
  }
}
