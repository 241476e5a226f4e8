import { fileURLToPath } from 'node:url'

/** Folder of the built explorer pages. */
export const pagesDir = fileURLToPath(new URL('../../../../apps/explorer/dist', import.meta.url))

/** Amounts are exact in JSON: as decimal text. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part))
}

/** Aborts at the first ctrl-c or SIGTERM; the second ends the process at once. */
export function interruptSignal(): AbortSignal {
  const abort = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (abort.signal.aborted) process.exit(130)
      abort.abort()
    })
  }
  return abort.signal
}
