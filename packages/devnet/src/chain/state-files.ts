import { link, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { writeFileAtomic } from '@millrace/common'
import { ChainStateError } from './errors.ts'

const gzipAsync = promisify<Uint8Array | string, { level: number }, Buffer>(gzip)
const gunzipAsync = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip)

/** More than a year of a busy devnet; a file that unpacks to more is damaged or hostile. */
const maxStateBytes = 2 ** 31

/** A saved state that could be read. */
export interface SavedState {
  readonly file: string
  readonly json: string
  readonly isBackup: boolean
}

/**
 * The chain's state on disk: replaced as a whole and atomically, with the save before it kept as a copy. The copy is a
 * second name of the old file, so it costs no writing.
 */
export class StateFiles {
  readonly file: string
  readonly backup: string

  constructor(folder: string) {
    this.file = join(folder, 'state.json.gz')
    this.backup = `${this.file}.bak`
  }

  /** @returns bytes written. */
  async save(json: string): Promise<number> {
    const bytes = await gzipAsync(json, { level: 3 })
    await this.#keepBackup()
    await writeFileAtomic(this.file, bytes)
    return bytes.length
  }

  /**
   * The states to try, best first: only those that unpack and parse. Empty when the chain was never saved.
   * @throws {ChainStateError} when there are files and none of them can be read.
   */
  async load(onDamaged: (damaged: { file: string; reason: string }) => void): Promise<readonly SavedState[]> {
    const states: SavedState[] = []
    const reasons: string[] = []
    for (const file of [this.file, this.backup]) {
      try {
        const json = await readState(file)
        if (json !== undefined) states.push({ file, json, isBackup: file === this.backup })
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        reasons.push(reason)
        onDamaged({ file, reason })
      }
    }
    if (states.length === 0 && reasons.length > 0) throw this.unusable(reasons.join('; '))
    return states
  }

  unusable(reason: string): ChainStateError {
    return new ChainStateError({ file: this.file, backup: this.backup, reason })
  }

  /** Moves a damaged file out of the way of saves, so that it never becomes the copy and can be looked at. */
  async setAside(file: string): Promise<string> {
    const aside = `${file}.damaged`
    await rename(file, aside)
    return aside
  }

  async #keepBackup(): Promise<void> {
    const next = `${this.backup}.${process.pid}.tmp`
    try {
      await rm(next, { force: true })
      await link(this.file, next)
      await rename(next, this.backup)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
}

/** @returns undefined when there is no such file. */
async function readState(file: string): Promise<string | undefined> {
  let packed: Buffer
  try {
    packed = await readFile(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const json = (await gunzipAsync(packed, { maxOutputLength: maxStateBytes })).toString('utf8')
  const parsed: unknown = JSON.parse(json)
  if (typeof parsed !== 'object' || parsed === null || !('blocks' in parsed) || !('accounts' in parsed))
    throw new Error('it is not a state of the chain')
  return json
}

/** Writes the state where anvil reads it from; this file is made anew at each start, so it need not be synced. */
export async function writePlain(path: string, json: string): Promise<void> {
  await using file = await open(path, 'w', 0o600)
  await file.writeFile(json)
}
