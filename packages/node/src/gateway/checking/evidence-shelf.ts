import { type Evidence, encodeEvidence } from '@millrace/verification/evidence'
import type { ObjectStore } from '../storage/object-store.ts'
import type { EvidenceIndex, KeptEvidence } from '../store/evidence-index.ts'
import { surplusOf } from './evidence-surplus.ts'

export interface EvidenceShelfOptions {
  /** Of all files together; 0 keeps none. */
  readonly quotaBytes: number
}

export interface EvidenceShelfDependencies {
  readonly store: ObjectStore
  readonly index: EvidenceIndex
  readonly nowMs: () => number
}

const contentType = 'application/octet-stream'
/** Each has a segment with all of its renditions: more would be written faster than an operator reads. */
const maxFiles = 200
/** Files on their way into the store; each is a segment and its renditions in memory. */
const maxOnTheWay = 4

/** What a gateway keeps of bad results: files in its object store, below `evidence/`, and what they are of. */
export class EvidenceShelf {
  readonly #options: EvidenceShelfOptions
  readonly #deps: EvidenceShelfDependencies
  #newest: Promise<unknown> = Promise.resolve()
  #onTheWay = 0

  constructor(options: EvidenceShelfOptions, deps: EvidenceShelfDependencies) {
    this.#options = options
    this.#deps = deps
  }

  /** Newest first. */
  list(): readonly KeptEvidence[] {
    return this.#deps.index.list().toReversed()
  }

  /** The file. @returns undefined when it is not there (any more). @throws {StoreError} */
  async read(address: string): Promise<Uint8Array | undefined> {
    const kept = this.#deps.index.get(address)
    return kept && this.#deps.store.get(keyOf(address), { maxBytes: kept.bytes })
  }

  /**
   * Keeps a file; the oldest goes where there are too many, of whoever has most.
   * @returns whether it is kept: not where it alone is too large, or too many are on their way.
   * @throws {StoreError | DataDirError} when it cannot be written.
   */
  async keep(evidence: Evidence, facts: Omit<KeptEvidence, 'evidence' | 'bytes'>): Promise<boolean> {
    const file = encodeEvidence(evidence)
    if (file.length > this.#options.quotaBytes || this.#onTheWay >= maxOnTheWay) return false
    this.#onTheWay++
    const written = this.#newest.then(() => this.#write(file, { ...facts, evidence: evidence.address }))
    this.#newest = written.catch(() => {})
    try {
      await written
      return true
    } finally {
      this.#onTheWay--
    }
  }

  /** Resolves when nothing is on its way any more. */
  async close(): Promise<void> {
    await this.#newest
  }

  async #write(file: Uint8Array, facts: Omit<KeptEvidence, 'bytes'>): Promise<void> {
    const { store, index, nowMs } = this.#deps
    await store.put(keyOf(facts.evidence), file, { contentType })
    index.add({ ...facts, bytes: file.length })
    const bounds = { maxFiles, maxBytes: this.#options.quotaBytes }
    for (const { evidence } of surplusOf(index.list(), bounds)) {
      await store.delete([keyOf(evidence)])
      index.remove(evidence, nowMs())
    }
  }
}

function keyOf(address: string): string {
  return `evidence/${address}.evidence`
}
