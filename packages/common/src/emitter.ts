/** What it returns is not waited for. */
type Listener<T> = (event: T) => unknown

/** What is given out of an emitter: whoever holds it can listen, and no more. */
export type Listenable<Events extends object> = Pick<Emitter<Events>, 'on'>

/**
 * Typed events: `Events` maps a name to its payload. A listener that throws, or whose promise rejects, is reported to
 * `onError` and never disturbs the emitting code or the other listeners.
 */
export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<Listener<never>>>()
  readonly #onError: (error: unknown) => void

  constructor(onError: (error: unknown) => void = rethrowLater) {
    this.#onError = onError
  }

  /** @returns a function that takes the listener away again. */
  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    listeners.add(listener as Listener<never>)
    this.#listeners.set(name, listeners)
    return () => listeners.delete(listener as Listener<never>)
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        const result = (listener as Listener<Events[Name]>)(event)
        if (result instanceof Promise) result.catch(this.#onError)
      } catch (error) {
        this.#onError(error)
      }
    }
  }

  clear(): void {
    this.#listeners.clear()
  }
}

function rethrowLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}
