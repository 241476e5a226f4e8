import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RenditionAddress } from '@millrace/wire'
import { z } from 'zod'
import type { ResultStore } from './result-store.ts'

/** Gateways give a download up long before. */
const validMs = 30_000

const headSchema = z.object({
  atMs: z.number(),
  results: z.array(
    z.object({
      sessionId: z.string(),
      profileName: z.string(),
      format: z.enum(['mpegts', 'mp4']),
      seqNo: z.int().nonnegative(),
      length: z.int().nonnegative(),
    }),
  ),
})

/** Renditions that a process has finished and nobody has fetched yet, on disk for the process that follows it. */
export class HandedResults {
  readonly #file: string
  readonly #results: ResultStore

  constructor({ dataDir }: { dataDir: string }, results: ResultStore) {
    this.#file = join(dataDir, 'handed-results')
    this.#results = results
  }

  /** Writes what nobody has fetched. @returns how many */
  leave(nowMs: number): number {
    const left = this.#results.unfetched()
    if (left.length === 0) return 0
    const results = left.map(({ address, bytes }) => ({ ...address, length: bytes.length }))
    const head = Buffer.from(`${JSON.stringify({ atMs: nowMs, results })}\n`)
    writeFileSync(this.#file, Buffer.concat([head, ...left.map(({ bytes }) => bytes)]), { mode: 0o600 })
    return left.length
  }

  /** Takes over what the process before has left, once. @returns how many */
  take(nowMs: number): number {
    const bytes = readIfThere(this.#file)
    if (bytes === undefined) return 0
    rmSync(this.#file, { force: true })
    const results = parse(bytes, nowMs)
    for (const { address, bytes } of results) this.#results.put(address, bytes)
    return results.length
  }
}

interface Result {
  readonly address: RenditionAddress
  readonly bytes: Uint8Array
}

/** @returns nothing for a file that was cut off or is old. */
function parse(file: Buffer, nowMs: number): readonly Result[] {
  const end = file.indexOf('\n')
  try {
    const { atMs, results } = headSchema.parse(JSON.parse(file.toString('utf8', 0, end)))
    const total = results.reduce((sum, { length }) => sum + length, end + 1)
    if (total !== file.length || Math.abs(nowMs - atMs) > validMs) return []
    let at = end + 1
    return results.map(({ length, ...address }) => {
      at += length
      return { address, bytes: new Uint8Array(file.subarray(at - length, at)) }
    })
  } catch {
    return []
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    return undefined
  }
}
