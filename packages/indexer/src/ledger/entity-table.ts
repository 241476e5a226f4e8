/** A row as it was before a block changed it; undefined if there was none. */
export interface BeforeImage<Row> {
  readonly key: string
  readonly before: Row | undefined
}

export interface TableChanges<Row> {
  readonly upserted: readonly Row[]
  readonly deleted: readonly Row[]
}

/**
 * The rows of one table that events may still change, in memory. Rows are never altered but replaced, so that the row
 * from before a block is at hand without a copy.
 */
export class EntityTable<Key extends readonly (string | number | bigint)[], Row extends object> {
  readonly #keyOf: (row: Row) => Key
  readonly #rows = new Map<string, Row>()
  /** Keys of this block's changes, with what was there before. */
  readonly #block = new Map<string, Row | undefined>()
  /** Changes that no transaction has written yet; undefined stands for a deletion of what was there before. */
  readonly #unwritten = new Map<string, { readonly row: Row | undefined; readonly before: Row | undefined }>()

  constructor(keyOf: (row: Row) => Key) {
    this.#keyOf = keyOf
  }

  get size(): number {
    return this.#rows.size
  }

  get(...key: Key): Row | undefined {
    return this.#rows.get(nameOf(key))
  }

  values(): MapIterator<Row> {
    return this.#rows.values()
  }

  /** Adds a row or replaces the one with its key. */
  set(row: Row): Row {
    this.#change(nameOf(this.#keyOf(row)), row)
    return row
  }

  delete(...key: Key): void {
    const name = nameOf(key)
    if (this.#rows.has(name)) this.#change(name, undefined)
  }

  /** Rows as the database holds them. */
  load(rows: Iterable<Row>): void {
    for (const row of rows) this.#rows.set(nameOf(this.#keyOf(row)), row)
  }

  /** Lets go of rows that no event can change any more; they stay in the database. */
  forget(isSettled: (row: Row) => boolean): void {
    for (const [key, row] of this.#rows)
      if (isSettled(row) && !this.#unwritten.has(key)) this.#rows.delete(key)
  }

  /** The rows that the block changed, as they were before it; the next block begins. */
  endBlock(): readonly BeforeImage<Row>[] {
    const images = Array.from(this.#block, ([key, before]) => ({ key, before }))
    this.#block.clear()
    return images
  }

  /** What is to be written; asked for once. */
  takeChanges(): TableChanges<Row> {
    const upserted: Row[] = []
    const deleted: Row[] = []
    for (const { row, before } of this.#unwritten.values()) {
      if (row) upserted.push(row)
      else if (before) deleted.push(before)
    }
    this.#unwritten.clear()
    return { upserted, deleted }
  }

  #change(key: string, row: Row | undefined): void {
    const current = this.#rows.get(key)
    if (!this.#block.has(key)) this.#block.set(key, current)
    const unwritten = this.#unwritten.get(key)
    this.#unwritten.set(key, { row, before: unwritten ? unwritten.before : current })
    if (row) this.#rows.set(key, row)
    else this.#rows.delete(key)
  }
}

/** Parts of a key hold no slash. */
function nameOf(key: readonly (string | number | bigint)[]): string {
  return key.length === 1 ? String(key[0]) : key.join('/')
}
