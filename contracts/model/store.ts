/** State that can be taken back: a refused call leaves no trace, nor does a refused part of a call. */
export class Store {
  #undo: (() => void)[] = []

  /** Notes how to take back a change that is about to be made. */
  note(undo: () => void): void {
    this.#undo.push(undo)
  }

  /** Runs a call, or a part of one; when it throws, all it changed is as before. */
  attempt<Result>(call: () => Result): Result {
    const start = this.#undo.length
    try {
      return call()
    } catch (error) {
      for (const undo of this.#undo.splice(start).reverse()) undo()
      throw error
    }
  }

  /** Forgets how to take back what is done so far. */
  settle(): void {
    this.#undo = []
  }
}

/** Records by key. A key that was never written has the empty record. */
export class Table<Key extends string | number | bigint, Row extends object> {
  readonly #rows = new Map<Key, Row>()
  readonly #store: Store
  readonly #empty: Row

  constructor(store: Store, empty: Row) {
    this.#store = store
    this.#empty = empty
  }

  get(key: Key): Readonly<Row> {
    return this.#rows.get(key) ?? this.#empty
  }

  has(key: Key): boolean {
    return this.#rows.has(key)
  }

  set(key: Key, changes: Partial<Row>): void {
    const before = this.#rows.get(key)
    this.#store.note(() => {
      if (before === undefined) this.#rows.delete(key)
      else this.#rows.set(key, before)
    })
    this.#rows.set(key, { ...(before ?? this.#empty), ...changes })
  }
}

/** One record. */
export class Cell<Row extends object> {
  #row: Readonly<Row>
  readonly #store: Store

  constructor(store: Store, row: Row) {
    this.#store = store
    this.#row = row
  }

  get(): Readonly<Row> {
    return this.#row
  }

  set(changes: Partial<Row>): void {
    const before = this.#row
    this.#store.note(() => {
      this.#row = before
    })
    this.#row = { ...before, ...changes }
  }
}
