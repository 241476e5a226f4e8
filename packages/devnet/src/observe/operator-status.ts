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

/** Asks one orchestrator's operator API. @returns undefined while it cannot be reached */
export async function readOperatorStatus(operatorUrl: string): Promise<OperatorStatus | undefined> {
  try {
    const response = await fetch(new URL('/status', operatorUrl), { signal: AbortSignal.timeout(timeoutMs) })
    return response.ok ? operatorStatusSchema.parse(await response.json()) : undefined
  } catch {
    return undefined
  }
}
