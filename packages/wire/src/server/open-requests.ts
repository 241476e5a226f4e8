import { constants } from 'node:http2'
import { type AnyResponse, isHttp2Response } from './http-types.ts'

/**
 * The requests that are being answered. Each has a signal of its own, taken down with the request: signals derived
 * from one that lives as long as the server would pile up in it.
 */
export class OpenRequests {
  readonly #open = new Set<AbortController>()
  readonly #waiting: (() => void)[] = []
  #isClosed = false

  /** @returns a signal that aborts when the other side leaves before the answer is complete, or the server closes. */
  track(response: AnyResponse): AbortSignal {
    const controller = new AbortController()
    if (this.#isClosed || response.destroyed) {
      controller.abort()
      return controller.signal
    }
    this.#open.add(controller)
    response.once('close', () => {
      this.#open.delete(controller)
      if (!isComplete(response)) controller.abort()
      if (this.#open.size === 0) for (const wake of this.#waiting.splice(0)) wake()
    })
    return controller.signal
  }

  get size(): number {
    return this.#open.size
  }

  /** Returns once all of them are answered, or the signal aborts. */
  async answered(signal: AbortSignal): Promise<void> {
    if (this.#open.size === 0 || signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
  }

  /** Aborts all of them, and each that comes later. */
  close(): void {
    this.#isClosed = true
    for (const controller of this.#open) controller.abort()
  }
}

/** An HTTP/2 stream that the other side takes down counts as finished too; only its code tells. */
function isComplete(response: AnyResponse): boolean {
  if (isHttp2Response(response) && response.stream.rstCode !== constants.NGHTTP2_NO_ERROR) return false
  return response.writableFinished
}
