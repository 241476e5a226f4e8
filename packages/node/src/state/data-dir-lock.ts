import { join } from 'node:path'
import { FileLock } from '@millrace/common/file-lock'
import { DataDirError, DataDirLockedError } from './errors.ts'

/**
 * Keeps a second node out of a data folder.
 * @throws {DataDirLockedError} when another node holds the folder.
 * @throws {DataDirError} when the lock file cannot be made.
 */
export function lockDataDir(dataDir: string): FileLock {
  const lock = take(join(dataDir, 'lock.sqlite'))
  if (lock === undefined) throw new DataDirLockedError({ dataDir })
  return lock
}

function take(path: string): FileLock | undefined {
  try {
    return FileLock.take(path)
  } catch (cause) {
    throw new DataDirError({ path, action: 'locked', cause })
  }
}
