/** An event of the TicketBroker that names the gateway. */
export interface FundsEvent {
  readonly blockNumber: number
  readonly name: string
  readonly args?: unknown
}

export interface DepositPoint {
  readonly block: number
  /** Deposit after the block, in wei. */
  readonly depositWei: bigint
}

/** What each event adds to a deposit. Of what a ticket was paid, a claim against the reserve is no part of the deposit. */
const changes: Readonly<Record<string, (args: Readonly<Record<string, string>>) => bigint>> = {
  DepositFunded: ({ amount = '0' }) => BigInt(amount),
  WinningTicketTransfer: ({ amount = '0' }) => -BigInt(amount),
  ReserveClaimed: ({ amount = '0' }) => BigInt(amount),
  Withdrawal: ({ deposit = '0' }) => -BigInt(deposit),
}

/**
 * A gateway's deposit after each block in which it changed, oldest first: from what it is now back through its events.
 * @param events the newest first
 */
export function depositHistory(depositWei: bigint, events: readonly FundsEvent[]): readonly DepositPoint[] {
  const points: DepositPoint[] = []
  let after = depositWei
  for (const { blockNumber: block, name, args } of events) {
    const change = changes[name]?.((args ?? {}) as Readonly<Record<string, string>>) ?? 0n
    if (change === 0n) continue
    if (points.at(-1)?.block !== block) points.push({ block, depositWei: after })
    after -= change
  }
  return points.toReversed()
}
