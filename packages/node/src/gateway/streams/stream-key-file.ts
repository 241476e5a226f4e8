import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { writeFileAtomic } from '@millrace/common'
import { z } from 'zod'
import { DataDirError } from '../../state/errors.ts'

const keyRecordSchema = z.strictObject({
  id: z.string().min(1),
  streamId: z.string().min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAtMs: z.number(),
  /** Unset: until revoked. */
  validUntilMs: z.number().optional(),
})
const keyFileSchema = z.strictObject({
  version: z.literal(1),
  salt: z.string().regex(/^[0-9a-f]{64}$/),
  keys: z.array(keyRecordSchema).max(100_000),
})

/** One stream key at rest: never the key itself, only its hash. */
export type StreamKeyRecord = z.output<typeof keyRecordSchema>
export type StreamKeyFile = z.output<typeof keyFileSchema>

/**
 * @returns undefined when there is no file yet.
 * @throws {DataDirError} naming the file when it cannot be read or is corrupt.
 */
export async function readStreamKeyFile(path: string): Promise<StreamKeyFile | undefined> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new DataDirError({ path, action: 'read', cause })
  }
  try {
    return keyFileSchema.parse(JSON.parse(text))
  } catch {
    // The parser's own message may quote the file.
    throw new DataDirError({ path, action: 'used', cause: new Error('it is not a file of stream keys') })
  }
}

/** Readable by its owner only. @throws {DataDirError} naming the file. */
export async function writeStreamKeyFile(path: string, file: StreamKeyFile): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeFileAtomic(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 })
  } catch (cause) {
    throw new DataDirError({ path, action: 'written', cause })
  }
}
