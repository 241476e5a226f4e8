import { randomBytes } from 'node:crypto'
import { access, constants, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { writeFileAtomic } from '@millrace/common'
import { DataFolderBusyError, DataFolderError } from './errors.ts'

/** The one folder in which a network keeps everything, held by one process at a time. */
export class DataFolder {
  readonly path: string

  private constructor(path: string) {
    this.path = path
  }

  /** @throws {DataFolderError | DataFolderBusyError} */
  static async open(folder: string): Promise<DataFolder> {
    const path = resolve(folder)
    const data = new DataFolder(path)
    try {
      await mkdir(data.logs, { recursive: true, mode: 0o700 })
      await access(path, constants.W_OK | constants.R_OK)
      // A full disk says so here and not in the middle of the start.
      await writeFileAtomic(join(path, '.writable'), randomBytes(4_096))
      await rm(join(path, '.writable'))
    } catch (cause) {
      throw new DataFolderError({ folder: path, cause })
    }
    await data.#lock()
    return data
  }

  get logs(): string {
    return join(this.path, 'logs')
  }

  folderOf(role: string): string {
    return join(this.path, role)
  }

  logFileOf(role: string): string {
    return join(this.logs, `${role}.log`)
  }

  /** Writes a settings file that only its owner may read. @returns its path */
  async writeConfig(role: string, config: object): Promise<string> {
    const folder = this.folderOf(role)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, 'config.json')
    await writeFileAtomic(file, `${JSON.stringify(config, amountsAsText, 2)}\n`, { mode: 0o600 })
    return file
  }

  /** A text that is made once and then kept, readable by its owner only. */
  async secret(
    name: string,
    make: () => string = () => randomBytes(24).toString('base64url'),
  ): Promise<{ file: string; value: string }> {
    const folder = join(this.path, 'secrets')
    const file = join(folder, name)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const kept = await readFile(file, 'utf8').catch(() => undefined)
    if (kept !== undefined) return { file, value: kept }
    const value = make()
    await writeFileAtomic(file, value, { mode: 0o600 })
    return { file, value }
  }

  async close(): Promise<void> {
    await rm(this.#lockFile, { force: true })
  }

  get #lockFile(): string {
    return join(this.path, 'lock')
  }

  async #lock(): Promise<void> {
    for (let attempt = 0; attempt < 2; attempt++) {
      try {
        await writeFile(this.#lockFile, String(process.pid), { flag: 'wx', mode: 0o600 })
        return
      } catch {
        const pid = Number(await readFile(this.#lockFile, 'utf8').catch(() => ''))
        if (pid !== process.pid && isRunning(pid)) throw new DataFolderBusyError({ folder: this.path, pid })
        await rm(this.#lockFile, { force: true })
      }
    }
    throw new DataFolderBusyError({ folder: this.path, pid: 0 })
  }
}

function isRunning(pid: number): boolean {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

function amountsAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value
}
