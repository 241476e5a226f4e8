import type { ticketBrokerAbi } from '@millrace/abi'
import type { Hex } from '@millrace/crypto'
import type { GatewayDayRow, GatewayRow, Ledger } from '../ledger/ledger.ts'
import { addFees } from './earnings.ts'
import type { Handlers } from './handlers.ts'
import {
  changeDay,
  changeOrchestratorDay,
  changeProtocol,
  changeRound,
  dayOf,
  happen,
  type Scope,
} from './scope.ts'

/** Fees of one orchestrator that the broker has paid and not yet booked. */
interface OpenFees {
  readonly orchestrator: Hex
  readonly round: number
  readonly feesWei: bigint
}

/** How a broker books the fees of a batch: one sum for each run of tickets for one recipient, or each ticket's by itself. */
export type FeeBooking = 'run' | 'ticket'

/** Handlers of the TicketBroker's events, and the booking of fees that they leave open. */
export class Payments {
  readonly #booking: FeeBooking
  #open: OpenFees | undefined
  #claimedWei = 0n
  /** What the ticket whose events are being read was paid. */
  #paidWei = 0n

  constructor(booking: FeeBooking) {
    this.#booking = booking
  }

  readonly handlers: Handlers<typeof ticketBrokerAbi> = {
    DepositFunded: (scope, { sender, amount }) =>
      fund(scope, sender, (row) => ({ depositWei: row.depositWei + amount })),
    ReserveFunded: (scope, { reserveHolder, amount }) =>
      fund(scope, reserveHolder, (row) => ({ reserveWei: row.reserveWei + amount })),
    ReserveClaimed: (scope, { reserveHolder, amount }) => {
      this.#claimedWei += amount
      changeGateway(scope.ledger, reserveHolder, (row) => claimOf(row, scope.round, amount))
    },
    WinningTicketTransfer: (scope, { sender, recipient, amount }) => {
      const fromDepositWei = amount - this.#claimedWei
      this.#claimedWei = 0n
      this.#paidWei = amount
      this.#add(scope, { orchestrator: recipient, round: scope.round, feesWei: amount })
      recordPayment(scope, { gateway: sender, orchestrator: recipient, feesWei: amount, fromDepositWei })
    },
    WinningTicketRedeemed: (scope, { sender, recipient, faceValue }) => {
      const paidWei = this.#paidWei
      this.#paidWei = 0n
      const one = { winningTickets: 1 }
      countTickets(scope, { gateway: sender, orchestrator: recipient, ...one })
      const amounts = { faceValueWei: String(faceValue), amountWei: String(paidWei) }
      happen(scope, 'ticket-redeemed', { subject: recipient, gateway: sender, ...amounts })
    },
    Unlock: (scope, { sender, endRound }) => {
      changeGateway(scope.ledger, sender, () => ({ withdrawRound: Number(endRound) }))
      happen(scope, 'gateway-unlocking', { subject: sender, withdrawRound: Number(endRound) })
    },
    UnlockCancelled: ({ ledger }, { sender }) => changeGateway(ledger, sender, () => ({ withdrawRound: 0 })),
    Withdrawal: (scope, { sender, deposit, reserve }) => {
      changeGateway(scope.ledger, sender, () => ({ depositWei: 0n, reserveWei: 0n }))
      const amounts = { depositWei: String(deposit), reserveWei: String(reserve) }
      happen(scope, 'gateway-withdrew', { subject: sender, ...amounts })
    },
  }

  /** Books what is open: the broker does so at the end of a batch. */
  settle(ledger: Ledger): void {
    if (!this.#open) return
    const { orchestrator, round, feesWei } = this.#open
    this.#open = undefined
    addFees(ledger, { account: orchestrator, round }, feesWei)
  }

  #add({ ledger }: Scope, fees: OpenFees): void {
    const isSameRun = this.#booking === 'run' && this.#open?.orchestrator === fees.orchestrator
    if (!isSameRun) this.settle(ledger)
    this.#open = { ...fees, feesWei: (this.#open?.feesWei ?? 0n) + fees.feesWei }
  }
}

function gatewayOf({ tables }: Ledger, address: Hex): GatewayRow {
  return (
    tables.gateway.get(address) ?? {
      address,
      depositWei: 0n,
      reserveWei: 0n,
      reserveClaimRound: 0,
      reserveClaimedWei: 0n,
      withdrawRound: 0,
      feesWei: 0n,
      winningTickets: 0,
      firstFundedBlock: 0,
      lastFundedBlock: 0,
    }
  )
}

function changeGateway(ledger: Ledger, address: Hex, change: (row: GatewayRow) => Partial<GatewayRow>): void {
  const row = gatewayOf(ledger, address)
  ledger.tables.gateway.set({ ...row, ...change(row) })
}

/** To be called before the gateway's sums of all days are changed. */
function changeGatewayDay(
  { ledger, at }: Scope,
  gateway: Hex,
  change: (row: GatewayDayRow) => Partial<GatewayDayRow>,
): void {
  const day = dayOf(at.time)
  const row = ledger.tables.gatewayDay.get(gateway, day) ?? {
    ...{ gateway, day, feesWei: 0n, winningTickets: 0 },
    feesBeforeWei: gatewayOf(ledger, gateway).feesWei,
  }
  ledger.tables.gatewayDay.set({ ...row, ...change(row) })
}

function fund(scope: Scope, address: Hex, change: (row: GatewayRow) => Partial<GatewayRow>): void {
  const { blockNumber } = scope.at
  changeGateway(scope.ledger, address, (row) => ({
    ...change(row),
    firstFundedBlock: row.firstFundedBlock || blockNumber,
    lastFundedBlock: blockNumber,
  }))
  happen(scope, 'gateway-funded', { subject: address })
}

/** What was claimed counts against a recipient's share for the rest of the round. */
function claimOf(row: GatewayRow, round: number, amountWei: bigint): Partial<GatewayRow> {
  const before = row.reserveClaimRound === round ? row.reserveClaimedWei : 0n
  return {
    reserveWei: row.reserveWei - amountWei,
    reserveClaimRound: round,
    reserveClaimedWei: before + amountWei,
  }
}

interface Payment {
  readonly gateway: Hex
  readonly orchestrator: Hex
  readonly feesWei: bigint
  readonly fromDepositWei: bigint
}

function recordPayment(scope: Scope, { gateway, orchestrator, feesWei, fromDepositWei }: Payment): void {
  const { ledger } = scope
  const add = (row: { readonly feesWei: bigint }) => ({ feesWei: row.feesWei + feesWei })
  changeOrchestratorDay(scope, orchestrator, add)
  changeGatewayDay(scope, gateway, add)
  changeGateway(ledger, gateway, (row) => ({
    depositWei: row.depositWei - fromDepositWei,
    feesWei: row.feesWei + feesWei,
  }))
  changePayment(scope, { gateway, orchestrator }, { feesWei, winningTickets: 0 })
  changeProtocol(ledger, add)
  changeRound(scope, add)
  changeDay(scope, add)
}

function countTickets(
  scope: Scope,
  { gateway, orchestrator, winningTickets }: { gateway: Hex; orchestrator: Hex; winningTickets: number },
): void {
  const add = (row: { readonly winningTickets: number }) => ({
    winningTickets: row.winningTickets + winningTickets,
  })
  changeOrchestratorDay(scope, orchestrator, add)
  changeGatewayDay(scope, gateway, add)
  changeGateway(scope.ledger, gateway, add)
  changePayment(scope, { gateway, orchestrator }, { feesWei: 0n, winningTickets })
  changeProtocol(scope.ledger, add)
  changeRound(scope, add)
  changeDay(scope, add)
}

function changePayment(
  { ledger, round }: Scope,
  { gateway, orchestrator }: { readonly gateway: Hex; readonly orchestrator: Hex },
  more: { readonly feesWei: bigint; readonly winningTickets: number },
): void {
  const { payment } = ledger.tables
  const { feesWei = 0n, winningTickets = 0 } = payment.get(gateway, orchestrator, round) ?? {}
  payment.set({
    gateway,
    orchestrator,
    round,
    feesWei: feesWei + more.feesWei,
    winningTickets: winningTickets + more.winningTickets,
  })
}
