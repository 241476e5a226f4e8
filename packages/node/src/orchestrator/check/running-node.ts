import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from '@millrace/crypto'
import { z } from 'zod'
import { readOperatorFile } from '../../daemon/operator/operator-file.ts'

const statusSchema = z.object({
  serviceUri: z.string(),
  address: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/)
    .transform((text): Address => text as Address),
  certificateFingerprint: z.string().optional(),
})

/** What a running node says of itself. */
export type RunningNode = z.output<typeof statusSchema>

const timeoutMs = 5_000

/** Asks the orchestrator that works in a data folder. @returns undefined when none does, or it does not answer */
export async function findRunningNode(dataDir: string): Promise<RunningNode | undefined> {
  try {
    const place = await readOperatorFile(dataDir)
    if (place?.role !== 'orchestrator') return undefined
    const token = (await readFile(join(dataDir, 'operator-token'), 'utf8')).trim()
    const reply = await fetch(new URL('/api/v1/status', place.url), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    })
    return statusSchema.parse(await reply.json())
  } catch {
    return undefined
  }
}
