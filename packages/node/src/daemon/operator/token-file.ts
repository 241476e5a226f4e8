import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@millrace/common'
import { z } from 'zod'
import { DataDirError } from '../../state/errors.ts'
import { operatorScopes } from './scopes.ts'

export const maxTokens = 1_000

const tokenRecordSchema = z.strictObject({
  id: z.string().regex(/^[0-9a-f]{8}$/),
  name: z.string().max(64),
  scopes: z.array(z.enum(operatorScopes)).min(1),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  createdAtMs: z.number(),
})
const tokenFileSchema = z.strictObject({
  version: z.literal(1),
  tokens: z.array(tokenRecordSchema).max(maxTokens),
})

/** One token at rest: never the token itself. It is 256 random bits, so that a plain hash gives nothing away. */
export type TokenRecord = z.output<typeof tokenRecordSchema>

/** @throws {DataDirError} naming the file when it cannot be read or is corrupt. */
export async function readTokenFile(path: string): Promise<readonly TokenRecord[]> {
  const text = await readIfThere(path)
  if (text === undefined) return []
  try {
    return tokenFileSchema.parse(JSON.parse(text)).tokens
  } catch {
    throw new DataDirError({ path, action: 'used', cause: new Error('it is not a file of operator tokens') })
  }
}

/** Readable by its owner only. @throws {DataDirError} naming the file. */
export async function writeTokenFile(path: string, tokens: readonly TokenRecord[]): Promise<void> {
  await writePrivate(path, `${JSON.stringify({ version: 1, tokens }, null, 2)}\n`)
}

/** @returns undefined when there is no such file. @throws {DataDirError} when it cannot be read. */
export async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new DataDirError({ path, action: 'read', cause })
  }
}

/** Readable by its owner only. @throws {DataDirError} naming the file. */
export async function writePrivate(path: string, text: string): Promise<void> {
  try {
    await writeFileAtomic(path, text, { mode: 0o600 })
  } catch (cause) {
    throw new DataDirError({ path, action: 'written', cause })
  }
}
