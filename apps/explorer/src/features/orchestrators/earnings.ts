import { useBrokerEvents } from '../../network/broker-events.ts'

export interface Redeemed {
  readonly tickets: number
  readonly wei: bigint
}

/** What winning tickets paid to each orchestrator since the deployment, by lower-case address. */
export function useRedeemed(): ReadonlyMap<string, Redeemed> | undefined {
  const { data } = useBrokerEvents()
  if (!data) return undefined
  const sums = new Map<string, Redeemed>()
  for (const { kind, orchestrator, amount } of data.events) {
    if (kind !== 'paid' || !orchestrator) continue
    const key = orchestrator.toLowerCase()
    const { tickets = 0, wei = 0n } = sums.get(key) ?? {}
    sums.set(key, { tickets: tickets + 1, wei: wei + amount })
  }
  return sums
}
