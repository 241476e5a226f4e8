import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from '@millrace/common'
import { DataDirError } from '../../state/errors.ts'
import type { StreamKeys } from './stream-keys.ts'
import type { StreamRegistry } from './stream-registry.ts'

const checkMs = 1_000

/** Sends encoders away soon after their key was revoked or rotated, here or by the command line. */
export function watchKeys(
  keys: StreamKeys,
  { registry, log }: { readonly registry: StreamRegistry; readonly log: Logger },
): { close(): void } {
  let failing = false
  const timer = setInterval(async () => {
    try {
      await keys.reload()
      registry.disconnectRevoked((keyId) => keys.isValid(keyId))
      failing = false
    } catch (err) {
      if (!failing) log.error({ err }, 'stream keys cannot be read, those known are kept')
      failing = true
    }
  }, checkMs)
  timer.unref()
  return { close: () => clearInterval(timer) }
}

/**
 * Makes a key for the default stream when it has none. The key goes into a file that only its owner may read, and
 * nowhere else.
 */
export async function makeDefaultKey(
  keys: StreamKeys,
  { streamId, dataDir, log }: { readonly streamId: string; readonly dataDir: string; readonly log: Logger },
): Promise<void> {
  if (keys.list().some((key) => key.streamId === streamId)) return
  const key = await keys.create(streamId)
  const path = join(dataDir, `${streamId}.stream-key`)
  try {
    await writeFile(path, `${key}\n`, { mode: 0o600 })
    await chmod(path, 0o600)
  } catch (cause) {
    throw new DataDirError({ path, action: 'written', cause })
  }
  log.info({ streamId, file: path }, 'stream key made')
}
