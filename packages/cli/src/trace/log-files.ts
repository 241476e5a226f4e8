import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { LogFileError } from '../errors.ts'

/** Stands for standard input among paths. */
export const standardInput = '-'
/** A line that is longer is no log line, and is not kept to find out. */
const longestLineBytes = 1 << 20
/** Names in a folder that are taken for logs, rotated ones too: `gateway.log`, `gateway.log.1.gz`. */
const logName = /\.(log|jsonl)(\.|-|$)/

/** Files as they are, and the logs in folders and all below them. @throws {LogFileError} */
export async function findLogFiles(paths: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) {
    if (path === standardInput || !(await isFolder(path))) files.push(path)
    else files.push(...(await logsIn(path)))
  }
  return [...new Set(files)]
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (cause) {
    throw new LogFileError({ file: path, cause })
  }
}

async function logsIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true })
    return entries
      .filter((entry) => entry.isFile() && logName.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
  } catch (cause) {
    throw new LogFileError({ file: folder, cause })
  }
}

/** The lines of a log, packed with gzip or not; undefined for one that is too long to be kept. @throws {LogFileError} */
export async function* readLogLines(file: string): AsyncGenerator<string | undefined> {
  try {
    yield* splitLines(openLog(file))
  } catch (cause) {
    throw new LogFileError({ file, cause })
  }
}

function openLog(file: string): Readable {
  if (file === standardInput) return process.stdin
  const stream = createReadStream(file)
  if (!file.endsWith('.gz')) return stream
  const unpacked = createGunzip()
  stream.once('error', (error) => unpacked.destroy(error))
  return stream.pipe(unpacked).once('close', () => stream.destroy())
}

async function* splitLines(stream: Readable): AsyncGenerator<string | undefined> {
  let parts: Buffer[] = []
  let bytes = 0
  const take = (): string | undefined => {
    const line = bytes > longestLineBytes ? undefined : Buffer.concat(parts).toString()
    parts = []
    bytes = 0
    return line
  }
  const add = (part: Buffer) => {
    bytes += part.length
    if (bytes <= longestLineBytes) parts.push(part)
    else parts = []
  }
  for await (const chunk of stream) {
    let rest = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk))
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      add(rest.subarray(0, end))
      yield take()
      rest = rest.subarray(end + 1)
    }
    add(rest)
  }
  if (bytes > 0) yield take()
}
