import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Sizes in the format of SQLite's write-ahead log. */
const walHeaderBytes = 32
const frameHeaderBytes = 24

/** The bytes of a database's write-ahead log now. */
export function walBytes(path: string): number {
  return statSync(`${path}-wal`).size
}

/**
 * The data folder as a crash leaves it at each write: the log cut behind every page that was written to it, and in the
 * middle of each. The folder is gone when the next one is asked for.
 */
export function* crashImages(
  path: string,
  { pageBytes }: { pageBytes: number },
): Generator<{ readonly folder: string; readonly bytes: number }> {
  const wal = readFileSync(`${path}-wal`)
  const frameBytes = frameHeaderBytes + pageBytes
  const name = path.slice(path.lastIndexOf('/') + 1)
  for (let bytes = walHeaderBytes; bytes <= wal.length; bytes += frameBytes / 2) {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-crash-'))
    try {
      copyFileSync(path, join(folder, name))
      writeFileSync(join(folder, `${name}-wal`), wal.subarray(0, bytes))
      yield { folder, bytes }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}
