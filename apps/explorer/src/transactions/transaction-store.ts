import * as z from 'zod/mini'
import { isOpen, recordSchema, type TransactionRecord } from './record.ts'

const listSchema = z.array(recordSchema)
const mostKept = 20

/** Transactions begun in this browser, kept when the page is left. For `useSyncExternalStore`. */
export class TransactionStore {
  readonly #storage: Storage
  readonly #key: string
  readonly #listeners = new Set<() => void>()
  #records: readonly TransactionRecord[]

  constructor(storage: Storage, chainId: number) {
    this.#storage = storage
    this.#key = `millrace.transactions.${chainId}`
    this.#records = this.#read()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The youngest first. */
  readonly getSnapshot = (): readonly TransactionRecord[] => this.#records

  /** What another tab wrote counts as well. */
  refresh(): void {
    this.#tell(this.#read())
  }

  openOf(account: string): TransactionRecord | undefined {
    this.refresh()
    return this.#records.find((one) => isOpen(one) && one.account.toLowerCase() === account.toLowerCase())
  }

  get(id: string): TransactionRecord | undefined {
    return this.#records.find((one) => one.id === id)
  }

  /** Adds a record, or takes the place of the one with its id. */
  put(record: TransactionRecord): void {
    const others = this.#read().filter(({ id }) => id !== record.id)
    this.#write([record, ...others].slice(0, mostKept))
  }

  update(id: string, change: Partial<TransactionRecord>): void {
    this.#write(this.#read().map((one) => (one.id === id ? { ...one, ...change } : one)))
  }

  remove(id: string): void {
    this.#write(this.#read().filter((one) => one.id !== id))
  }

  #read(): readonly TransactionRecord[] {
    try {
      return listSchema.parse(JSON.parse(this.#storage.getItem(this.#key) ?? '[]'))
    } catch {
      // What somebody else left there, or an older version of these pages, is no reason to show nothing.
      return []
    }
  }

  #write(records: readonly TransactionRecord[]): void {
    this.#storage.setItem(this.#key, JSON.stringify(records))
    this.#tell(records)
  }

  #tell(records: readonly TransactionRecord[]): void {
    this.#records = records
    for (const listener of this.#listeners) listener()
  }
}
