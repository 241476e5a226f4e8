import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Replaces a file so that a reader, and a machine that loses power, sees the old bytes or the new ones and never a part:
 * temporary file, fsync, rename, fsync of the folder.
 */
export async function writeFileAtomic(
  path: string,
  data: string | Uint8Array,
  { mode = 0o644 } = {},
): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    await using file = await open(temporary, 'w', mode)
    await file.writeFile(data)
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await rename(temporary, path)
  await using folder = await open(dirname(path), 'r')
  await folder.sync()
}
