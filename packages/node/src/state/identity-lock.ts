import { realpathSync } from 'node:fs'
import type { Logger } from '@millrace/common'
import { FileLock } from '@millrace/common/file-lock'
import { IdentityInUseError } from './errors.ts'

export interface Identity {
  /** Whose key a node signs with. */
  readonly keystoreFile: string
  /** One node of each role may have a key. */
  readonly role: string
}

/**
 * Keeps a second node of a role from working under the same key on this machine, whatever its data folder: two would pay
 * and send transactions over each other. The lock is a file beside the keystore; where none can be made (the folder is
 * read-only) nothing is locked, which is logged.
 * @throws {IdentityInUseError} when another node has it.
 */
export function lockIdentity({ keystoreFile, role }: Identity, log: Logger): FileLock | undefined {
  let lock: FileLock | undefined
  try {
    lock = FileLock.take(`${realpathSync(keystoreFile)}.${role}.lock`)
  } catch (err) {
    // A keystore that is not there is told of by whoever opens it.
    const isMissing = err instanceof Error && 'code' in err && err.code === 'ENOENT'
    if (!isMissing) log.warn({ err, keystoreFile }, 'keystore cannot be locked against a second node')
    return undefined
  }
  if (lock === undefined) throw new IdentityInUseError({ keystoreFile, role })
  return lock
}
