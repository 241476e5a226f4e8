import { Link } from '@tanstack/react-router'
import type { RowOf } from '../../api/indexer.ts'
import { AddressText } from '../../components/address.tsx'
import { Badge } from '../../components/badge.tsx'
import type { Column } from '../../components/table/column.ts'
import { formatAmount, formatCount } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'

export type GatewayRow = RowOf<'/v1/gateways'>

const { columns: names, ...said } = text.gateways
const right = { align: 'right' } as const

export const gatewayColumns: readonly Column<GatewayRow>[] = [
  {
    ...{ id: 'address', header: names.address },
    cell: (row) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <Link to="/gateways/$address" params={{ address: row.address }} className="rounded hover:underline">
          <AddressText address={row.address} />
        </Link>
        <GatewayBadges row={row} />
      </span>
    ),
  },
  {
    ...{ id: 'deposit', header: names.deposit, sort: 'depositWei', ...right, from: 'sm' },
    cell: ({ depositWei }) => formatAmount(depositWei, 4),
  },
  {
    ...{ id: 'reserve', header: names.reserve, sort: 'reserveWei', ...right, from: 'md' },
    cell: ({ reserveWei }) => formatAmount(reserveWei, 4),
  },
  {
    ...{ id: 'fees90', header: names.fees90, sort: 'fees90DaysWei', ...right },
    cell: ({ fees90DaysWei }) => formatAmount(fees90DaysWei, 4),
  },
  {
    ...{ id: 'fees', header: names.fees, sort: 'feesWei', ...right, from: 'sm' },
    cell: ({ feesWei }) => formatAmount(feesWei, 4),
  },
  {
    ...{ id: 'tickets', header: names.tickets, sort: 'winningTickets', ...right, from: 'md' },
    cell: ({ winningTickets }) => formatCount(winningTickets),
  },
]

/** What else is to be known of a gateway. */
export function GatewayBadges({ row: { withdrawRound, selfPaid90RoundsWei } }: { row: GatewayRow }) {
  return (
    <span className="inline-flex flex-wrap gap-1">
      {withdrawRound > 0 && (
        <Badge tone="warn" reason={said.unlockingReason(formatCount(withdrawRound))}>
          {said.unlocking}
        </Badge>
      )}
      {selfPaid90RoundsWei > 0n && (
        <Badge tone="warn" reason={said.selfRedeemReason(formatAmount(selfPaid90RoundsWei, 4))}>
          {said.selfRedeem}
        </Badge>
      )}
    </span>
  )
}
