type Closer = () => void | Promise<void>

interface Part {
  readonly name: string
  readonly close: Closer
}

export interface LifecycleOptions {
  /** Closes all at once, for parts that do not need each other. */
  readonly together?: boolean
}

/**
 * What a long-lived part has opened, closed in reverse order. `close()` may be called any number of times; every
 * closer runs even when one fails, and failures come out together at the end.
 */
export class Lifecycle {
  readonly #closers: Part[] = []
  readonly #abort = new AbortController()
  readonly #together: boolean
  #closing: Promise<void> | undefined

  constructor({ together = false }: LifecycleOptions = {}) {
    this.#together = together
  }

  /** Aborts as soon as closing begins, for loops and waits that hang on this part. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  get isClosed(): boolean {
    return this.#closing !== undefined
  }

  /** Registers what undoes a step that was just done. A step that ends after closing began is undone at once. */
  add(name: string, close: Closer): void {
    this.#closers.push({ name, close })
    if (this.#closing) this.#closing = this.#closing.then(() => this.#run())
  }

  /** Registers a part that has a `close()` of its own, and returns it. */
  use<T extends { close(): void | Promise<void> }>(name: string, part: T): T {
    this.add(name, () => part.close())
    return part
  }

  /** @throws {AggregateError} when closers failed. */
  close(): Promise<void> {
    this.#closing ??= this.#run()
    return this.#closing
  }

  async #run(): Promise<void> {
    this.#abort.abort()
    const failures: unknown[] = []
    const one = async ({ name, close }: Part) => {
      try {
        await close()
      } catch (cause) {
        failures.push(new Error(`Closing ${name} failed.`, { cause }))
      }
    }
    const closers = this.#closers.splice(0).reverse()
    if (this.#together) await Promise.all(closers.map(one))
    else for (const closer of closers) await one(closer)
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything closed cleanly.')
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
