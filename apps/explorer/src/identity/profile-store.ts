import type { AnswerOf } from '../api/indexer.ts'

/** What an account says of itself, with what else is known of its name. */
export type Profile = AnswerOf<'/v1/profiles'>['items'][number]

/** So many accounts the indexer tells of at once. */
const mostAtOnce = 100

export interface ProfileStoreOptions {
  /** Answers in any order; at most a hundred addresses a time, each once, in lower case. */
  readonly ask: (addresses: readonly string[]) => Promise<readonly Profile[]>
  /** Whether asking again may help after this failure. */
  readonly isWorthAnotherTry: (reason: unknown) => boolean
  /** A profile is asked for again when it is older, as long as it is watched. */
  readonly freshMs: number
  readonly retryMs: number
}

/**
 * The profiles of all accounts on the page, by address in whatever case. Names stand in every row, so all that are wanted
 * within one turn of the event loop share a question, and an answer tells each reader once.
 */
export class ProfileStore {
  readonly #options: ProfileStoreOptions
  readonly #profiles = new Map<string, Profile>()
  /** Accounts about which the indexer has answered, or failed to. */
  readonly #answered = new Set<string>()
  /** When those that are watched are due to be asked for, ms as of `performance.now`. */
  readonly #dueAt = new Map<string, number>()
  readonly #readers = new Map<string, Set<() => void>>()
  #wake: { readonly atMs: number; readonly timer: ReturnType<typeof setTimeout> } | undefined

  constructor(options: ProfileStoreOptions) {
    this.#options = options
  }

  /** Undefined until it is known. */
  profileOf(address: string): Profile | undefined {
    return this.#profiles.get(address.toLowerCase())
  }

  /** What accounts call themselves, by address in lower case; whoever is not known yet or has no name is left out. */
  namesOf(addresses: readonly string[]): ReadonlyMap<string, string> {
    const names = new Map<string, string>()
    for (const address of addresses) {
      const name = this.profileOf(address)?.name
      if (name != null) names.set(address.toLowerCase(), name)
    }
    return names
  }

  /** Whether it was asked for all of these and got an answer, or a failure: there is nothing to wait for. */
  isAnswered(addresses: readonly string[]): boolean {
    return addresses.every((address) => this.#answered.has(address.toLowerCase()))
  }

  /** Keeps profiles fresh, and calls once for each answer that tells of any of them, or fails to. @returns what ends that */
  watch(addresses: readonly string[], onChange: () => void): () => void {
    const keys = addresses.map((address) => address.toLowerCase())
    for (const key of keys) {
      this.#readers.set(key, (this.#readers.get(key) ?? new Set()).add(onChange))
      this.#wakeAt(this.#dueAt.get(key) ?? performance.now())
    }
    return () => {
      for (const key of keys) this.#forget(key, onChange)
    }
  }

  /** Takes what is known from elsewhere. */
  tell(profiles: readonly Profile[]): void {
    for (const profile of profiles) {
      const key = profile.address.toLowerCase()
      this.#profiles.set(key, profile)
      this.#dueAt.set(key, performance.now() + this.#options.freshMs)
    }
    this.#answer(profiles.map(({ address }) => address.toLowerCase()))
  }

  #answer(keys: readonly string[]): void {
    for (const key of keys) this.#answered.add(key)
    const readers = new Set(keys.flatMap((key) => [...(this.#readers.get(key) ?? [])]))
    for (const onChange of readers) onChange()
  }

  #forget(key: string, onChange: () => void): void {
    const readers = this.#readers.get(key)
    readers?.delete(onChange)
    if (readers?.size === 0) this.#readers.delete(key)
  }

  /** The earliest wish holds. */
  #wakeAt(atMs: number): void {
    if (this.#wake && this.#wake.atMs <= atMs) return
    clearTimeout(this.#wake?.timer)
    const timer = setTimeout(() => this.#askDue(), Math.max(0, atMs - performance.now()))
    this.#wake = { atMs, timer }
  }

  #askDue(): void {
    this.#wake = undefined
    const nowMs = performance.now()
    const due = [...this.#readers.keys()].filter((key) => (this.#dueAt.get(key) ?? nowMs) <= nowMs)
    for (const key of due) this.#dueAt.set(key, nowMs + this.#options.freshMs)
    for (let from = 0; from < due.length; from += mostAtOnce)
      void this.#askFor(due.slice(from, from + mostAtOnce))
    if (this.#readers.size > 0) this.#wakeAt(nowMs + this.#options.freshMs)
  }

  async #askFor(keys: readonly string[]): Promise<void> {
    const { ask, isWorthAnotherTry, retryMs } = this.#options
    try {
      this.tell(await ask(keys))
    } catch (reason) {
      this.#answer(keys)
      if (!isWorthAnotherTry(reason)) return
      const againAtMs = performance.now() + retryMs
      for (const key of keys) this.#dueAt.set(key, againAtMs)
      this.#wakeAt(againAtMs)
    }
  }
}
