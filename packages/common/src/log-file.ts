import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type DestinationStream, destination } from 'pino'

export interface LogFileOptions {
  /** Its folder is made when it is not there. */
  readonly path: string
  /** A file that would grow beyond this is put aside as `path.1`; 0: never, something else rotates it. */
  readonly maxBytes: number
  /** Files put aside that are kept: `path.1` is the youngest. */
  readonly keep: number
  /** Named in what is told when the file cannot be written. */
  readonly name: string
}

interface OpenFile {
  readonly fd: number
  bytes: number
}

type Problem = 'open' | 'write' | 'rotate'

/** Group may read, as with other daemons' logs; others may not. */
const mode = 0o640

/**
 * Log lines in a file of bounded size. Each line is written before `write` returns, so that a crash loses none. While
 * the file cannot be written (a full disk, a folder that is not ours) lines go to standard error, and the log goes on in
 * the file as soon as that works again. Several processes may write to one file: each notices when another put it aside.
 */
export class LogFile implements DestinationStream {
  readonly #options: LogFileOptions
  readonly #instead: DestinationStream
  #file: OpenFile | undefined
  #problem: Problem | undefined
  /** A write was cut off within a line; the next one begins a new line. */
  #isTorn = false

  /** @param instead takes what the file cannot; standard error by default. */
  constructor(options: LogFileOptions, instead: DestinationStream = destination({ dest: 2, sync: true })) {
    this.#options = options
    this.#instead = instead
    this.reopen()
  }

  write(line: string): void {
    const bytes = Buffer.from(this.#isTorn ? `\n${line}` : line)
    try {
      const file = this.#fileFor(bytes.length)
      writeAll(file, bytes, () => {
        this.#isTorn = true
      })
      this.#isTorn = false
      if (this.#problem === 'write') this.#solved()
    } catch (error) {
      this.#tellUnwritable(reasonOf(error))
      this.#instead.write(line)
    }
  }

  /** Opens the file by its name, since something else has put it aside. When that fails, the one at hand stays. */
  reopen(): void {
    const before = this.#file
    try {
      this.#file = this.#open()
      if (before !== undefined) closeSync(before.fd)
      if (this.#problem === 'open') this.#solved()
    } catch (error) {
      const reason = reasonOf(error)
      if (before === undefined) this.#tellUnwritable(reason)
      else this.#tell('open', `cannot be opened anew (${reason}); the log goes on in the file it was`)
    }
  }

  /** Idempotent. A line that comes later opens it again. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file.fd)
    this.#file = undefined
  }

  #open(): OpenFile {
    const { path } = this.#options
    mkdirSync(dirname(path), { recursive: true })
    const fd = openSync(path, 'a', mode)
    return { fd, bytes: fstatSync(fd).size }
  }

  #fileFor(bytes: number): OpenFile {
    this.#file ??= this.#open()
    const { maxBytes } = this.#options
    const isFull = () =>
      maxBytes > 0 && this.#file !== undefined && this.#file.bytes > 0 && this.#file.bytes + bytes > maxBytes
    // It may be another process that put it aside.
    if (isFull() && !isNamed(this.#options.path, this.#file.fd)) this.reopen()
    if (isFull()) this.#rotate()
    return this.#file
  }

  /** A folder in which nothing can be renamed must not lose a line: the file grows on then. */
  #rotate(): void {
    const { path, keep } = this.#options
    try {
      for (let age = keep; age > 1; age--) moveIfThere(`${path}.${age - 1}`, `${path}.${age}`)
      if (keep > 0) renameSync(path, `${path}.1`)
      else rmSync(path)
      this.reopen()
      if (this.#problem === 'rotate') this.#solved()
    } catch (error) {
      this.#tell('rotate', `cannot be put aside (${reasonOf(error)}) and grows on`)
    }
  }

  #tellUnwritable(reason: string): void {
    this.#tell('write', `cannot be written (${reason}); lines go to standard error until it can`)
  }

  /** Once for each problem, however many lines it meets. */
  #tell(problem: Problem, sentence: string): void {
    if (this.#problem === problem) return
    this.#problem = problem
    this.#say(sentence)
  }

  #solved(): void {
    this.#problem = undefined
    this.#say('is written as it should be again')
  }

  #say(sentence: string): void {
    this.#instead.write(`millrace ${this.#options.name}: the log file ${this.#options.path} ${sentence}\n`)
  }
}

/** @param onPart called when a write failed after a part of the bytes. */
function writeAll(file: OpenFile, bytes: Buffer, onPart: () => void): void {
  let written = 0
  try {
    while (written < bytes.length) {
      const count = writeSync(file.fd, bytes, written)
      written += count
      file.bytes += count
    }
  } catch (error) {
    if (written > 0) onPart()
    throw error
  }
}

function isNamed(path: string, fd: number): boolean {
  const named = statSync(path, { throwIfNoEntry: false })
  const open = fstatSync(fd)
  return named?.ino === open.ino && named.dev === open.dev
}

function moveIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (reasonOf(error) !== 'ENOENT') throw error
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
