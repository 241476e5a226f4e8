import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, rmdir, stat, statfs } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { StoreError } from './errors.ts'
import { isObjectKey, type ObjectStore, type StoredObject } from './object-store.ts'

export interface FolderStoreOptions {
  readonly folder: string
  /** Nothing is written that would leave less than this on the disk. */
  readonly minFreeBytes: number
}

/** A folder as an object store. */
export class FolderStore implements ObjectStore {
  readonly name: string
  readonly uploads = undefined
  readonly #folder: string
  readonly #minFreeBytes: number

  constructor({ folder, minFreeBytes }: FolderStoreOptions) {
    this.name = folder
    this.#folder = folder
    this.#minFreeBytes = minFreeBytes
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(key)
    const temporary = `${path}.${randomBytes(4).toString('hex')}.tmp`
    try {
      await mkdir(dirname(path), { recursive: true })
      await this.#assertRoom(bytes.length)
      await using file = await open(temporary, 'wx', 0o640)
      await file.writeFile(bytes)
      await file.datasync()
      await rename(temporary, path)
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => {})
      throw cause instanceof StoreError ? cause : this.#failed(`${key} cannot be written`, cause)
    }
  }

  async get(key: string, { maxBytes }: { readonly maxBytes: number }): Promise<Uint8Array | undefined> {
    try {
      await using file = await open(this.#pathOf(key), 'r')
      const { size } = await file.stat()
      if (size > maxBytes) throw this.#failed(`${key} is too large`)
      return await file.readFile()
    } catch (cause) {
      if (isMissing(cause)) return undefined
      throw cause instanceof StoreError ? cause : this.#failed(`${key} cannot be read`, cause)
    }
  }

  async *list(prefix: string): AsyncGenerator<StoredObject> {
    // A prefix may end in the middle of a name.
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    const begin = prefix.slice(folder.length)
    for await (const path of filesBelow(join(this.#folder, folder), begin)) {
      const key = relative(this.#folder, path).split(sep).join('/')
      if (key.endsWith('.tmp')) continue
      const found = await stat(path).catch(() => undefined)
      if (found) yield { key, bytes: found.size, modifiedAtMs: found.mtimeMs }
    }
  }

  async folders(prefix: string): Promise<readonly string[]> {
    try {
      const entries = await readdir(join(this.#folder, prefix), { withFileTypes: true })
      return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
    } catch (cause) {
      if (isMissing(cause)) return []
      throw this.#failed('it cannot be listed', cause)
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      try {
        const path = this.#pathOf(key)
        await rm(path, { force: true })
        await this.#removeEmpty(dirname(path))
      } catch (cause) {
        throw this.#failed(`${key} cannot be deleted`, cause)
      }
    }
  }

  close(): void {}

  /** Folders that hold nothing any more go too. */
  async #removeEmpty(folder: string): Promise<void> {
    for (let at = folder; at !== this.#folder && at.startsWith(this.#folder); at = dirname(at)) {
      try {
        await rmdir(at)
      } catch {
        return
      }
    }
  }

  async #assertRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder)
    if (bavail * bsize - bytes < this.#minFreeBytes) throw this.#failed('the disk is nearly full')
  }

  #pathOf(key: string): string {
    if (!isObjectKey(key)) throw this.#failed(`${JSON.stringify(key.slice(0, 100))} is no key`)
    return join(this.#folder, ...key.split('/'))
  }

  #failed(problem: string, cause?: unknown): StoreError {
    return new StoreError({ store: this.name, problem, cause })
  }
}

/** @param begin what names in the folder itself begin with. */
async function* filesBelow(folder: string, begin = ''): AsyncGenerator<string> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error) => {
    if (isMissing(error)) return []
    throw error
  })
  for (const entry of entries) {
    if (!entry.name.startsWith(begin)) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (entry.isFile()) yield path
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
