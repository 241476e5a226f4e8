import type { z } from 'zod'
import type { SettingsStore } from './settings-store.ts'

export interface KeptSettingOptions<T> {
  readonly name: string
  /** What file, environment and flags say. */
  readonly configured: T
  /** Reads a value from JSON in which amounts are decimal text. */
  readonly schema: z.ZodType<T>
}

/**
 * A setting that is changed while the node works. What was set then holds over restarts, until what file, environment
 * and flags say is another thing than it was then: who edits those wants them to count.
 */
export class KeptSetting<T> {
  readonly #options: KeptSettingOptions<T>
  readonly #store: Pick<SettingsStore, 'get' | 'set'>
  #value: T

  constructor(options: KeptSettingOptions<T>, store: Pick<SettingsStore, 'get' | 'set'>) {
    this.#options = options
    this.#store = store
    this.#value = this.#read() ?? options.configured
  }

  get value(): T {
    return this.#value
  }

  /** On disk when it returns. */
  set(value: T): void {
    const kept = { configured: textOf(this.#options.configured), value }
    this.#store.set(this.#key, Buffer.from(textOf(kept)))
    this.#value = value
  }

  get #key(): string {
    return `kept:${this.#options.name}`
  }

  #read(): T | undefined {
    const bytes = this.#store.get(this.#key)
    if (bytes === undefined) return undefined
    const { configured, value } = JSON.parse(Buffer.from(bytes).toString()) as Record<string, unknown>
    if (configured !== textOf(this.#options.configured)) return undefined
    // What an older version wrote may not fit any more.
    const parsed = this.#options.schema.safeParse(value)
    return parsed.success ? parsed.data : undefined
  }
}

function textOf(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part) => (typeof part === 'bigint' ? part.toString() : part))
}
