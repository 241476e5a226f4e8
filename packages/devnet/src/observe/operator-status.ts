import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const amount = z.string().regex(/^\d+$/).transform(BigInt)

/** What of an orchestrator's operator status a network view needs. */
const operatorStatusSchema = z.object({
  address: z.string(),
  recipient: z.string(),
  segmentsDone: z.number(),
  earnings: z.object({
    ticketsReceived: z.number(),
    ticketValueWei: amount,
    ticketsWon: z.number(),
    ticketsWaiting: z.number(),
    ticketsRedeemed: z.number(),
    ticketsLost: z.number(),
    redeemedWei: amount,
  }),
})

export type OperatorStatus = z.output<typeof operatorStatusSchema>

const timeoutMs = 2_000

/** Where an orchestrator is asked, and its data folder, where the token for it is. */
export interface OperatorAccess {
  readonly operatorUrl: string
  readonly dataDir: string
}

/** Asks one orchestrator's operator API. @returns undefined while it cannot be reached */
export async function readOperatorStatus({
  operatorUrl,
  dataDir,
}: OperatorAccess): Promise<OperatorStatus | undefined> {
  try {
    const token = (await readFile(join(dataDir, 'operator-token'), 'utf8')).trim()
    const response = await fetch(new URL('/api/v1/status', operatorUrl), {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    })
    return response.ok ? operatorStatusSchema.parse(await response.json()) : undefined
  } catch {
    return undefined
  }
}
