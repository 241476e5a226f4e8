import { setTimeout as timer } from 'node:timers/promises'

/**
 * Waits `ms` milliseconds; the wait does not keep the process alive by itself when `unref` is set.
 * @throws {AbortError} when `signal` aborts.
 */
export async function delay(
  ms: number,
  { signal, unref = false }: { signal?: AbortSignal; unref?: boolean } = {},
): Promise<void> {
  await timer(ms, undefined, { ref: !unref, ...(signal ? { signal } : {}) })
}
