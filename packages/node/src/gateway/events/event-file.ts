import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { GatewayEvent } from './gateway-events.ts'

export interface EventFileOptions {
  readonly path: string
  /** A file that has grown beyond this is put aside. */
  readonly maxBytes: number
  /** Files put aside that are kept, as `<path>.1`, the newest, and so on. */
  readonly kept: number
}

/** A file of events, one as JSON in each line. */
export class EventFile {
  readonly #options: EventFileOptions

  constructor(options: EventFileOptions) {
    this.#options = options
  }

  /** @throws when the disk does not take it. */
  readonly append = async (events: readonly GatewayEvent[]): Promise<void> => {
    const { path } = this.#options
    await mkdir(dirname(path), { recursive: true })
    await this.#rotate()
    await appendFile(path, events.map((event) => `${JSON.stringify(event)}\n`).join(''), { mode: 0o600 })
  }

  async #rotate(): Promise<void> {
    const { path, maxBytes, kept } = this.#options
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    )
    if (size < maxBytes) return
    const names = [path, ...Array.from({ length: kept }, (_, index) => `${path}.${index + 1}`)]
    await rm(names.at(-1) ?? path, { force: true })
    for (let index = names.length - 2; index >= 0; index--) {
      const [from, to] = [names[index], names[index + 1]]
      if (from && to) await rename(from, to).catch(ignoreMissing)
    }
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
}
