import type { Address } from 'viem'

/** An event of the contracts that these pages keep account of. Amounts in wei. */
export type LedgerEvent = { readonly block: bigint } & (
  | { readonly kind: 'registered'; readonly orchestrator: Address }
  /** Deposit and reserve of a gateway changed without a ticket. */
  | { readonly kind: 'funds'; readonly gateway: Address; readonly deposit: bigint; readonly reserve: bigint }
  /** A winning ticket was paid. */
  | {
      readonly kind: 'paid'
      readonly gateway: Address
      readonly orchestrator: Address
      readonly amount: bigint
    }
)

export interface Redeemed {
  readonly tickets: number
  readonly wei: bigint
}

export interface FundsPoint {
  readonly block: number
  /** Deposit and reserve after the block, in wei. */
  readonly deposit: bigint
  readonly reserve: bigint
}

/** What events since the deployment add up to. Keys are lower-case addresses. */
export interface Ledger {
  /** Whoever has ever set an orchestrator's cuts, in the order in which they first did. */
  readonly orchestrators: readonly Address[]
  /** What tickets paid to each orchestrator. */
  readonly earned: ReadonlyMap<string, Redeemed>
  /** What tickets took from each gateway. */
  readonly spent: ReadonlyMap<string, Redeemed>
  /** Each gateway's funds after the last blocks in which they changed, oldest first. */
  readonly funds: ReadonlyMap<string, readonly FundsPoint[]>
}

export const emptyLedger: Ledger = {
  orchestrators: [],
  earned: new Map(),
  spent: new Map(),
  funds: new Map(),
}

export const nothingRedeemed: Redeemed = { tickets: 0, wei: 0n }

const keptPoints = 240

/** A ledger with more events, which are in order and later than those that it has. */
export function addEvents(ledger: Ledger, events: readonly LedgerEvent[]): Ledger {
  if (events.length === 0) return ledger
  const orchestrators = new Map(ledger.orchestrators.map((address) => [address.toLowerCase(), address]))
  const earned = new Map(ledger.earned)
  const spent = new Map(ledger.spent)
  const funds = new Map(ledger.funds)
  for (const event of events) {
    if (event.kind === 'registered') {
      const key = event.orchestrator.toLowerCase()
      if (!orchestrators.has(key)) orchestrators.set(key, event.orchestrator)
    } else if (event.kind === 'paid') {
      count(earned, event.orchestrator, event.amount)
      count(spent, event.gateway, event.amount)
      changeFunds(funds, event, { deposit: -event.amount, reserve: 0n })
    } else changeFunds(funds, event, event)
  }
  return { orchestrators: [...orchestrators.values()], earned, spent, funds }
}

function count(sums: Map<string, Redeemed>, address: Address, amount: bigint): void {
  const { tickets, wei } = sums.get(address.toLowerCase()) ?? nothingRedeemed
  sums.set(address.toLowerCase(), { tickets: tickets + 1, wei: wei + amount })
}

function changeFunds(
  funds: Map<string, readonly FundsPoint[]>,
  { gateway, block }: { gateway: Address; block: bigint },
  change: { readonly deposit: bigint; readonly reserve: bigint },
): void {
  const key = gateway.toLowerCase()
  const points = funds.get(key) ?? []
  const last = points.at(-1)
  const point = {
    block: Number(block),
    deposit: (last?.deposit ?? 0n) + change.deposit,
    reserve: (last?.reserve ?? 0n) + change.reserve,
  }
  const before = last?.block === point.block ? points.slice(0, -1) : points
  funds.set(key, [...before, point].slice(-keptPoints))
}

/** A ledger up to a block, and the part of it that no reorganisation is expected to change any more. */
export interface LedgerState {
  readonly settledBlock: bigint
  readonly settled: Ledger
  readonly current: Ledger
}

/** A reorganisation deeper than this is not looked for. */
const unsettledBlocks = 12n

export function startLedger(deployedAtBlock: number): LedgerState {
  return { settledBlock: BigInt(deployedAtBlock) - 1n, settled: emptyLedger, current: emptyLedger }
}

/** @param events all after `settledBlock`, in order; some may be newer than `head`. */
export function advanceLedger(
  { settledBlock, settled }: LedgerState,
  head: bigint,
  events: readonly LedgerEvent[],
): LedgerState {
  const settlesAt = head - unsettledBlocks > settledBlock ? head - unsettledBlocks : settledBlock
  const next = addEvents(
    settled,
    events.filter(({ block }) => block <= settlesAt),
  )
  return {
    settledBlock: settlesAt,
    settled: next,
    current: addEvents(
      next,
      events.filter(({ block }) => block > settlesAt),
    ),
  }
}
