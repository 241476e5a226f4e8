import type { Emitter } from '@millrace/common'
import { Counter, Gauge, type Registry } from 'prom-client'
import type { RedemptionEvents } from './events.ts'
import type { WinnerTotals } from './winner-store.ts'

/** Figures that are read when somebody asks, instead of counted. */
export interface RedemptionSources {
  readonly totals: () => WinnerTotals
  /** Undefined off chain. */
  readonly averageGasPriceWei: () => bigint | undefined
  readonly latestGasPriceWei: () => bigint | undefined
  readonly openRedemptions: () => number
  /** RPC endpoints that answer. */
  readonly endpointsUp: () => number
  /** RPC endpoints that are set. */
  readonly endpoints: () => number
}

/** Metrics of redeeming, the same for each role that redeems. */
export function countRedemptions(
  { registry, prefix }: { registry: Registry; prefix: string },
  events: Pick<Emitter<RedemptionEvents>, 'on'>,
  sources: RedemptionSources,
): void {
  const registers = [registry]
  const counter = (name: string, help: string) => new Counter({ name: `${prefix}_${name}`, help, registers })
  const redeemed = counter('tickets_redeemed_total', 'Winning tickets redeemed on chain')
  const paid = counter('redeemed_wei_total', 'Paid by the contract for redeemed tickets')
  const unpaid = counter('unpaid_wei_total', 'Face value that redeemed tickets were not paid')
  const sent = counter('redemptions_sent_total', 'Transactions that redeem tickets')
  const replaced = counter('redemptions_replaced_total', 'Transactions sent again with higher fees')
  const reorged = counter('redemptions_reorged_total', 'Transactions that a reorganisation took back')
  const unprofitable = counter(
    'tickets_unprofitable_total',
    'Tickets that cost more than they bring in their last round',
  )
  const lost = new Counter({
    name: `${prefix}_tickets_lost_total`,
    help: 'Winning tickets that can never be redeemed, by cause',
    labelNames: ['cause'] as const,
    registers,
  })
  events.on('ticketRedeemed', ({ paidWei, faceValueWei }) => {
    redeemed.inc()
    paid.inc(Number(paidWei))
    unpaid.inc(Number(faceValueWei - paidWei))
  })
  events.on('ticketLost', ({ cause }) => lost.inc({ cause }))
  events.on('redemptionSent', () => sent.inc())
  events.on('redemptionReplaced', () => replaced.inc())
  events.on('redemptionReorged', () => reorged.inc())
  events.on('redemptionUnprofitable', () => unprofitable.inc())
  const gauges: Readonly<Record<string, readonly [help: string, read: () => number]>> = {
    tickets_waiting: ['Winning tickets not yet redeemed', () => sources.totals().ticketsWaiting],
    waiting_wei: [
      'Face value of winning tickets not yet redeemed',
      () => Number(sources.totals().waitingWei),
    ],
    gas_price_average_wei: ['Gas price, averaged', () => Number(sources.averageGasPriceWei() ?? 0n)],
    gas_price_wei: ['Gas price at the latest block', () => Number(sources.latestGasPriceWei() ?? 0n)],
    redemptions_open: ['Transactions that are not final yet', sources.openRedemptions],
    rpc_endpoints_up: ['RPC endpoints that answer', sources.endpointsUp],
    rpc_endpoints: ['RPC endpoints that are set', sources.endpoints],
  }
  for (const [name, [help, read]] of Object.entries(gauges)) {
    const gauge: Gauge = new Gauge({
      name: `${prefix}_${name}`,
      help,
      registers,
      collect: () => gauge.set(read()),
    })
  }
}
