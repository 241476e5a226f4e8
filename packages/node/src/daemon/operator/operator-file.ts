import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { DataDirError } from '../../state/errors.ts'
import { readIfThere, writePrivate } from './token-file.ts'

const operatorFileSchema = z.object({
  url: z.url(),
  pid: z.int().positive(),
  role: z.string(),
})

/** Where a running node's operator API is. */
export type OperatorFile = z.output<typeof operatorFileSchema>

function pathIn(dataDir: string): string {
  return join(dataDir, 'operator.json')
}

/** Tells commands where to find the node that works in this folder. @throws {DataDirError} */
export async function writeOperatorFile(dataDir: string, facts: OperatorFile): Promise<void> {
  await writePrivate(pathIn(dataDir), `${JSON.stringify(facts)}\n`)
}

/** The node has ended. */
export async function removeOperatorFile(dataDir: string): Promise<void> {
  await rm(pathIn(dataDir), { force: true })
}

/** @returns undefined when no node has told that it works in this folder. @throws {DataDirError} */
export async function readOperatorFile(dataDir: string): Promise<OperatorFile | undefined> {
  const path = pathIn(dataDir)
  const text = await readIfThere(path)
  if (text === undefined) return undefined
  try {
    return operatorFileSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new DataDirError({ path, action: 'used', cause })
  }
}
