import type { Hex } from '@millrace/crypto'
import type {
  DayRow,
  Happening,
  Ledger,
  OrchestratorDayRow,
  ProtocolRow,
  RoundRow,
} from '../ledger/ledger.ts'
import type { EventPlace } from './event.ts'

const secondsPerDay = 86_400

/** What the handlers of one event work with. */
export interface Scope {
  readonly ledger: Ledger
  readonly at: EventPlace
  /** The last initialised round. */
  readonly round: number
  /** Values that parameters were set to, where the event names one. */
  readonly parameterValue: bigint | undefined
}

const emptyProtocol: ProtocolRow = {
  id: 1,
  currentRound: 0,
  isPaused: true,
  totalActiveStakeWei: 0n,
  nextTotalActiveStakeWei: 0n,
  mintableWei: 0n,
  inflation: 0n,
  totalSupplyWei: 0n,
  supplyElsewhereWei: 0n,
  delegators: 0,
  feesWei: 0n,
  rewardsWei: 0n,
  winningTickets: 0,
}

export function protocolOf(ledger: Ledger): ProtocolRow {
  return ledger.tables.protocol.get(1) ?? emptyProtocol
}

/** All tokens, those of other chains included. */
export function totalSupplyOf(ledger: Ledger): bigint {
  const { totalSupplyWei, supplyElsewhereWei } = protocolOf(ledger)
  return totalSupplyWei + supplyElsewhereWei
}

export function changeProtocol(ledger: Ledger, change: (row: ProtocolRow) => Partial<ProtocolRow>): void {
  const row = protocolOf(ledger)
  ledger.tables.protocol.set({ ...row, ...change(row) })
}

/** Sums of the current round; nothing before the first round. */
export function changeRound({ ledger, round }: Scope, change: (row: RoundRow) => Partial<RoundRow>): void {
  const row = ledger.tables.round.get(round)
  if (row) ledger.tables.round.set({ ...row, ...change(row) })
}

/** Days since 1970-01-01. */
export function dayOf(time: number): number {
  return Math.floor(time / secondsPerDay)
}

export function changeDay({ ledger, at }: Scope, change: (row: DayRow) => Partial<DayRow>): void {
  const number = dayOf(at.time)
  const row = ledger.tables.day.get(number) ?? emptyDay(ledger, number)
  ledger.tables.day.set({ ...row, ...change(row) })
}

/** What an orchestrator took in on the day of the event; to be called before its sums of all days are changed. */
export function changeOrchestratorDay(
  { ledger, at }: Scope,
  orchestrator: Hex,
  change: (row: OrchestratorDayRow) => Partial<OrchestratorDayRow>,
): void {
  const day = dayOf(at.time)
  const { orchestratorDay } = ledger.tables
  const row = orchestratorDay.get(orchestrator, day) ?? {
    ...{ orchestrator, day, feesWei: 0n, winningTickets: 0, rewardsWei: 0n },
    feesBeforeWei: ledger.tables.orchestrator.get(orchestrator)?.feesWei ?? 0n,
  }
  orchestratorDay.set({ ...row, ...change(row) })
}

function emptyDay(ledger: Ledger, day: number): DayRow {
  const { totalActiveStakeWei, inflation, delegators, currentRound } = protocolOf(ledger)
  return {
    day,
    feesWei: 0n,
    winningTickets: 0,
    rewardsWei: 0n,
    newStakeWei: 0n,
    movedStakeWei: 0n,
    unbondedStakeWei: 0n,
    totalActiveStakeWei,
    totalSupplyWei: totalSupplyOf(ledger),
    inflation,
    delegators,
    activeOrchestrators: ledger.tables.round.get(currentRound)?.activeOrchestrators ?? 0,
  }
}

/** Tells the consumers of the outbox. */
export function happen(
  { ledger, at, round }: Scope,
  kind: string,
  { subject = null, ...data }: { readonly subject?: Hex | null } & Happening['data'],
): void {
  const last = ledger.happenings.at(-1)
  const position = last?.txHash === at.txHash ? last.position + 1 : 0
  const { blockNumber, txHash } = at
  ledger.happenings.push({ kind, subject, round, blockNumber, txHash, position, data })
}
