import { fileURLToPath } from 'node:url'

const isBuilt = import.meta.url.endsWith('.js')

/** Folder of the built explorer pages: the app's own in a clone, a copy beside the program in the published package. */
export const pagesDir = fileURLToPath(
  new URL(isBuilt ? '../../pages' : '../../../../apps/explorer/dist', import.meta.url),
)

/** Amounts are exact in JSON: as decimal text. */
export function toJson(value: unknown, { indent = 0 }: { indent?: number } = {}): string {
  return JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part), indent)
}

/** One ctrl-c may reach a process twice: from the terminal, and from whoever started it. */
const sameSignalMs = 1_000

/** Aborts at the first ctrl-c or SIGTERM; another one a second later or more ends the process at once. */
export function interruptSignal(): AbortSignal {
  const abort = new AbortController()
  let firstAtMs: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      firstAtMs ??= Date.now()
      if (Date.now() - firstAtMs > sameSignalMs) process.exit(130)
      abort.abort()
    })
  }
  return abort.signal
}
